"""Each decision of the office (⚑): what a body gives by default, and what after the decision.

As an office does it: by a variable on the command line, by the settings file over HTTP.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from formsvc.config import variable
from formsvc.forms import settings
from formsvc.forms.kz._review_rules import CLOSING_CRITERIA
from formsvc.setting_values import hints
from tests.api.running import running_service
from tests.api.support import sample
from tests.cli.test_commands import encoded, run

JSON = "application/json"
Told = set[tuple[str, str]]


@dataclass(frozen=True)
class Decision:
    """A setting, a body that it matters for, and what is then told: rule and severity."""

    name: str
    value: str
    form: str
    as_of: str
    changes: dict[str, Any]
    by_default: Told
    decided: Told

    @property
    def body(self) -> dict[str, Any]:
        """The smallest sample with the changes."""
        return {**sample(self.form, "minimal"), **self.changes}

    @property
    def rule(self) -> str:
        """«K-17» of «k17_obligatory»."""
        return f"{self.name[0].upper()}-{self.name[1:3]}"


def plan(name: str, value: str, by_default: Told, decided: Told, **case: Any) -> Decision:
    """A decision on the plan of 7(г), asked for within the first weeks."""
    form = "kz.plan"
    return Decision(name, value, form, "2025-03-10", {"case": case}, by_default, decided)


CALLED = [{"whom": "патронатная семья", "dates": ["2025-02-16", "2025-02-23", "2025-03-10"]}]
CLOSED = {
    "closed_on": "2025-03-05",
    "family_informed": True,
    "followup_until": "2025-08-05",
    "criteria": list(CLOSING_CRITERIA[:3]),
}
MIXED = {"families_in_danger": 4, "families_in_hardship": 6}
MARKED = {
    "date": "2026-11-02",
    "acquainted": [{"full_name": "Юдина О. П.", "acquainted_on": "2026-11-03"}],
    "hr_mark": {"position": "Кадровик", "full_name": "Тонкова И. В.", "date": "2026-11-03"},
}
DECISIONS = [
    plan("g03_oldest", "6", {("G-03", "warning")}, set(), birth_dates=["2018-08-01"]),
    plan("k17_obligatory", "1,2,3", {("K-17", "warning")}, set(), closing=CLOSED),
    plan("k18_patronage", "phone", {("K-18", "warning")}, set(), contacts=CALLED),
    Decision(
        "l01_mixed",
        "error",
        "office.order",
        "2026-11-20",
        {"case": {"curators": [MIXED]}},
        {("L-01", "warning")},
        {("L-01", "error")},
    ),
    Decision(
        "l08_same_day", "false", "office.order", "2026-11-20", MARKED, set(), {("L-08", "error")}
    ),
]
BY_NAME = pytest.mark.parametrize("one", DECISIONS, ids=[one.name for one in DECISIONS])


def of_the_rule(one: Decision, report: Any) -> Told:
    """What a report tells under the rule of the setting."""
    findings = report["findings"]
    return {(it["rule"], it["severity"]) for it in findings if it["rule"] == one.rule}


def test_every_decision_is_among_these_tests() -> None:
    names = {name for kind in settings.kinds() for name in hints(kind)}
    assert {one.name for one in DECISIONS} == names - {"g08_calendar", "g08_days_off"}


@BY_NAME
def test_a_variable_changes_what_the_command_line_finds(one: Decision) -> None:
    asked = ("validate", one.form, "-", "--json", "--as-of", one.as_of)
    usual = run(*asked, given=encoded(one.body))
    changed = run(*asked, given=encoded(one.body), **{variable(one.name): one.value})
    assert of_the_rule(one, json.loads(usual.stdout)) == one.by_default
    assert of_the_rule(one, json.loads(changed.stdout)) == one.decided
    assert changed.exit_code == (1 if "error" in {severity for _, severity in one.decided} else 0)


def test_a_settings_file_changes_what_the_service_finds(tmp_path: Path) -> None:
    decided = tmp_path / "settings.toml"
    lines = [f'{one.name} = "{one.value}"' for one in DECISIONS]
    decided.write_text("\n".join(lines), "utf-8")
    with running_service(tmp_path / "log.txt", settings=str(decided)) as service:
        for one in DECISIONS:
            address = f"/v1/forms/{one.form}/validate?as_of={one.as_of}"
            told = service.ask("POST", address, encoded(one.body), Content_Type=JSON).body
            assert of_the_rule(one, json.loads(told)) == one.decided, one.name
