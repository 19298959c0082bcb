"""FormSchema reads an object as marshmallow's own driver does."""

import copy
import random
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any, cast

import pytest
from marshmallow import EXCLUDE, ValidationError, fields, validates_schema

from formsvc.forms import groups, walk
from formsvc.forms.fields import Line
from formsvc.forms.findings import Path
from formsvc.forms.groups import Group, Rows, Several
from formsvc.forms.schema import FormSchema
from tests.documents.support import EDITIONS, SAMPLES, form_of, raw_sample

STRANGE: tuple[Any, ...] = (
    None,
    "",
    " ",
    [],
    {},
    [None],
    [{}],
    7,
    2.0,
    True,
    "2026-02-30",
    "a\x00b",
    {"z": 1},
    [[]],
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of a body with every key in it."""
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])


def spoiled(raw: Any, chance: random.Random) -> Any:
    """The body with three strange values in it, one of which may be a field that no form has."""
    raw = copy.deepcopy(raw)
    for _ in range(3):
        holder, key = chance.choice(list(places(raw)))
        holder[key] = copy.deepcopy(chance.choice(STRANGE))
        if isinstance(holder, dict) and chance.random() < 0.3:
            holder["no_such_field"] = copy.deepcopy(chance.choice(STRANGE))
    return raw


def told(schema: FormSchema, raw: Any) -> tuple[Any, Any]:
    """What is read, and what is wrong with it."""
    try:
        return schema.load(raw), {}
    except ValidationError as fault:
        return fault.valid_data, fault.messages


def leave_all_to_marshmallow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Objects and lists are read by its own drivers from now on."""

    def by_its_list(inner: fields.Field[Any], read: object, values: list[Any]) -> list[Any]:
        holder = cast("fields.List[Any]", SimpleNamespace(inner=inner))
        return fields.List._deserialize(holder, values, None, None)

    monkeypatch.delattr(FormSchema, "load")
    monkeypatch.setattr(groups, "read_list", by_its_list)


@pytest.mark.parametrize(("form_id", "edition", "case"), SAMPLES)
def test_samples_and_spoiled_samples(
    form_id: str, edition: str, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(f"{form_id} {case}")
    raw = raw_sample(form_id, edition, case)
    bodies = [raw, *(spoiled(raw, chance) for _ in range(6 if case == "large" else 25))]
    schema = form_of(form_id, edition).fields

    ours = [told(schema, body) for body in bodies]
    leave_all_to_marshmallow(monkeypatch)
    theirs = [told(schema, body) for body in bodies]

    assert ours == theirs
    assert any(wrong for _, wrong in ours)


def scalars(value: Any, path: Path = ()) -> Iterator[Path]:
    """Paths of all values in data that hold no others."""
    if isinstance(value, dict | list):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in inside:
            yield from scalars(inner, (*path, step))
    elif value is not None:  # an option that was not chosen
        yield path


@pytest.mark.parametrize(("form_id", "edition", "case"), SAMPLES)
def test_the_rules_are_shown_every_value(form_id: str, edition: str, case: str) -> None:
    schema = form_of(form_id, edition).fields
    data = schema.load(raw_sample(form_id, edition, case))
    shown = {path for path, _, _ in walk.leaves(schema, data)}
    # A term that is a period is one value, which holds two days.
    lost = [path for path in scalars(data) if path not in shown and path[:-1] not in shown]
    assert shown and lost == []


class Pair(FormSchema):
    """A schema that looks at two fields together."""

    left = Line("слева", example="а")
    right = Line("справа", example="б")

    @validates_schema(skip_on_field_errors=False)
    def one_side(self, data: Mapping[str, Any], **_: Any) -> None:
        """The paper has one line for the two."""
        if len(data) == 2:
            raise ValidationError({"right": ["Сторона одна."]})


class Pairs(FormSchema):
    """Such a schema within another one."""

    pair = Group("пара", Pair)


@pytest.mark.parametrize("right", [None, "", "б", 7])
def test_what_a_schema_checks_beside_its_fields_is_checked(
    right: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = {"pair": {"left": "а", "right": right}}
    ours = told(Pairs(), raw)
    leave_all_to_marshmallow(monkeypatch)

    assert ours == told(Pairs(), raw)
    assert ("Сторона одна." in str(ours)) == (right == "б")


class Entry(FormSchema):
    """A row with a field that must be given, unless one asks for a part of the object."""

    text = Line("текст", required=True)


class Renamed(FormSchema):
    """Fields under other names than their own, in the body or in the data."""

    left = Line("слева", data_key="links", required=True)
    right = Line("справа", attribute="rechts")
    rows = Rows("строки", Entry)


@pytest.mark.parametrize(
    ("how", "raw"),
    [
        ({}, {"links": "а", "right": "б"}),
        ({}, {"left": "а", "rechts": "б"}),
        ({"many": True}, [{"links": "а"}, {"right": 7}]),
        ({"partial": True}, {"right": "б"}),
        ({"partial": True}, {"links": "а", "rows": [{}, {"text": "а", "z": 1}, None]}),
        ({"unknown": EXCLUDE}, {"links": "а", "z": 1}),
    ],
)
def test_a_schema_that_reads_in_its_own_way_does(
    how: dict[str, Any], raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = told(Renamed(**how), raw)
    leave_all_to_marshmallow(monkeypatch)
    assert ours == told(Renamed(**how), raw)


def is_long(text: str) -> None:
    """A check beside a field's own reading."""
    if len(text) < 2:
        raise ValidationError("Слишком коротко.")


class Numbers(FormSchema):
    """A list of objects with a check of their own, and fields with checks of theirs."""

    pairs = Rows("пары", Pair)
    checked = Line("проверенное", validate=is_long)
    trimmed = Line("обрезанное", pre_load=[str.strip], post_load=[str.upper])
    several = Several("несколько", inner=Line(required=True, validate=is_long))
    gaps = Several("с пропусками", inner=Line())


@pytest.mark.parametrize("text", ["а", "аб", " аб ", " ", "", None, 7, [], "a\x00b"])
def test_what_a_field_asks_beside_its_own_reading_is_asked(
    text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = {
        "pairs": [{"left": "а", "right": text}, text],
        "checked": text,
        "trimmed": text if isinstance(text, str) else None,
        "several": ["аб", text],
        "gaps": ["аб", text],
    }
    ours = told(Numbers(), raw)
    leave_all_to_marshmallow(monkeypatch)

    assert ours == told(Numbers(), raw)
    assert ("Слишком коротко." in str(ours)) == (text == "а")
    assert ("Сторона одна." in str(ours)) == (text in ("а", "аб", " аб "))
    assert " аб " not in str(ours[0].get("trimmed"))


@pytest.mark.parametrize(("form_id", "edition"), EDITIONS)
@pytest.mark.parametrize("raw", [None, 7, "текст", [], [{}], {}])
def test_bodies_that_are_no_objects(
    form_id: str, edition: str, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = form_of(form_id, edition).fields
    ours = told(schema, raw)
    leave_all_to_marshmallow(monkeypatch)
    assert ours == told(schema, raw)
