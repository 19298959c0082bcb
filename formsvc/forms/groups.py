"""Fields that hold others: groups, lists, tables, numbered sections, places to sign."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, cast

from marshmallow import Schema, fields

from formsvc.forms.emptiness import never_empty, or_empty
from formsvc.forms.fields import Line, Paper, Printed, complain
from formsvc.forms.plain_reading import Read, plain_read, read_list
from formsvc.forms.shown import Blank, Scope

MAX_ROWS, MAX_SECTIONS = 500, 100

Opening = Callable[[Mapping[str, Any]], dict[str, Any]]
"""From the body as typed so far, which may hold anything, to the beginning of a new section."""


class Listed(Paper, fields.List[Any]):
    """A list of values of one kind, of no more than `most`."""

    most = MAX_ROWS

    def _deserialize(self, value: Any, attr: Any, data: Any, **how: Any) -> list[Any]:
        if not isinstance(value, list):
            raise complain("S-type", "Ожидается список.")
        if len(value) > self.most:
            raise complain("S-length", f"Строк больше, чем {self.most}.")
        if how:  # what only marshmallow's driver passes on
            return super()._deserialize(value, attr, data, **how)
        return read_list(self.inner, self._read_one, value)

    @cached_property
    def _read_one(self) -> Read:
        return plain_read(self.inner)


class Several(Listed):
    """A few texts, printed in one place with commas between them."""

    def __init__(self, label: str = "", *, inner: Paper | None = None, **more: Any) -> None:
        super().__init__(label, cast("fields.Field[Any]", inner or Line(required=True)), **more)

    def text(self, value: Sequence[Any]) -> str:
        """All of them, with commas."""
        return ", ".join(self.item.text(item) for item in value)

    @property
    def item(self) -> Paper:
        """The type of one of them."""
        return cast("Paper", self.inner)

    def json_schema(self) -> dict[str, Any]:
        """An array of the inner type."""
        return array_schema(never_empty(self.item.json_schema()), self.required, self.most)

    def skeleton(self) -> Any:
        """One empty text."""
        return [self.item.skeleton()]


def array_schema(items: dict[str, Any], required: bool, most: int) -> dict[str, Any]:
    """JSON Schema of a list; a required one is never empty."""
    least = {"minItems": 1} if required else {}
    return {"type": "array", "items": items, "maxItems": most} | least


class Group(Paper, fields.Nested):
    """Fields that belong together. With `omit` it is left out of a finished paper when empty."""

    def __init__(
        self, label: str, schema: type[Schema], *, omit: bool = False, **more: Any
    ) -> None:
        super().__init__(label, schema, **more)
        self.omit = omit

    def show(self, value: Any, scope: Scope) -> Any:
        """The shown fields; `given` says whether anything was filled in."""
        shown = show_object(self.schema, value or {}, scope.inside(value or {}))
        return shown | {"given": bool(value) or scope.blank}

    def json_schema(self) -> dict[str, Any]:
        """The object's own schema."""
        return object_schema(self.schema)

    def skeleton(self) -> Any:
        """All fields, empty."""
        return object_skeleton(self.schema)


class Aside(Group):
    """An object that is never printed: `options` of the print, `case` for the rules."""


class Rows(Listed):
    """Objects of one kind in a list; subclasses say how the paper shows them."""

    def __init__(
        self,
        label: str,
        schema: type[Schema],
        *,
        least: int = 0,
        by_hand: int = 0,
        omit: bool = False,
        **more: Any,
    ) -> None:
        """`least` is the number of rows the paper always has, `by_hand` that of the empty form
        where it has more; `omit` leaves an empty list out.
        """
        super().__init__(label, fields.Nested(schema), **more)
        self.least = least
        self.by_hand = by_hand
        self.omit = omit

    @property
    def schema(self) -> Schema:
        """Schema of one row."""
        return cast("fields.Nested", self.inner).schema

    def show(self, value: Any, scope: Scope) -> Any:
        """Shown rows, padded with empty ones to the number that the paper has."""
        rows = list(value or [])
        wanted = 0 if self.omit and not rows and not scope.blank else self.padded_to(scope)
        padding: list[dict[str, Any]] = [{}] * (wanted - len(rows))
        return [self.show_row(row, place, scope) for place, row in enumerate(rows + padding, 1)]

    def padded_to(self, scope: Scope) -> int:
        """How many rows the paper has at least."""
        return max(self.least, self.by_hand if scope.blank else 0)

    def show_row(self, row: Mapping[str, Any], place: int, scope: Scope) -> dict[str, Any]:
        """One row; its number is empty where the row is."""
        inside = scope.inside(row, number=place)
        return show_object(self.schema, row, inside) | {"number": str(place)}

    def json_schema(self) -> dict[str, Any]:
        """An array of the rows' schema."""
        return array_schema(object_schema(self.schema), self.required, self.most)

    def skeleton(self) -> Any:
        """One empty row."""
        return [object_skeleton(self.schema)]


class Blocks(Rows):
    """Each object as a block of labelled lines, one under another."""

    def __init__(self, label: str, schema: type[Schema], *, least: int = 1, **more: Any) -> None:
        super().__init__(label, schema, least=least, **more)


class Items(Rows):
    """Each object as one entry of a list: the row's printed field `line`."""

    def show(self, value: Any, scope: Scope) -> Any:
        """The entries; no entry at all shows as ruled lines, with `omit` only in an empty form."""
        rows = super().show(value, scope)
        if rows or (self.omit and not scope.blank):
            return rows
        return [{"line": scope.empty(self.lines), "number": ""}]


