"""What a further section of a form begins with, whatever was typed before it."""

from typing import Any

import pytest

from formsvc.forms.kz._carrying import open_actions
from formsvc.forms.nso._kkss_monitoring import last_risk


def action(name: str, **mark: str) -> dict[str, Any]:
    """An action, with its mark where it has one."""
    return {"action": name, "due": "2026-10-01"} | ({"done_mark": mark} if mark else {})


@pytest.mark.parametrize(
    ("mark", "is_open"),
    [
        ({}, True),
        ({"status": "выполнено"}, False),
        ({"status": " Выполнено "}, False),
        ({"date": "2026-09-01"}, False),
        ({"status": "выполнено частично", "date": "2026-09-01"}, True),
        ({"text": "перенесено"}, True),
    ],
)
def test_an_action_is_carried_over_until_it_is_done(mark: dict[str, str], is_open: bool) -> None:
    carried = open_actions({"actions": [action("Консультация", **mark)]})["actions"]

    assert carried == ([{"action": "Консультация", "due": "2026-10-01"}] if is_open else [])


def test_the_last_plan_that_has_actions_counts() -> None:
    reviews = [{"actions": [action("второе")]}, {"meeting_date": "2026-09-01"}, {}]

    carried = open_actions({"actions": [action("первое")], "reviews": reviews})

    assert [one["action"] for one in carried["actions"]] == ["второе"]


@pytest.mark.parametrize("body", [{}, {"actions": "слово"}, {"reviews": [None, 1], "actions": [2]}])
def test_what_was_typed_may_be_anything(body: dict[str, Any]) -> None:
    assert open_actions(body) == {"actions": []}


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ({"monitoring": [{"risk_after": "низкий"}]}, "низкий"),
        ({"assessment": {"grounds": {"risk_level": "высокий"}}}, "высокий"),
        ({"monitoring": [], "assessment": {"grounds": None}}, None),
        ({"monitoring": ["слово"], "assessment": 1}, None),
    ],
)
def test_a_monitoring_begins_with_the_risk_known_so_far(
    body: dict[str, Any], level: str | None
) -> None:
    assert last_risk(body).get("risk_before") == level
