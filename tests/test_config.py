"""Settings: what the environment and the file may say, and how a mistake in them is named."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.config import FILE_VARIABLE, Settings, describe_settings, load_settings
from app.errors import ConfigurationError


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch, tmp_path):
    """No variable or file of the machine that runs the tests reaches them."""
    for variable in (FILE_VARIABLE, *(row.variable for row in describe_settings())):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_variables_every_setting_has_its_documented_default():
    """The defaults are what `describe_settings` shows."""
    settings = load_settings()

    assert settings.database_url == "sqlite:///var/summitry.db"
    assert settings.allow_private_addresses is False
    assert [row.default for row in describe_settings() if row.variable == "SUMMITRY_PORT"] == [str(settings.port)]


def test_the_environment_fills_settings(monkeypatch):
    """A variable with the prefix sets the field of that name."""
    monkeypatch.setenv("SUMMITRY_PORT", "9001")
    monkeypatch.setenv("SUMMITRY_CORS_ORIGINS", "https://a.example, https://b.example")

    settings = load_settings()

    assert settings.port == 9001
    assert settings.cors_origins == ("https://a.example", "https://b.example")


def test_what_is_given_outranks_the_environment(monkeypatch):
    """An option of the command wins; None means that the option was not given."""
    monkeypatch.setenv("SUMMITRY_PORT", "9001")

    assert load_settings(port=9002).port == 9002
    assert load_settings(port=None).port == 9001


def test_the_file_of_settings_stands_below_the_environment(monkeypatch):
    """`summitry.toml` here, or the file that the environment names."""
    Path("summitry.toml").write_text('port = 9003\nhost = "0.0.0.0"\n')
    Path("other.toml").write_text('cors_origins = ["https://a.example"]\n[chat_parameters]\ntemperature = 0.5\n')
    monkeypatch.setenv("SUMMITRY_PORT", "9001")

    assert (load_settings().port, load_settings().host) == (9001, "0.0.0.0")

    monkeypatch.setenv("SUMMITRY_CONFIG", "other.toml")
    settings = load_settings(port=9002)

    assert (settings.port, settings.host) == (9002, "127.0.0.1")
    assert settings.cors_origins == ("https://a.example",)
    assert settings.chat_parameters == {"temperature": 0.5}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('log_level = "info"\nport = 70000\n', "summitry.toml, line 2: port: "),
        ('databse_url = "sqlite:///x"', "summitry.toml, line 1: databse_url: there is no such setting; did you mean d"),
        ('database_url = "mysql://user:hidden@h/s"', "summitry.toml, line 1: database_url: use sqlite:///PATH or "),
        ('\n[chat_parameter]\ntop = "hidden"', "summitry.toml, line 2: chat_parameter: there is no such setting; did"),
        ("port 8000", "summitry.toml: not TOML: Expected '=' after a key"),
        ("\xe9", "summitry.toml: cannot be read: 'utf-8' codec can't decode"),
    ],
)
def test_a_mistake_in_the_file_is_one_line_that_names_the_file_and_the_key(content, line):
    """And not the value: it may hold a password."""
    Path("summitry.toml").write_bytes(content.encode("latin-1"))

    with pytest.raises(ConfigurationError) as caught:
        load_settings()

    assert str(caught.value).startswith(line)
    assert "hidden" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_named(monkeypatch):
    """Whoever names a file means it to be read."""
    monkeypatch.setenv("SUMMITRY_CONFIG", "elsewhere.toml")

    with pytest.raises(ConfigurationError, match=r"^SUMMITRY_CONFIG: there is no file elsewhere\.toml$"):
        load_settings()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SUMMITRY_PORT", "eighty"),
        ("SUMMITRY_PORT", "70000"),
        ("SUMMITRY_DATABASE_URL", "mysql://somewhere/store"),
        ("SUMMITRY_LOG_LEVEL", "loud"),
        ("SUMMITRY_FETCH_TIMEOUT_SECONDS", "0"),
        ("SUMMITRY_ALLOW_PRIVATE_ADDRESSES", "perhaps"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_variable(monkeypatch, variable, value):
    """The person who set it sees which one it was."""
    monkeypatch.setenv(variable, value)

    with pytest.raises(ConfigurationError) as caught:
        load_settings()

    assert str(caught.value).startswith(f"{variable}: ")
    assert "\n" not in str(caught.value)


def test_a_misspelt_variable_is_refused_with_the_near_name(monkeypatch):
    """A setting that would silently do nothing is an error."""
    monkeypatch.setenv("SUMMITRY_DATABSE_URL", "sqlite:///elsewhere.db")

    with pytest.raises(ConfigurationError, match=r"SUMMITRY_DATABSE_URL.*did you mean SUMMITRY_DATABASE_URL"):
        load_settings()


def test_a_password_in_a_wrong_address_is_not_repeated(monkeypatch):
    """Neither the error nor the printed settings show the database's password."""
    monkeypatch.setenv("SUMMITRY_DATABASE_URL", "mysql://user:hidden@somewhere/store")

    with pytest.raises(ConfigurationError) as caught:
        load_settings()

    assert "hidden" not in str(caught.value)
    assert "hidden" not in repr(Settings(database_url="postgresql://user:hidden@somewhere/store"))


