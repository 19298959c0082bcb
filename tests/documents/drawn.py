"""Hypothesis strategies of bodies, made of nothing but the published JSON Schema of a form."""

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from random import Random
from typing import Any

import jsonschema_rs
from hypothesis import strategies as st

from tests.hostile.values import VALUES

Schema = Mapping[str, Any]
Strategy = st.SearchStrategy[Any]

ROWS, SHORT = 2, 12
PLANE = range(0x3000)  # the characters among which the pattern of a schema may choose
NOTHING: tuple[Any, ...] = (None, "", " \n", [], {}, [None, ""], {"a": []})
ANYTHING: tuple[Any, ...] = (
    *NOTHING,
    *("\v", "2026-02-30", "2026-01- 5", "1899-12-31", "2026-03-05"),
    *("09:30", "24:00", "9:30", "нет", "с\nновой строки", "с\r\nновой", "таб\tуляция", "\u202e"),
    *(True, False, 0, -1, 1.0, 1.5, 2026, 10**12),
    *(["слово"], [{}], {"a": 1}, {"from": "2026-01-01"}),
    *("а" * 301, "а" * 4_001),
)


def validator(schema: Schema) -> Any:
    """Judges values by a JSON Schema, formats among the rest."""
    return jsonschema_rs.Draft202012Validator(dict(schema), validate_formats=True)


def bodies(schema: Schema) -> Strategy:
    """Bodies that the schema accepts: short texts, few rows, some optional fields.

    Those of a schema are one strategy: to build it, and to draw first, costs more than to draw.
    """
    name = schema["$id"]
    if name not in _BODIES:
        _BODIES[name] = _values(schema, schema["$defs"])
    return _BODIES[name]


_BODIES: dict[str, Strategy] = {}


def _values(schema: Schema, defs: Schema) -> Strategy:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        told = defs[name] | {key: schema[key] for key in ("maxLength",) if key in schema}
        drawn = st.sampled_from(NOTHING) if name == "empty" else _values(told, defs)
    elif "anyOf" in schema:
        drawn = st.one_of([_values(one, defs) for one in schema["anyOf"]])
    else:
        drawn = _OF_TYPE[schema["type"]](schema, defs)
    accepted = validator({"$defs": defs, **schema}).is_valid
    return drawn.filter(accepted) if "not" in schema else drawn


def _object(schema: Schema, defs: Schema) -> Strategy:
    fields = {name: _values(inner, defs) for name, inner in schema["properties"].items()}
    needed = {name: fields.pop(name) for name in schema.get("required", [])}
    return st.fixed_dictionaries(needed, optional=fields)


def _array(schema: Schema, defs: Schema) -> Strategy:
    rows = _values(schema["items"], defs)
    return st.lists(rows, min_size=schema.get("minItems", 0), max_size=ROWS)


def _string(schema: Schema, _: Schema) -> Strategy:
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    pattern = re.compile(schema["pattern"])
    if schema.get("format") == "date":
        years = st.dates(date(1890, 1, 1), date(2210, 1, 1)).map(date.isoformat)
        return years.filter(pattern.search)
    if "maxLength" not in schema:
        return st.from_regex(pattern, fullmatch=True)
    letters = [chr(code) for code in PLANE if pattern.fullmatch(chr(code))]
    hostile = [one.text for one in VALUES if len(one.text) <= SHORT and pattern.fullmatch(one.text)]
    return st.one_of(st.text(letters, min_size=1, max_size=SHORT), st.sampled_from(hostile))


def _integer(schema: Schema, _: Schema) -> Strategy:
    return st.integers(schema["minimum"], schema["maximum"])


_OF_TYPE: dict[str, Callable[[Schema, Schema], Strategy]] = {
    "object": _object,
    "array": _array,
    "string": _string,
    "integer": _integer,
    "boolean": lambda schema, defs: st.booleans(),
}


def spoilt(schema: Schema) -> Strategy:
    """A body with one of its values changed for anything, or with a field more."""
    return st.tuples(bodies(schema), st.randoms(use_true_random=False)).map(_spoil)


def _spoil(drawn: tuple[Any, Random]) -> Any:
    body, chance = copy.deepcopy(drawn[0]), drawn[1]
    holder = chance.choice(list(_holders(body)))
    steps = [*holder, "unknown"] if isinstance(holder, dict) else range(len(holder))
    holder[chance.choice(steps)] = copy.deepcopy(chance.choice(ANYTHING))
    return body


def _holders(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list) and (value or isinstance(value, dict)):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _holders(inner)
