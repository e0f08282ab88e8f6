"""Settings as they were given in, the `Settings` of this process out, or a line that says what is wrong and where."""

import difflib
import json
import os
import re
import tomllib
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError

from app.config.settings import FILE_VARIABLE, PREFIX, Settings, settings_file
from app.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class SettingDescription:
    """One setting as the README's table shows it."""

    variable: str
    key: str
    default: str
    description: str


def load_settings(**given: Any) -> Settings:
    """The settings of this process.

    `given` (by field name, None for not given) outranks the environment, and that the file: the one that
    `SUMMITRY_CONFIG` names, or `summitry.toml` in the working directory. Raises ConfigurationError with one line that
    names the variable, or the file, the line and the key.
    """
    _refuse_unknown(os.environ)
    chosen = {name: value for name, value in given.items() if value is not None}
    file = settings_file()
    if FILE_VARIABLE in os.environ and not file.is_file():
        raise ConfigurationError(f"{FILE_VARIABLE}: there is no file {file}")
    try:
        return Settings(**chosen)
    except ValidationError as error:
        raise ConfigurationError(_one_line(error, chosen, file)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{file}: not TOML: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}: cannot be read: {error}") from None


def describe_settings() -> tuple[SettingDescription, ...]:
    """Every setting in the order of the class, for documents and the tests that compare them."""
    return tuple(
        SettingDescription(_variable(name), name, _shown(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    )


def _refuse_unknown(environment: Iterable[str]) -> None:
    """A variable with our prefix that is no setting is a slip of the pen: say so rather than ignore it."""
    known = [FILE_VARIABLE, *map(_variable, Settings.model_fields)]
    for variable in sorted(environment):
        if variable.upper().startswith(PREFIX) and variable.upper() not in known:
            raise ConfigurationError(f"{variable}: {_no_such(variable.upper(), known)}")


def _no_such(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1)
    return "there is no such setting" + (f"; did you mean {near[0]}?" if near else "")


def _one_line(error: ValidationError, given: Container[str], file: Path) -> str:
    """The first mistake by its place and reason, without the value: it may hold a password."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    reason = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        # What is wrong with several settings together names them itself.
        return reason
    name = str(first["loc"][0])
    if name in given or _variable(name) in map(str.upper, os.environ):
        return f"{_variable(name)}: {reason}"
    if first["type"] == "extra_forbidden":
        reason = _no_such(name, Settings.model_fields)
    return f"{file}, line {_line_of(name, file)}: {name}: {reason}"


def _line_of(key: str, file: Path) -> int:
    """Where a key or table of the highest level begins."""
    begins = re.compile(rf"""\s*\[?\s*["']?{re.escape(key)}["']?\s*[=.\]]""")
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if begins.match(line)), 1)


def _variable(name: str) -> str:
    return f"{PREFIX}{name}".upper()


def _shown(default: object) -> str:
    """A default as one would write it in the environment."""
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, dict):
        return json.dumps(default)
    if isinstance(default, SecretStr):
        return ""
    return ",".join(default) if isinstance(default, tuple) else str(default)
