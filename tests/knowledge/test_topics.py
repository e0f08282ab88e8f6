"""What the file of topics promises, and how a text is read for them."""

from app.knowledge import topics


def test_every_topic_is_described_and_has_keywords():
    """In lower case, phrases of several words."""
    for topic in topics.all_topics():
        assert topic.label, topic.key
        assert topic.description.endswith("."), topic.key
        assert topic.words, topic.key
        assert all(form == form.lower() for form in (*topic.words, *topic.phrases)), topic.key
        assert len(set(topic.words)) == len(topic.words), topic.key
        assert len(set(topic.phrases)) == len(topic.phrases), topic.key


def test_words_show_a_topic_with_their_place():
    """In the plural too, whatever the case."""
    text = "They spoke of Tariffs and the climate."

    assert [(key, text[start:end]) for key, start, end in topics.in_text(text)] == [
        ("trade", "Tariffs"),
        ("climate", "climate"),
    ]


def test_the_topic_with_most_to_show_comes_first():
    """Phrases weigh more than words."""
    found = topics.of_text("Nuclear weapons, arms control and the nuclear programme came up, and trade.")

    assert found[0].key == "nuclear"
    assert "trade" in {topic.key for topic in found}


def test_a_word_inside_another_shows_nothing():
    """ "Gasping" is not gas."""
    assert list(topics.in_text("She was gasping and oiled the portrait.")) == []
