"""What is told of the settings: each with its variable, its default and its docstring."""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from textwrap import dedent
from typing import Any

from formsvc.config import Config, variable
from formsvc.forms import settings
from formsvc.setting_values import Secret, hints


@dataclass(frozen=True)
class Told:
    """A setting: name, variable, value as it would be written, and what it is for."""

    name: str
    variable: str
    value: str
    text: str


def told(config: Config) -> Iterator[Told]:
    """All settings of an installation with the values that it has."""
    for kind in (Config, *settings.kinds()):
        texts = dict(_docstrings(kind))
        chosen = config if kind is Config else config.rules[kind]
        for name, hint in hints(kind).items():
            value = written(getattr(chosen, name))
            value = "***" if hint is Secret and value else value
            yield Told(name, variable(name), value, texts[name])


def written(value: Any) -> str:
    """A value as a variable has it; that of a calendar is what its file says."""
    match value:
        case bool():
            return str(value).lower()
        case tuple():
            return ",".join(map(str, value))
        case dict():
            days = (f"{country} {len(own)}" for country, own in value.items() if own)
            return ", ".join(days)
        case _:
            return str(value)


def _docstrings(kind: type) -> Iterator[tuple[str, str]]:
    """The text below each attribute of a class, on one line."""
    (told,) = ast.parse(dedent(inspect.getsource(kind))).body
    lines = told.body if isinstance(told, ast.ClassDef) else []
    for line, below in pairwise(lines):
        match line, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, " ".join(text.split())