class Table(Rows):
    """A printed table with a header row; its columns are the row's printed fields.

    A group among them is a heading over several columns.
    """

    def __init__(
        self,
        label: str,
        schema: type[Schema],
        *,
        least: int = 3,
        numbers: str = "№",
        numbered_blank: bool = False,
        row_height: int = 0,
        main: bool = False,
        captioned: bool = True,
        **more: Any,
    ) -> None:
        """`numbers` heads the column of numbers, «» leaves it out; with `numbered_blank` empty
        rows have theirs too. `row_height` in millimetres is the room to sign in. The `main` table
        is the paper's only one: no label stands above it, and it gets no sheet of its own. Not
        `captioned`: no label stands above it.
        """
        super().__init__(label, schema, least=least, **more)
        self.numbers = numbers
        self.numbered_blank = numbered_blank
        self.row_height = row_height
        self.main = main
        self.captioned = captioned and not main

    def show_row(self, row: Mapping[str, Any], place: int, scope: Scope) -> dict[str, Any]:
        """One row of cells: empty places have no rules of their own."""
        shown = show_object(self.schema, row, scope.inside(row, number=place, cells=True))
        return shown | {"number": str(place) if row or self.numbered_blank else ""}


class SubRows(Rows):
    """Rows within a row of a table: the cells around them are merged over all of them."""

    def __init__(self, label: str, schema: type[Schema], *, least: int = 1, **more: Any) -> None:
        super().__init__(label, schema, least=least, **more)


class Sections(Rows):
    """Numbered sections, each with its own heading, lines, tables and signatures."""

    most = MAX_SECTIONS

    def __init__(
        self,
        label: str,
        schema: type[Schema],
        *,
        title: str,
        least_option: str = "",
        opens_with: Opening | None = None,
        **more: Any,
    ) -> None:
        """`title` holds «{number}», or is empty where no heading is printed; `least_option` names
        the option with the least number; `opens_with` gives what a further section begins with.
        """
        super().__init__(label, schema, **more)
        self.title = title
        self.least_option = least_option
        self.opens_with = opens_with

    def padded_to(self, scope: Scope) -> int:
        """As the option says, else as the form has it."""
        return int(scope.options.get(self.least_option, self.least))

    def show_row(self, row: Mapping[str, Any], place: int, scope: Scope) -> dict[str, Any]:
        """A section with its computed heading."""
        shown = super().show_row(row, place, scope)
        return shown | {"heading": self.title.format(number=place), "given": bool(row)}


_EMPTY_PLACE = {"position": Blank(1), "name": Blank(0), "date": Blank(0)}


class Signers(Printed):
    """Places to sign: `compute` gives {position, name, date} for each person (see blocks.py).

    `style` is the shape of the block: captions under each place by default, `line` as in letters
    and orders, `list` for many who only put their names. `omit` leaves out a block of nobody.
    """

    def __init__(
        self,
        label: str,
        compute: Callable[[Scope], list[dict[str, Any]]],
        *,
        least: int = 1,
        omit: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(label, compute, **more)
        self.least = least
        self.omit = omit

    def show(self, value: Any, scope: Scope) -> list[dict[str, Any]]:
        """One place a person; where nobody is named, as many empty ones as the paper has."""
        named: list[dict[str, Any]] = self.compute(scope)
        empty = 0 if self.omit and not scope.blank else self.least
        places = named or [{}] * empty
        return [_EMPTY_PLACE | one for one in places]


class Spread(Printed):
    """Lines across the page: `compute` gives {left, centre, right} for each, unused parts empty."""


def show_object(schema: Schema, data: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """Every printable field of an object, shown; the keys are those of the schema."""
    return {
        name: value
        if is_shown_itself and (value := data.get(name)).__class__ is str
        else show(data.get(name), scope)
        for name, show, is_shown_itself in _on_paper(schema)
    }


@cache
def _on_paper(schema: Schema) -> Sequence[tuple[str, Callable[[Any, Scope], Any], bool]]:
    """Of each field on the paper its name, what shows it, and whether a text is shown as it is."""
    fields_of_paper = cast("Mapping[str, Paper]", schema.fields)
    return [
        (name, field.show, type(field).show is Paper.show and type(field).text is Paper.text)
        for name, field in fields_of_paper.items()
        if not isinstance(field, Aside)
    ]


@cache
def inputs(schema: Schema) -> Mapping[str, Paper]:
    """The fields that a caller fills, by name."""
    return {
        name: cast("Paper", field) for name, field in schema.fields.items() if not field.dump_only
    }


def object_schema(schema: Schema) -> dict[str, Any]:
    """JSON Schema of an object: unknown fields are refused, optional ones may be empty."""
    known = inputs(schema)
    required = [name for name, field in known.items() if field.required]
    return {
        "type": "object",
        "properties": {name: _described(field) for name, field in known.items()},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _described(field: Paper) -> dict[str, Any]:
    words = {"title": field.label.strip(), "description": field.hint}
    described = {key: text for key, text in words.items() if text} | field.json_schema()
    return never_empty(described) if field.required else or_empty(described)


def object_skeleton(schema: Schema) -> dict[str, Any]:
    """The object with all its fields empty."""
    return {name: field.skeleton() for name, field in inputs(schema).items()}
