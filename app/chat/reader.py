"""Articles in, the meetings that a chat model finds in them and their words bear out; else those of another reader.

No article goes unread: whatever goes wrong with the model, the other reader reads it, and the tally says why.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any, Protocol

from app.chat.answers import MalformedAnswerError, read, schema
from app.chat.client import BudgetSpentError, NoAnswerError
from app.chat.prompt import Message, messages
from app.chat.tally import Tally
from app.chat.validation import Validated, validate
from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.extraction.protocol import Extractor

log = logging.getLogger(__name__)

VERSION = "chat-1"
# More does not fit what many models can read at once. Characters.
LONGEST_ARTICLE = 60_000
# A model whose answer is twice no object will not do better the third time.
ATTEMPTS_AT_FORM = 2
# After so many articles in a row without an answer the model is left alone for a while (seconds).
FAILURES_IN_A_ROW = 5
PAUSE = 300.0


class Chat(Protocol):
    """What the reader needs of a model."""

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> str:
        """The text of its answer. Raises NoAnswerError, or BudgetSpentError where it may not be asked any more."""
        ...


class ChatReader:
    """Implements `Extractor` over a chat model. Of other articles it remembers only how the model did."""

    def __init__(
        self,
        chat: Chat,
        model: str,
        otherwise: Extractor,
        *,
        at_once: int = 1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`model` is the name that is stored, `otherwise` reads in its stead, `at_once` articles are asked for."""
        self._chat = chat
        self._rule = f"chat {model}"
        self._version = f"{VERSION}+{model}, else {otherwise.version}"
        self._otherwise = otherwise
        self._at_once = at_once
        self._clock = clock
        self._tally = Tally()
        self._spent = False
        self._failures = 0
        self._paused_until = 0.0

    @property
    def version(self) -> str:
        """The model and the other reader; the rule of each piece of evidence tells which of the two read it."""
        return self._version

    @property
    def tally(self) -> Mapping[str, int]:
        """How many articles the model read, how many it did not and why, and what it claimed without a basis."""
        return self._tally.counts

    def extract(self, article: Article) -> list[MeetingCandidate]:
        """The meetings of one article."""
        return next(self.extract_many([article]))

    def extract_many(self, articles: Iterable[Article]) -> Iterator[list[MeetingCandidate]]:
        """The meetings of each article, several asked for at once; once the budget is spent, none."""
        stream = iter(articles)
        pool = ThreadPoolExecutor(self._at_once)
        try:
            while not self._spent and (batch := list(islice(stream, self._at_once))):
                for article, found in zip(batch, pool.map(self._asked, batch), strict=True):
                    yield self._otherwise.extract(article) if found is None else found
        finally:
            # Whoever stops a run does not wait for the answers that are still under way.
            pool.shutdown(wait=False, cancel_futures=True)
        yield from self._otherwise.extract_many(self._passed_on(article, "the budget is spent") for article in stream)

    def _asked(self, article: Article) -> list[MeetingCandidate] | None:
        """What the model finds; None where it was not asked, or gave nothing to rely on."""
        obstacle = self._obstacle(article)
        if obstacle is not None:
            self._passed_on(article, obstacle)
            return None
        try:
            answer = self._answer(article)
        except BudgetSpentError:
            self._stop()
            self._passed_on(article, "the budget is spent")
            return None
        except NoAnswerError as error:
            self._failed(article, error)
            return None
        self._failures = 0
        return self._kept(article, answer)

    def _obstacle(self, article: Article) -> str | None:
        """Why the model is not to be asked."""
        if len(article.content) > LONGEST_ARTICLE:
            return "the text is too long"
        return "the model is not answering" if self._clock() < self._paused_until else None

    def _answer(self, article: Article) -> Validated:
        """The model's answer held against the article. Raises NoAnswerError."""
        for _ in range(ATTEMPTS_AT_FORM):
            try:
                claims, misshapen = read(self._chat.ask(messages(article), schema()))
            except MalformedAnswerError:
                continue
            self._tally.add("meetings claimed in a wrong form", misshapen)
            return validate(claims, article, self._rule)
        raise NoAnswerError("the answers are not in the form asked for")

    def _kept(self, article: Article, answer: Validated) -> list[MeetingCandidate] | None:
        """What stands of an answer. One of which nothing does is no answer: an empty list is the model's own word."""
        self._tally.add("meetings claimed without a basis", answer.meetings_dropped)
        self._tally.add("fields claimed without a basis", answer.fields_dropped)
        if answer.meetings_dropped and not answer.candidates:
            self._passed_on(article, "nothing claimed has a basis")
            return None
        self._tally.add("articles read by the model")
        return answer.candidates

    def _passed_on(self, article: Article, why: str) -> Article:
        """Count an article that the other reader reads."""
        log.debug("%s: read by rules: %s", article.origin, why)
        self._tally.add(f"articles read by rules: {why}")
        return article

    def _stop(self) -> None:
        if not self._spent:
            log.warning("the budget of chat requests is spent: rules read the rest")
        self._spent = True

    def _failed(self, article: Article, error: NoAnswerError) -> None:
        self._passed_on(article, "no answer")
        log.warning("%s: read by rules: %s", article.origin or "an article", error)
        self._failures += 1
        if self._failures >= FAILURES_IN_A_ROW and self._clock() >= self._paused_until:
            self._paused_until = self._clock() + PAUSE
            log.warning("the chat model is left alone for %.0f seconds: rules read meanwhile", PAUSE)
