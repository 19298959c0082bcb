"""Who signs, where and in which order: the plan of a file, written into it before it is signed.

A step is a group of slots. The slots of one step are signed in any order, and the next step is
open when as many of them are signed as the step requires. So steps of one slot each are a
sequence, one step is signing in parallel, and one step that requires fewer is «n of m».
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Any

from formsvc.errors import SignatureRefused

FIELD = "slot-{number}"


class Mark(StrEnum):
    """Which phrase the visible mark has."""

    RU = "ru"
    KZ = "kz"


@dataclass(frozen=True)
class Place:
    """A rectangle on a page (from 0), in points from the lower left corner of the page."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: "Place") -> bool:
        """Whether the two share a part of one page."""
        beside = self.right <= other.left or other.right <= self.left
        above = self.top <= other.bottom or other.top <= self.bottom
        return self.page == other.page and not beside and not above


@dataclass(frozen=True)
class Slot:
    """One place to sign: name of the field, role and name of the signer, step (from 1)."""

    field: str
    role: str = ""
    name: str = ""
    step: int = 1

    @property
    def who(self) -> str:
        """The signer as told to people."""
        return ", ".join(part for part in (self.role, self.name) if part)


@dataclass(frozen=True)
class Plan:
    """All slots of a file; `required` is the number of signatures for each step."""

    slots: tuple[Slot, ...]
    required: tuple[int, ...]
    mark: Mark = Mark.RU

    def slot(self, field: str) -> Slot:
        """The slot of that field; raises SignatureRefused."""
        for slot in self.slots:
            if slot.field == field:
                return slot
        known = ", ".join(slot.field for slot in self.slots)
        raise SignatureRefused(f"Такого места для подписи в файле нет. Есть: {known}.")

    def open_slots(self, signed: Collection[str]) -> list[Slot]:
        """The slots that may be signed now; none when the document has all its signatures."""
        for slots, required in zip(self.steps(), self.required, strict=True):
            unsigned = [slot for slot in slots if slot.field not in signed]
            if len(slots) - len(unsigned) < required:
                return unsigned
        return []

    def steps(self) -> list[list[Slot]]:
        """The slots of each step, in the order of steps."""
        ordered = sorted(self.slots, key=lambda slot: slot.step)
        return [list(slots) for _, slots in groupby(ordered, key=lambda slot: slot.step)]

    def chosen(self, field: str, signed: Collection[str]) -> Slot:
        """The slot to sign now, the only open one where none is named; raises SignatureRefused."""
        is_open = self.open_slots(signed)
        if not is_open:
            raise SignatureRefused("Документ уже собрал все подписи: больше подписывать нельзя.")
        if field:
            return self._checked(self.slot(field), is_open, signed)
        if len(is_open) > 1:
            names = ", ".join(f"{slot.field} ({slot.who})" for slot in is_open)
            raise SignatureRefused(f"Назовите место для подписи: {names}.")
        return is_open[0]

    def _checked(self, slot: Slot, is_open: Sequence[Slot], signed: Collection[str]) -> Slot:
        if slot.field in signed:
            raise SignatureRefused("Это место уже подписано: вторая подпись здесь невозможна.")
        if slot not in is_open:
            turn = ", ".join(one.field for one in is_open)
            raise SignatureRefused(f"Нарушен порядок подписания: сейчас подписывают {turn}.")
        return slot

    def as_text(self) -> str:
        """The plan as it is written into the file, in ASCII, which is read fastest there."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> "Plan":
        """The plan of a file; raises ValueError where it is none of ours."""
        try:
            raw = json.loads(text)
            slots = tuple(Slot(**slot) for slot in raw["slots"])
            plan = cls(slots, tuple(raw["required"]), Mark(raw["mark"]))
        except (LookupError, TypeError, RecursionError) as fault:
            raise ValueError from fault
        numbers = (*plan.required, *(slot.step for slot in slots))
        words = (word for slot in slots for word in (slot.field, slot.role, slot.name))
        if {*map(type, numbers)} - {int} or {*map(type, words)} - {str}:
            raise ValueError
        if not plan.can_be_completed():
            raise ValueError
        return plan

    def can_be_completed(self) -> bool:
        """Whether each step requires a signature, and not more than it has slots."""
        sizes = [len(slots) for slots in self.steps()]
        return len(self.required) == len(sizes) > 0 and all(
            1 <= number <= size for number, size in zip(self.required, sizes, strict=True)
        )

    def lacking(self, signed: Collection[str]) -> tuple[int, list[Slot]]:
        """How many signatures are still due, and the unsigned slots of all steps that lack one."""
        due, found = 0, []
        for slots, required in zip(self.steps(), self.required, strict=True):
            unsigned = [slot for slot in slots if slot.field not in signed]
            missing = required - (len(slots) - len(unsigned))
            if missing > 0:
                due += missing
                found += unsigned
        return due, found


def planned(signers: Sequence[Slot], required: Sequence[int] = (), mark: Mark = Mark.RU) -> Plan:
    """A plan of signers whose fields are not named yet; raises SignatureRefused.

    Without `required` every signature of every step is required.
    """
    named = [replace(one, field=FIELD.format(number=n)) for n, one in enumerate(signers, 1)]
    plan = Plan(tuple(named), (), mark)
    wanted = tuple(required) or tuple(len(slots) for slots in plan.steps())
    plan = replace(plan, required=wanted)
    if not plan.can_be_completed():
        raise SignatureRefused(
            "Число подписей (required) — по одному числу на каждую очередь (step),"
            " от 1 до числа подписывающих в ней."
        )
    return plan


def told(plan: Plan, signed: Collection[str]) -> dict[str, Any]:
    """The state of a plan as JSON."""
    is_open = plan.open_slots(signed)
    due, lacking = plan.lacking(signed)
    return {
        "complete": not is_open,
        "required": list(plan.required),
        "open": [slot.field for slot in is_open],
        "due": due,
        "unsigned": [slot.who or slot.field for slot in lacking],
        "slots": [asdict(slot) | {"signed": slot.field in signed} for slot in plan.slots],
    }
