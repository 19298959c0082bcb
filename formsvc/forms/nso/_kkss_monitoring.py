"""Part III of the family support card: a numbered monitoring [S1], in a layout of the house."""

from collections.abc import Callable, Mapping
from typing import Any

from formsvc.forms.blocks import joined, places_to_sign
from formsvc.forms.fields import Choice, Day, Line, LongText, Name, Printed, Text
from formsvc.forms.groups import Rows, Signers
from formsvc.forms.nso._kkss_assessment import SECTIONS
from formsvc.forms.nso._risk import RiskLevel
from formsvc.forms.parts import Grid
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Scope

CHANGES = BETTER, SAME, WORSE = ("улучшение", "без изменений", "ухудшение")
CONTINUED, CORRECTED, CLOSED, HANDED_OVER = (
    "продолжить сопровождение",
    "скорректировать план",
    "закрыть случай",
    "передать случай",
)
DECISIONS = (CONTINUED, CORRECTED, CLOSED, HANDED_OVER)
ENDING = (CLOSED, HANDED_OVER)


class Participant(FormSchema):
    """Somebody who took part in the monitoring and signs it."""

    full_name = Name("ФИО", required=True)
    role = Line("роль или должность")
    organisation = Line("организация")


def tick(change: str) -> Callable[[Scope], str | None]:
    """A compute function: the mark in the column of the change."""
    return lambda scope: "☑" if scope.data.get("change") == change else None


class Dynamics(FormSchema):
    """How things went in one of the six sections."""

    change = Choice("динамика", choices=CHANGES, required=True, via="better")
    better = Printed(BETTER, tick(BETTER), width=26)
    same = Printed(SAME, tick(SAME), width=26)
    worse = Printed(WORSE, tick(WORSE), width=26)
    note = Text("примечание", width=40)


def last_risk(body: Mapping[str, Any]) -> dict[str, Any]:
    """The level of risk before a further monitoring: that after the last one, else of part I."""
    last = (body.get("monitoring") or [None])[-1]
    known = last.get("risk_after") if isinstance(last, dict) else None
    level = known or _at(body, "assessment", "grounds", "risk_level")
    return {"risk_before": level} if level else {}


def _at(body: Any, *path: str) -> Any:
    for step in path:
        body = body.get(step) if isinstance(body, dict) else None
    return body


def _participants(scope: Scope) -> str:
    return "; ".join(
        joined(one.get("full_name"), one.get("role"), one.get("organisation"))
        for one in scope.data.get("participants") or []
    )


def _signed_by_participants(scope: Scope) -> list[dict[str, str]]:
    people = scope.data.get("participants") or []
    return places_to_sign([{**one, "position": one.get("role")} for one in people])


class Monitoring(FormSchema):
    """One numbered monitoring."""

    monitored_on = Day("Дата мониторинга", required=True)
    participants = Rows("Участники", Participant, required=True, via="participants_told")
    participants_told = Printed("Участники", _participants, lines=2)
    dynamics = Grid(
        "Динамика по разделам",
        Dynamics,
        rows=SECTIONS,
        head="раздел",
        head_width=52,
        required=True,
    )
    performed = LongText("Выполнение мероприятий индивидуального плана", required=True, lines=3)
    risk_before = RiskLevel("Уровень риска до", required=True)
    risk_after = RiskLevel("Уровень риска после", required=True)
    decision = Choice("Решение", choices=DECISIONS, required=True)
    decision_reason = Text("Обоснование решения")
    next_on = Day("Дата следующего мониторинга", planned=True)
    signatures = Signers("Подписи участников:", _signed_by_participants, least=3)
