"""jianbao.toml beside raw/: what an archive asks for that differs from the defaults."""

import tomllib
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from pipeline.ingest.limits import DEFAULT_LIMITS, Limits
from pipeline.model.errors import BadSettings

NAME = "jianbao.toml"
_DEFAULTS = asdict(DEFAULT_LIMITS)


def read_limits(raw: Path) -> Limits:
    """The limits a document that `[limits]` in jianbao.toml gives, with the defaults for the rest.

    Raises BadSettings for a file that is no TOML and for names and values that mean nothing.

    Example of the file: `[limits]`, then a line each: `pages = 3000`, `seconds = 300`.
    """
    path = raw.parent / NAME
    settings = _read(path)
    for name in settings.keys() - {"limits"}:
        raise BadSettings(f"settings file {path}: there is no section {name}; write [limits]")
    limits = settings.get("limits", {})
    if not isinstance(limits, dict):
        raise BadSettings(f"settings file {path}: limits is no section; write [limits] and a line for each below it")
    values: dict[str, Any] = {name: _value(path, name, value) for name, value in limits.items()}
    return replace(DEFAULT_LIMITS, **values)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BadSettings(f"settings file {path} cannot be read ({error}); mend or remove it") from error


def _value(path: Path, name: str, value: object) -> int | float:
    if name not in _DEFAULTS:
        known = ", ".join(field.name for field in fields(Limits))
        raise BadSettings(f"settings file {path}: there is no limit {name}; use {known}")
    kinds = (int, float) if isinstance(_DEFAULTS[name], float) else (int,)
    if isinstance(value, kinds) and not isinstance(value, bool) and value > 0:
        return value
    raise BadSettings(f"settings file {path}: {name} = {value!r} is no limit; write a number above 0, without unit")
