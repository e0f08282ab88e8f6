"""`summitry forget`: what it takes, and what it refuses to."""

from sqlalchemy import select

from app.store.engine import reading
from app.store.models import ArticleText
from tests.ingest.standins import a_folder, a_report


def test_stored_texts_are_brought_to_the_setting(command, engine, tmp_path, monkeypatch):
    """After a dry run that only counts; where everything is kept, nothing is to be taken."""
    command("ingest", a_folder(tmp_path / "in", [a_report(1), a_report(2)]))
    refused = command("forget")
    monkeypatch.setenv("SUMMITRY_ARTICLE_TEXTS", "none")
    dry = command("forget", "--dry-run")
    with reading(engine) as session:
        assert all(session.scalars(select(ArticleText.text)))

    done, again = command("forget"), command("forget")

    assert refused.code == 1
    assert "SUMMITRY_ARTICLE_TEXTS" in refused.err
    assert dry.out == "2 articles have more than none.\n"
    assert done.out == "2 articles had more than none, and have it no longer.\n"
    assert again.out.startswith("0 articles")
    with reading(engine) as session:
        assert set(session.scalars(select(ArticleText.text))) == {""}
