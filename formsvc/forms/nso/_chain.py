"""Chain of dates of the Novosibirsk procedure, from the finding to the council [S1]: N-05.

The slides tell terms in days of no kind, and not from when they run: the office decides. The
check by «Единое окно» takes working days by the order of 27.05.2022 itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from formsvc.forms import dates
from formsvc.forms.calendar import Term, Unit
from formsvc.forms.nso._settings import DECISION, TERM, WORKING, NsoSettings
from formsvc.forms.rules import Checked, Hit, warning
from formsvc.forms.settings import RuleSettings


@dataclass(frozen=True)
class Step:
    """A step of the procedure: the fact with its day, and the fact from which its term runs.

    With `after_term` it runs from the last day on which that fact was in time.
    """

    name: str
    words: str
    since: str
    days: int
    working: bool = False
    after_term: bool = False

    def last_day(self, event: date, settings: RuleSettings) -> date:
        """The last day in time after the event."""
        working = self.working or settings[NsoSettings].n05_days == WORKING
        unit = Unit.WORKING_DAYS if working else Unit.DAYS
        return settings.calendar("RU").term_end(event, Term(self.days, unit))


TO_THE_LEVEL = (
    Step("diagnosed_on", "первичная диагностика", "detected_on", 3),
    Step("notified_on", "извещение «Единого окна»", "diagnosed_on", 1),
    Step("level_decided_on", "проверка и решение об уровне риска", "notified_on", 3, working=True),
)
"""The same for every level of risk."""


def to_the_council(settings: RuleSettings) -> tuple[Step, ...]:
    """With a card of support: every level but the low one."""
    decided = settings[NsoSettings]
    begin = "level_decided_on" if decided.n05_card_from == DECISION else "curator_appointed_on"
    after_term = decided.n05_council_from == TERM
    return (
        *TO_THE_LEVEL,
        Step("card_filled_on", "части I и II карты", begin, 20),
        Step(
            "council_on", "Территориальный консилиум", "card_filled_on", 10, after_term=after_term
        ),
    )


def terms(
    facts: Mapping[str, Any], steps: Sequence[Step], settings: RuleSettings
) -> Iterator[tuple[Step, date]]:
    """The last day of every step that can be told: from the fact, else from the term before it."""
    known = {name: day for name, day in facts.items() if isinstance(day, date)}
    ends: dict[str, date] = {}
    for step in steps:
        event = (ends if step.after_term else known).get(step.since)
        if event:
            last = ends[step.name] = step.last_day(event, settings)
            known.setdefault(step.name, last)
            yield step, last


def computed(
    facts: Mapping[str, Any], steps: Sequence[Step], settings: RuleSettings
) -> list[dict[str, str | None]]:
    """The steps as a table for a clerk, with their days in ISO 8601."""
    return [
        {
            "step": step.words,
            "due": last.isoformat(),
            "done": done.isoformat() if (done := facts.get(step.name)) else None,
        }
        for step, last in terms(facts, steps, settings)
    ]


def late(checked: Checked, steps: Sequence[Step]) -> Iterator[Hit]:
    """Steps that were made after their term, or before the event that calls for them."""
    facts = checked.case
    for step, last in terms(facts, steps, checked.settings):
        done, event = facts.get(step.name), facts.get(step.since)
        if done and done > last:
            message = f"Срок нарушен: {step.words} — не позднее {dates.numeric(last)}."
            yield warning(message, "case", step.name)
        if done and event and done < event:
            yield warning("Дата раньше предыдущего шага.", "case", step.name)
