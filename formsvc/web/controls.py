"""The controls of a page, walked from the schema beside the data: the tree that templates draw."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from marshmallow import Schema, missing

from formsvc.forms.copies import CopyMarked
from formsvc.forms.emptiness import empty
from formsvc.forms.fields import Choice, Paper, Printed
from formsvc.forms.groups import Aside, Group, Rows, Sections, Several, Table, inputs
from formsvc.forms.parts import Part
from formsvc.forms.shown import Mode, Scope
from formsvc.web.kinds import TEXTS, kind_of, typed_day

ANY = "*"
"""The step of a row in the pointers of a pattern, from which scripts make new rows."""


@dataclass(frozen=True)
class Control:
    """One control or group of controls; `pointer` is its name in the posted form and its id.

    `kind` names the macro that draws it, `shown` is what stands in it, `option` the option that
    prints it (`chosen` tells whether it is on, `filled` whether there is a value), `inner` are the
    controls of a group, `rows` those of each row of a list. `pattern` is the pointer with «*» for
    the numbers of rows; `titles` are words for choices that are codes; `carries` tells that a new
    section begins with what the last one left open.
    """

    kind: str
    pointer: str
    pattern: str
    label: str
    hint: str = ""
    example: str = ""
    heading: str = ""
    words: Sequence[str] = ()
    required: bool = False
    option: str = ""
    chosen: bool = True
    shown: Any = ""
    lines: int = 1
    choices: Sequence[str] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    inner: Sequence["Control"] = ()
    rows: Sequence["Row"] = ()
    title: str = ""
    folded: bool = False
    filled: bool = False
    carries: bool = False


@dataclass(frozen=True)
class Row:
    """One row: its pointer, its number from 1, its words, its controls."""

    pointer: str
    number: int
    words: str
    inner: Sequence[Control]


@dataclass(frozen=True)
class Walk:
    """What is the same for all controls of one page."""

    options: Mapping[str, Any]
    as_of: date
    patterns: dict[str, Control] = field(default_factory=dict)

    def of(
        self, schema: Schema, data: Any, pointer: str = "", pattern: str = ""
    ) -> tuple[Control, ...]:
        """The controls of an object; the hints that stand between its places go to the next one."""
        return tuple(self._of(schema, data if isinstance(data, dict) else {}, pointer, pattern))

    def _of(
        self, schema: Schema, data: Mapping[str, Any], pointer: str, pattern: str
    ) -> Iterator[Control]:
        words: list[str] = []
        known = inputs(schema)
        for name, paper in schema.fields.items():
            if isinstance(paper, Printed) and paper.style == "hint":
                words.append(self._printed(paper))
            elif name in known:
                value = data.get(name)
                if value is None and known[name].load_default is not missing:
                    value = known[name].load_default
                places = f"{pointer}/{name}", f"{pattern}/{name}"
                yield self._control(known[name], name, value, *places, tuple(words))
                words = []

    def _printed(self, paper: Printed) -> str:
        return str(paper.compute(Scope(Mode.BLANK, self.as_of, root={"options": self.options})))

    def _control(
        self,
        paper: Paper,
        name: str,
        value: Any,
        pointer: str,
        pattern: str,
        words: tuple[str, ...],
    ) -> Control:
        kind = kind_of(paper) if not isinstance(paper, Group | Rows) else None
        control = Control(
            kind=kind.control if kind else "",
            pointer=pointer,
            pattern=pattern,
            label=_label(paper, name, self.options),
            hint=paper.hint,
            example=_example(paper),
            heading=paper.heading,
            words=words,
            required=paper.required,
            option=paper.option,
            chosen=not paper.option or bool(self.options.get(paper.option)),
            lines=paper.lines,
            filled=not empty(value),
        )
        if isinstance(paper, Group):
            return self._group(control, paper, name, value)
        if isinstance(paper, Rows):
            return self._rows(control, paper, value)
        assert kind is not None
        return self._leaf(replace(control, shown=kind.write(paper, value), choices=_choices(paper)))

    def _leaf(self, control: Control) -> Control:
        if control.kind == TEXTS.control:
            self.patterns.setdefault(f"{control.pattern}/{ANY}", control)
        return control

    def _group(self, control: Control, group: Group, name: str, value: Any) -> Control:
        inner = self.of(group.schema, value, control.pointer, control.pattern)
        kind = "part" if isinstance(group, Part) else "group"
        rare = isinstance(group, Aside) or name in CopyMarked._declared_fields
        return replace(control, kind=kind, inner=inner, folded=rare)

    def _rows(self, control: Control, rows: Rows, value: Any) -> Control:
        sections = rows if isinstance(rows, Sections) else None
        made = replace(
            control,
            kind="table" if isinstance(rows, Table) else "rows",
            title=sections.title if sections else "",
            carries=bool(sections and sections.opens_with),
        )
        pattern = f"{control.pattern}/{ANY}"
        if pattern not in self.patterns and ANY not in control.pointer:
            self._remember(made, rows, pattern)
        given = value if isinstance(value, list) else []
        return replace(
            made,
            rows=tuple(
                self._row(made, rows, row, f"{control.pointer}/{place}", place, pattern)
                for place, row in enumerate(given)
            ),
        )

    def _row(
        self, list_of: Control, rows: Rows, row: Any, pointer: str, place: int, pattern: str
    ) -> Row:
        words = list_of.title.format(number=place + 1)
        return Row(pointer, place + 1, words, self.of(rows.schema, row, pointer, pattern))

    def _remember(self, control: Control, rows: Rows, pattern: str) -> None:
        """The list with one empty row, from which new rows are made, and those inside of it."""
        row = Row(pattern, 0, control.title, self.of(rows.schema, {}, pattern, pattern))
        self.patterns[pattern] = replace(control, rows=(row,))
        for name, inner in inputs(rows.schema).items():
            self._inside(inner, name, f"{pattern}/{name}")

    def _inside(self, paper: Paper, name: str, pattern: str) -> None:
        if isinstance(paper, Rows):
            self._control(paper, name, None, pattern.replace(ANY, "0"), pattern, ())
        elif isinstance(paper, Group):
            for step, inner in inputs(paper.schema).items():
                self._inside(inner, step, f"{pattern}/{step}")


def _label(paper: Paper, name: str, options: Mapping[str, Any]) -> str:
    if isinstance(paper, Group) and not paper.label:
        return ""
    return (paper.worded(options) or paper.heading or name).strip().rstrip(":").strip()


def _example(paper: Paper) -> str:
    """The example as a clerk would type it."""
    example = paper.example or ""
    return ", ".join(example) if isinstance(example, list) else typed_day(example)


def _choices(paper: Paper) -> Sequence[str]:
    one = paper.item if isinstance(paper, Several) else paper
    return one.choices if isinstance(one, Choice) else ()


def pointers(controls: Sequence[Control]) -> Iterator[str]:
    """Every place of a page that a finding may name."""
    for control in controls:
        yield control.pointer
        if control.kind == TEXTS.control:
            yield from (f"{control.pointer}/{place}" for place, _ in enumerate(control.shown))
        yield from pointers(control.inner)
        for row in control.rows:
            yield row.pointer
            yield from pointers(row.inner)


def texts(controls: Sequence[Control]) -> Iterator[tuple[str, str]]:
    """Names and texts of all that a page posts, as its controls stand."""
    for control in controls:
        yield from _own_texts(control)
        yield from texts(control.inner)
        for row in control.rows:
            yield f"{row.pointer}/", ""  # a row is posted even where nothing in it is
            yield from texts(row.inner)


def _own_texts(control: Control) -> Iterator[tuple[str, str]]:
    pointer, shown = control.pointer, control.shown
    if control.kind == "person":
        yield from ((f"{pointer}/{part}", text) for part, text in shown.items())
    elif control.kind == "texts":
        yield from ((f"{pointer}/{place}", text) for place, text in enumerate(shown))
    elif control.kind == "ticks":
        yield from ((pointer, text) for text in shown)
    elif not control.inner and isinstance(shown, str):
        yield pointer, shown
