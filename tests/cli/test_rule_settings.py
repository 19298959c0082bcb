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
    """A setting, a body that it matters for, and what is told: rule and severity of findings."""

    name: str
    value: str
    form: str
    changes: dict[str, Any]
    by_default: Told
    decided: Told

    @property
    def as_of(self) -> str:
        """The plan of the small sample is looked at in its first weeks, others later."""
        return "2025-03-10" if self.form == "kz.plan" else "2026-11-20"

    @property
    def body(self) -> dict[str, Any]:
        """The smallest sample with the changes."""
        return merged(sample(self.form, "minimal"), self.changes)

    @property
    def rules(self) -> set[str]:
        """The rules of which something is told."""
        return {rule for rule, _ in self.by_default | self.decided}


def merged(data: Any, changes: dict[str, Any]) -> dict[str, Any]:
    """The data with other values; objects inside are changed, not replaced."""
    changed = {
        name: merged(data.get(name, {}), value) if isinstance(value, dict) else value
        for name, value in changes.items()
    }
    return {**data, **changed}


OLDER = {"birth_dates": ["2018-08-01"]}
CALLED = {
    "contacts": [
        {"whom": "патронатная семья", "dates": ["2025-02-16", "2025-02-23", "2025-03-10"]},
    ]
}
CLOSED = {
    "closing": {
        "closed_on": "2025-03-05",
        "family_informed": True,
        "followup_until": "2025-08-05",
        "criteria": list(CLOSING_CRITERIA[:3]),
    }
}
MIXED = {"curators": [{"families_in_danger": 4, "families_in_hardship": 6}]}
MARKED = {
    "date": "2026-11-02",
    "acquainted": [{"full_name": "Юдина О. П.", "acquainted_on": "2026-11-03"}],
    "hr_mark": {"position": "Кадровик", "full_name": "Тонкова И. В.", "date": "2026-11-03"},
}
SIX_WEEKS_AND_A_DAY = {"timing": {"started_on": "2026-08-18", "completed_on": "2026-09-30"}}
DECIDED_EARLIER = {"case": {"decided_on": "2026-08-18"}}
# The six weeks end on 26 October, a Monday off by decree.
TO_A_HOLIDAY = {"timing": {"started_on": "2026-09-14", "completed_on": "2026-10-27"}}
OVER_A_WEEKEND = {"case": {"detected_on": "2026-06-04", "diagnosed_on": "2026-06-09"}}
TWENTY_DAYS = {
    "composed_on": "2026-03-13",
    "assessment": {"grounds": {"notified_on": "2026-02-17", "level_decided_on": "2026-02-20"}},
    "plan": {"council_on": "2026-03-20"},
    "case": {"curator_appointed_on": "2026-02-26"},
}
TEN_DAYS = merged(TWENTY_DAYS, {"plan": {"council_on": "2026-03-27"}})


PLAN, REPORT, ORDER = "kz.plan", "kz.assessment", "office.order"
CARD, DEPARTMENT = "nso.kkss", "nso.departmental_plan"
K08, N05, L01 = {("K-08", "warning")}, {("N-05", "warning")}, {("L-01", "warning")}
DECISIONS = [
    Decision("g03_oldest", "6", PLAN, {"case": OLDER}, {("G-03", "warning")}, set()),
    Decision("g08_days_off", "weekends", REPORT, TO_A_HOLIDAY, set(), K08),
    Decision("k08_strict", "true", REPORT, SIX_WEEKS_AND_A_DAY, K08, {("K-08", "error")}),
    Decision("k08_start", "beginning", REPORT, DECIDED_EARLIER, K08, set()),
    Decision("k17_obligatory", "1,2,3", PLAN, {"case": CLOSED}, {("K-17", "warning")}, set()),
    Decision("k18_patronage", "phone", PLAN, {"case": CALLED}, {("K-18", "warning")}, set()),
    Decision("n05_days", "working", DEPARTMENT, OVER_A_WEEKEND, N05, set()),
    Decision("n05_card_from", "decision", CARD, TWENTY_DAYS, set(), N05),
    Decision("n05_council_from", "term", CARD, TEN_DAYS, N05, set()),
    Decision("l01_mixed", "error", ORDER, {"case": MIXED}, L01, {("L-01", "error")}),
    Decision("l08_same_day", "false", ORDER, MARKED, set(), {("L-08", "error")}),
]
BY_NAME = pytest.mark.parametrize("one", DECISIONS, ids=[one.name for one in DECISIONS])


def of_the_rules(one: Decision, report: bytes | str) -> Told:
    """What a report tells under the rules that the setting matters for."""
    findings = json.loads(report)["findings"]
    return {(it["rule"], it["severity"]) for it in findings if it["rule"] in one.rules}


def test_every_decision_is_among_these_tests() -> None:
    names = {name for kind in settings.kinds() for name in hints(kind)}
    assert {one.name for one in DECISIONS} == names - {"g08_calendar"}  # a file, see below


@BY_NAME
def test_a_variable_changes_what_the_command_line_finds(one: Decision) -> None:
    asked = ("validate", one.form, "-", "--json", "--as-of", one.as_of)
    usual = run(*asked, given=encoded(one.body))
    changed = run(*asked, given=encoded(one.body), **{variable(one.name): one.value})
    refused = "error" in {severity for _, severity in one.decided}
    assert of_the_rules(one, usual.stdout) == one.by_default
    assert of_the_rules(one, changed.stdout) == one.decided
    assert changed.exit_code == refused


def test_a_calendar_of_its_own_moves_the_end_of_a_term(tmp_path: Path) -> None:
    own = tmp_path / "days.toml"
    own.write_text('[KZ]\n2026-09-29 = "day off"\n', "utf-8")
    body = encoded(merged(sample("kz.assessment", "minimal"), SIX_WEEKS_AND_A_DAY))
    asked = ("validate", "kz.assessment", "-", "--json", "--as-of", "2026-11-20")
    usual, changed = run(*asked, given=body), run(*asked, given=body, FORMSVC_G08_CALENDAR=str(own))
    for told, due in ((usual, "2026-09-29"), (changed, "2026-09-30")):
        assert json.loads(told.stdout)["computed"]["completion_due"] == due
    assert ("K-08" in usual.stdout, "K-08" in changed.stdout) == (True, False)


def test_a_settings_file_changes_what_the_service_finds(tmp_path: Path) -> None:
    decisions = {one.form: one for one in DECISIONS}.values()  # no two of them on one rule
    decided = tmp_path / "settings.toml"
    decided.write_text("\n".join(f'{one.name} = "{one.value}"' for one in decisions), "utf-8")
    with running_service(tmp_path / "log.txt", settings=str(decided)) as service:
        for one in decisions:
            address = f"/v1/forms/{one.form}/validate?as_of={one.as_of}"
            told = service.ask("POST", address, encoded(one.body), Content_Type=JSON).body
            assert of_the_rules(one, told) == one.decided, one.name


def test_a_decision_that_makes_an_error_stops_the_document(tmp_path: Path) -> None:
    body = encoded(merged(sample("kz.assessment", "minimal"), SIX_WEEKS_AND_A_DAY))
    address = "/v1/forms/kz.assessment/documents?as_of=2026-11-20"
    with running_service(tmp_path / "log.txt", k08_strict="true") as service:
        answer = service.ask("POST", address, body, Content_Type=JSON)
    assert answer.status == 422
    assert [one["rule"] for one in json.loads(answer.body)["findings"]] == ["K-08", "F-edition"]
