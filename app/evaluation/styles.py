"""A gold article in, the kind of writing and the source that its scores are grouped under out."""

from app.evaluation.records import GoldArticle

NEWS, READOUT, DIGEST = "news prose", "readout", "digest"
# The source is the first part of an id ("wikinews-2019-..."). Sources not named here are news.
STYLES = {"kremlin": READOUT, "state": READOUT, "wh": READOUT, "wce": DIGEST}


def outlet_of(gold: GoldArticle) -> str:
    """The source: the word before the first hyphen of the id; `other` for an id that begins with no word."""
    first = gold.id.partition("-")[0]
    return first if first.isalpha() else "other"


def style_of(gold: GoldArticle) -> str:
    """The style that the file names, or else that of its source: readouts of governments, digests of one line, news."""
    return gold.style or STYLES.get(outlet_of(gold), NEWS)
