"""What a template may ask of a form: the schema as shapes, without any data.

The shapes are those that the `show` methods of the fields give (forms/groups.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from marshmallow import Schema

from formsvc.forms.fields import Paper, Printed
from formsvc.forms.form import Form
from formsvc.forms.groups import Aside, Group, Items, Rows, Sections, Signers, Spread, Table
from formsvc.forms.layouts import LAYOUTS, PageLayout
from formsvc.forms.parts import Grid
from formsvc.forms.shown import Mode
from formsvc.forms.walk import placed
from formsvc.paths import Roots
from formsvc.renderers.base import RenderSettings

VALUE = "\ufffc"  # stands for any value among the words of a template
_PARTS = {Signers: ("position", "name", "date"), Spread: ("left", "centre", "right")}


@dataclass(frozen=True)
class Shape:
    """A value of unknown shape; `path` is its place in the schema, empty for any other value."""

    path: str = ""


@dataclass(frozen=True)
class Text(Shape):
    """A text; `words` where the template itself gives it."""

    words: str = ""


@dataclass(frozen=True)
class Record(Shape):
    """An object with known keys."""

    keys: Mapping[str, Shape] = field(default_factory=dict)


@dataclass(frozen=True)
class Listing(Shape):
    """A list whose items are alike."""

    item: Shape = field(default_factory=Shape)


@dataclass(frozen=True)
class Place:
    """A field with a place of its own on the paper; `labels` are the words printed with it."""

    path: str
    labels: tuple[str, ...]


def of_form(form: Form, roots: Roots) -> dict[str, Shape]:
    """The names that every template of the form receives."""
    options = form.with_defaults({})["options"]
    settings = RenderSettings(LAYOUTS[form.layout], Mode.FILLED, date.min, roots)
    return {
        **_of_object(form.fields, ""),
        "options": texts(*options),
        "doc": texts(*settings.document(form)),
    }


def of_layout() -> Shape:
    """`layout`, which only the print templates receive."""
    layout = texts(*(one.name for one in fields(PageLayout)), "text_width").keys
    return Record(keys={**layout, "turned": Record(keys=layout)})


def texts(*names: str) -> Record:
    """An object of texts that are not of the schema."""
    return Record(keys={name: Text() for name in names})


def _of_object(schema: Schema, prefix: str) -> dict[str, Shape]:
    return {
        name: _of_field(one, prefix + name)
        for name, one in schema.fields.items()
        if not isinstance(one, Aside)
    }


def _of_field(one: object, path: str) -> Shape:
    match one:
        case Signers() | Spread():
            keys = {key: Text(f"{path}.{key}") for key in _PARTS[type(one)]}
            return Listing(path, Record(path, keys))
        case Printed():
            return Shape(path)
        case Grid():
            named = {"label": Text(f"{path}.label")}
            return Listing(path, Record(path, _of_object(one.row, f"{path}.") | named))
        case Group():
            return Record(path, _of_object(one.schema, f"{path}.") | {"given": Text()})
        case Rows():
            return Listing(path, Record(path, _of_row(one, path)))
        case _:
            return Text(path)


def _of_row(rows: Rows, path: str) -> dict[str, Shape]:
    keys = _of_object(rows.schema, f"{path}.") | {"number": Text(f"{path}.number")}
    if isinstance(rows, Sections):
        return keys | {"heading": Text(f"{path}.heading"), "given": Text()}
    if isinstance(rows, Items):
        # An empty list shows as one entry that has nothing else.
        return {name: keys[name] for name in ("line", "number")}
    return keys


def places(schema: Schema, prefix: str = "") -> Iterator[Place]:
    """Every place on the paper that a template must print, with its words, from top to bottom."""
    for name, one in placed(schema):
        path, labels = prefix + name, _labels(one)
        match one:
            case Signers() | Spread():
                yield Place("", labels)
                yield from (Place(f"{path}.{key}", ()) for key in _PARTS[type(one)])
            case Items():
                yield Place(f"{path}.line", labels)
            case Sections():
                yield Place(f"{path}.heading" if one.title else "", labels)
                yield from places(one.schema, f"{path}.")
            case Table():
                yield Place("", labels)
                if one.numbers:
                    yield Place(f"{path}.number", (one.numbers,))
                yield from places(one.schema, f"{path}.")
            case Grid():
                yield Place(f"{path}.label", (*labels, one.head))
                yield from places(one.row, f"{path}.")
            case Group() | Rows():
                yield Place("", labels)
                yield from places(one.schema, f"{path}.")
            case _:
                yield Place(path, labels)


def _labels(one: Paper) -> tuple[str, ...]:
    """Heading and label; blocks, sections, bare tables and styled words have no printed label."""
    styled = isinstance(one, Printed) and one.style and not isinstance(one, Signers)
    bare = isinstance(one, Table) and not one.captioned
    unlabelled = styled or bare or (isinstance(one, Rows) and not isinstance(one, Table | Items))
    label = one.worded(dict.fromkeys(one.wording, VALUE))
    return tuple(words for words in (one.heading, "" if unlabelled else label) if words)
