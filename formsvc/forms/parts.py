"""Fields that shape pages: parts of a document, columns side by side, grids of fixed rows."""

from collections.abc import Mapping
from typing import Any, cast

from marshmallow import Schema

from formsvc.forms.fields import Printed
from formsvc.forms.groups import Group, show_object
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Scope


class Part(Group):
    """A group that begins on a page of its own, with its label as the heading of the part."""


class Box(Group):
    """A group in a frame, with its label as the heading; boxes stand one on another."""


class Sides(Group):
    """Places in two columns: the fields of the schema by turns on the left and on the right.

    No caller fills it: the fields are computed from the object in which the columns stand.
    """

    def __init__(self, schema: type[Schema], **more: Any) -> None:
        super().__init__("", schema, dump_only=True, **more)

    def show(self, value: Any, scope: Scope) -> Any:
        """The shown places of both columns."""
        return show_object(self.schema, scope.data, scope)


class Captioned(Printed):
    """A value on a rule of its own, with the label in small type below the rule."""


class Grid(Group):
    """A printed table whose rows are fixed: one row schema, and a verbatim name for each code.

    The data are an object with the codes as keys, so that no row is doubled or out of its order.
    """

    def __init__(
        self,
        label: str,
        row: type[Schema],
        *,
        rows: Mapping[str, str],
        head: str,
        head_width: int = 2,
        row_height: int = 0,
        **more: Any,
    ) -> None:
        """`rows` are the names by code, `head` and `head_width` are of the column of names,
        `row_height` in millimetres is the room to write in.
        """
        groups: dict[str, Any] = {code: Group(name, row) for code, name in rows.items()}
        super().__init__(label, FormSchema.from_dict(groups, name=f"{row.__name__}s"), **more)
        self.row = row()
        self.head = head
        self.head_width = head_width
        self.row_height = row_height

    def show(self, value: Any, scope: Scope) -> list[dict[str, Any]]:
        """All rows in the order of the paper; `label` is the name of a row."""
        given: Mapping[str, Any] = value or {}
        return [
            show_object(self.row, row, scope.inside(row, cells=True)) | {"label": group.label}
            for code, group in cast("Mapping[str, Group]", self.schema.fields).items()
            for row in [given.get(code) or {}]
        ]
