"""A body and its JSON Schema, walked side by side: every field that a caller may fill."""

import copy
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]


def own(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a given value: what may be left out has that of an empty one beside it."""
    chosen: dict[str, Any] = schema["anyOf"][0] if "anyOf" in schema else schema
    return chosen


def fields(schema: dict[str, Any], body: Any, path: Path = ()) -> Iterator[tuple[Path, Any, bool]]:
    """Path, schema and necessity of every field of the objects of a body, the missing included."""
    if isinstance(body, dict):
        for name, described in schema.get("properties", {}).items():
            inner = own(described)
            yield (*path, name), inner, name in schema.get("required", [])
            yield from fields(inner, body.get(name), (*path, name))
    elif isinstance(body, list):
        for place, row in enumerate(body):
            yield from fields(schema.get("items", {}), row, (*path, place))


def objects(schema: dict[str, Any], body: Any, path: Path = ()) -> Iterator[Path]:
    """Paths of the objects of a body that have named fields."""
    if isinstance(body, dict) and "properties" in schema:
        yield path
        for name, inner in schema["properties"].items():
            yield from objects(own(inner), body.get(name), (*path, name))
    elif isinstance(body, list):
        for place, row in enumerate(body):
            yield from objects(schema.get("items", {}), row, (*path, place))


def changed(body: Any, path: Path, value: Any) -> Any:
    """A copy with another value at the path."""
    spoilt = copy.deepcopy(body)
    _holder(spoilt, path)[path[-1]] = value
    return spoilt


def without(body: Any, path: Path) -> Any:
    """A copy without the field at the path."""
    spoilt = copy.deepcopy(body)
    del _holder(spoilt, path)[path[-1]]
    return spoilt


def at(body: Any, path: Path) -> Any:
    """The value at the path, None where there is none."""
    for step in path:
        if isinstance(body, dict):
            body = body.get(step)
        else:
            body = body[step] if isinstance(body, list) and isinstance(step, int) else None
    return body


def not_given(body: Any, path: Path) -> Path:
    """What is not given when the field has no value: with it the objects that hold nothing else.

    A row among others keeps its place in the list, and so is told what it lacks.
    """
    outer = path
    while len(outer) > 1 and len(at(body, outer[:-1])) == 1:
        outer = outer[:-1]
        path = path if isinstance(outer[-1], int) else outer
    return path


def pointer(path: Path) -> str:
    """JSON Pointer of a path whose names need no escapes."""
    return "".join(f"/{step}" for step in path)


def _holder(body: Any, path: Path) -> Any:
    for step in path[:-1]:
        body = body[step]
    return body
