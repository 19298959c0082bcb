"""Ready orders of documents: one module a family, found by its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


@dataclass(frozen=True)
class Section:
    """A part of a case file: code, title as the source names it, the forms that go there."""

    id: str
    title: str
    forms: tuple[str, ...] = ()
    expected: bool = False
    """Whether the source lists it as a part that a case file has."""


@dataclass(frozen=True)
class Order:
    """The order of the documents of a case file; `source` says who laid it down."""

    id: str
    title: str
    person: str
    worker: str
    source: str
    sections: tuple[Section, ...]

    def section(self, form_id: str) -> Section | None:
        """Where the documents of a form belong."""
        return next((one for one in self.sections if form_id in one.forms), None)


def _found() -> dict[str, Order]:
    modules = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    found: Sequence[Order] = [order for module in modules for order in module.ORDERS]
    by_id = {order.id: order for order in found}
    if len(by_id) < len(found):
        raise ValueError("two ready orders have the same id")
    return by_id


ORDERS = _found()


def told(order: Order) -> dict[str, Any]:
    """An order as JSON."""
    return {
        "id": order.id,
        "title": order.title,
        "source": order.source,
        "sections": [
            {
                "id": one.id,
                "title": one.title,
                "forms": list(one.forms),
                "expected": one.expected,
            }
            for one in order.sections
        ],
    }