@pytest.mark.parametrize("usual", ["postgresql://u@h/db", "postgres://u@h/db", "postgresql+psycopg://u@h/db"])
def test_usual_postgresql_addresses_get_the_installed_driver(usual):
    """People write the form that every other tool takes."""
    assert Settings(database_url=usual).database_url == "postgresql+psycopg://u@h/db"


def test_settings_are_frozen():
    """Nobody changes a setting after the start."""
    settings = Settings()

    with pytest.raises(ValidationError):
        settings.port = 1


def test_every_setting_is_described():
    """The README's table is made of these."""
    assert [row.variable for row in describe_settings() if not row.description.endswith(".")] == []


def test_a_chat_reader_needs_an_address_and_a_model(monkeypatch):
    """The line names what is missing."""
    monkeypatch.setenv("SUMMITRY_READER", "chat")
    with pytest.raises(ConfigurationError, match=r"^SUMMITRY_READER: chat needs SUMMITRY_CHAT_URL and SUMMITRY_CHAT_M"):
        load_settings()

    monkeypatch.setenv("SUMMITRY_CHAT_URL", "http://localhost:11434/v1")
    monkeypatch.setenv("SUMMITRY_CHAT_MODEL", "small-7b")
    monkeypatch.setenv("SUMMITRY_CHAT_PARAMETERS", '{"temperature": 0.1, "max_tokens": 4000}')

    settings = load_settings()

    assert (settings.reader, settings.chat_model) == ("chat", "small-7b")
    assert settings.chat_parameters == {"temperature": 0.1, "max_tokens": 4000}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SUMMITRY_READER", "oracle"),
        ("SUMMITRY_CHAT_URL", "localhost:11434"),
        ("SUMMITRY_CHAT_URL", "https://user:hidden@api.example/v1"),
        ("SUMMITRY_CHAT_URL", "https://api.example/v1?key=hidden"),
        ("SUMMITRY_CHAT_KEY", "hidden\nand more"),
        ("SUMMITRY_CHAT_KEY", "hidden-é"),
        ("SUMMITRY_CHAT_MAX_REQUESTS", "-1"),
        ("SUMMITRY_CHAT_PARAMETERS", "{hidden"),
        ("SUMMITRY_CHAT_PARAMETERS", "[1]"),
    ],
)
def test_a_wrong_setting_of_the_chat_reader_is_named_without_its_value(monkeypatch, variable, value):
    """It may hold a key."""
    monkeypatch.setenv(variable, value)

    with pytest.raises(ConfigurationError) as caught:
        load_settings()

    assert str(caught.value).startswith(f"{variable}: ")
    assert "hidden" not in str(caught.value)


def test_a_key_is_never_shown(monkeypatch):
    """Neither printed, nor in the table of defaults; a line break at its end is no part of it."""
    monkeypatch.setenv("SUMMITRY_CHAT_KEY", "hidden\n")

    settings = load_settings()

    assert settings.chat_key.get_secret_value() == "hidden"
    assert "hidden" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    assert [row.default for row in describe_settings() if row.variable == "SUMMITRY_CHAT_KEY"] == [""]
