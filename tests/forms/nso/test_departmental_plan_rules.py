"""Each rule of the departmental plan is broken once and kept once. Invented people."""

import json
from datetime import date
from typing import Any

import pytest

from formsvc.forms.calendar import WorkingCalendar
from formsvc.forms.load import Loaded, load
from formsvc.forms.nso._departmental_plan_rules import EDUCATION, SOCIAL_SERVICE
from formsvc.forms.nso._risk import HIGH, LEVELS, LOW, MIDDLE, THREAT
from formsvc.forms.nso._settings import NsoSettings
from formsvc.forms.nso.departmental_plan import computed
from formsvc.forms.registry import installed_forms
from formsvc.forms.settings import DEFAULTS, RuleSettings
from formsvc.forms.shown import Mode

REGISTRY = installed_forms()
FORM = REGISTRY.get("nso.departmental_plan")
MINIMAL = json.loads(REGISTRY.roots.sample(FORM.stem, "minimal").read_bytes())
AS_OF = date(2026, 11, 20)
CHILD, MEASURE = MINIMAL["children"][0], MINIMAL["tasks"][0]["measures"][0]
GRANDMOTHER = {
    "full_name": "Лужина Тамара Егоровна",
    "basis": "постановление об опеке от 11.02.2026 № 40",
}
# 5 June 2026 is a Friday; 12 June is a holiday in Russia.
FOUND, DIAGNOSED, NOTIFIED = "2026-06-03", "2026-06-05", "2026-06-08"

Found = list[tuple[str, str]]


def loaded(settings: RuleSettings = DEFAULTS, /, **changes: Any) -> Loaded:
    """The minimal plan with other values at its top level; None takes one out."""
    return load(FORM, {**MINIMAL, **changes}, Mode.FILLED, AS_OF, settings)


def found(rule: str, settings: RuleSettings = DEFAULTS, /, **changes: Any) -> Found:
    """Severity and pointer of every finding of a rule in the changed plan."""
    findings = loaded(settings, **changes).findings
    return [(str(one.severity), one.pointer) for one in findings if one.rule == rule]


def facts(rule: str, settings: RuleSettings = DEFAULTS, /, **case: Any) -> Found:
    """What a rule finds when these are the facts of the case."""
    return found(rule, settings, case=case)


def period(begin: str, end: str) -> dict[str, str]:
    return {"from": begin, "to": end}


def tasks(*dues: Any) -> list[dict[str, Any]]:
    """One task with a measure for each term."""
    return [{"task": "Наладить режим дня", "measures": [{**MEASURE, "due": due} for due in dues]}]


def computed_of(**changes: Any) -> dict[str, Any]:
    result = loaded(**changes)
    assert result.ok, result.findings
    return computed(result.data, AS_OF, DEFAULTS)


def test_the_small_plan_has_no_findings() -> None:
    assert loaded().findings == ()


def test_every_rule_has_its_id_its_basis_and_its_text() -> None:
    assert all(rule.id and rule.basis and rule.text.endswith(".") for rule in FORM.rules)


# F4: the head and the tasks


def test_a_plan_names_a_parent_or_a_legal_representative() -> None:
    assert found("F4", mother=None) == [("error", "/mother")]


@pytest.mark.parametrize("parent", ["mother", "father"])
def test_one_parent_is_enough(parent: str) -> None:
    assert found("F4", **{"mother": None, parent: {"full_name": "Лужин Олег Андреевич"}}) == []


def test_a_legal_representative_stands_for_both_parents() -> None:
    result = loaded(mother=None, legal_representative=GRANDMOTHER, options={"extended": True})
    assert result.findings == ()


def test_a_legal_representative_is_refused_where_the_form_does_not_print_one() -> None:
    refused = found("S-printed", legal_representative=GRANDMOTHER)
    assert refused == [("error", "/legal_representative")]


@pytest.mark.parametrize("missing", ["measure", "due", "responsible"])
def test_every_measure_has_its_words_its_term_and_who_answers_for_it(missing: str) -> None:
    body = [{"task": "Наладить режим дня", "measures": [{**MEASURE, missing: None}]}]
    assert found("S-required", tasks=body) == [("error", f"/tasks/0/measures/0/{missing}")]


def test_a_task_without_measures_is_refused() -> None:
    body = [{"task": "Наладить режим дня"}]
    assert found("S-required", tasks=body) == [("error", "/tasks/0/measures")]


def test_a_finding_in_a_measure_names_its_task_and_its_place() -> None:
    body = tasks("2026-09-10", "2026-09-31")
    body[0]["measures"][1]["due"] = {"from": "2026-09-31", "to": "2026-10-01"}
    (finding,) = loaded(tasks=body).findings
    assert finding.pointer == "/tasks/0/measures/1/due"
    assert finding.label == "Задачи и мероприятия, строка 1: мероприятия, строка 2: Сроки"


# G-01, G-02, G-10, G-12: dates of birth, signatures, telephones


def test_nobody_is_born_in_the_future() -> None:
    mother = {"full_name": "Лужина Вера Николаевна", "birth_date": "2026-11-21"}
    assert found("G-01", mother=mother) == [("error", "/mother/birth_date")]


def test_a_plan_may_lie_ahead() -> None:
    assert found("G-01", period=period("2027-01-11", "2027-04-10")) == []


@pytest.mark.parametrize("birth", ["2026-09-02", "2008-09-01"])
def test_a_child_is_born_before_the_plan_and_is_under_eighteen(birth: str) -> None:
    children = [CHILD, {**CHILD, "birth_date": birth}]
    assert found("G-02", children=children) == [("error", "/children/1/birth_date")]


@pytest.mark.parametrize("birth", ["2026-09-01", "2008-09-02"])
def test_a_child_of_the_first_day_or_just_under_eighteen_is_a_child(birth: str) -> None:
    assert found("G-02", children=[{**CHILD, "birth_date": birth}]) == []


@pytest.mark.parametrize("name", ["mother", "father", "legal_representative"])
def test_parents_and_representatives_are_born_before_the_plan(name: str) -> None:
    def born(day: str) -> Found:
        person = {**GRANDMOTHER, "birth_date": day}
        if name != "legal_representative":
            del person["basis"]
        return found("G-02", **{name: person}, options={"extended": True})

    assert born("2026-09-02") == [("error", f"/{name}/birth_date")]
    assert born("2026-09-01") == []


def test_the_same_person_signs_once() -> None:
    mother = {"full_name": "Лужина Вера Николаевна", "status": "мать"}
    twice = found("G-10", consents=[mother, dict(mother)], options={"extended": True})
    assert twice == [("warning", "/consents/1/full_name")]


def test_both_parents_may_sign() -> None:
    people = [
        {"full_name": "Лужина Вера Николаевна", "status": "мать"},
        {"full_name": "Лужин Олег Андреевич", "status": "отец"},
    ]
    assert found("G-10", consents=people, options={"extended": True}) == []


def test_an_unusual_telephone_is_printed_with_a_warning() -> None:
    responsible = {**MINIMAL["responsible"], "phone": "2-14-10"}
    assert found("G-12", responsible=responsible) == [("warning", "/responsible/phone")]


def test_a_telephone_of_ten_digits_is_usual() -> None:
    responsible = {**MINIMAL["responsible"], "phone": "8 (383) 555-02-14"}
    assert found("G-12", responsible=responsible) == []


# N-01 … N-04: level of risk


def test_an_unknown_level_of_risk_is_refused() -> None:
    assert facts("N-01", risk_level="умеренный") == [("error", "/case/risk_level")]


@pytest.mark.parametrize("level", LEVELS)
def test_the_four_levels_of_risk_are_known(level: str) -> None:
    assert facts("N-01", risk_level=level) == []


def test_a_plan_does_not_go_with_an_opened_case() -> None:
    assert facts("N-02", risk_level=LOW, case_opened=True) == [("error", "/case/case_opened")]


def test_a_family_that_does_not_agree_has_no_plan() -> None:
    refused = facts("N-02", risk_level=LOW, family_consents=False)
    assert refused == [("error", "/case/family_consents")]


def test_low_risk_with_the_consent_of_the_family_and_no_case_is_right() -> None:
    assert facts("N-02", risk_level=LOW, family_consents=True, case_opened=False) == []


@pytest.mark.parametrize("level", [MIDDLE, HIGH])
def test_middle_and_high_risk_need_a_card_of_support(level: str) -> None:
    assert facts("N-03", risk_level=level) == [("error", "/case/risk_level")]


def test_low_risk_needs_no_card_of_support() -> None:
    assert facts("N-03", risk_level=LOW) == []


def test_a_threat_to_life_needs_more_than_a_plan() -> None:
    assert facts("N-04", risk_level=THREAT) == [("error", "/case/risk_level")]


def test_low_risk_is_no_threat_to_life() -> None:
    assert facts("N-04", risk_level=LOW) == []


# N-05: chain of dates


def test_a_diagnosis_after_three_days_is_late() -> None:
    late = facts("N-05", detected_on="2026-06-01", diagnosed_on="2026-06-05")
    assert late == [("warning", "/case/diagnosed_on")]


def test_a_notice_after_the_next_day_is_late() -> None:
    late = facts("N-05", diagnosed_on="2026-06-03", notified_on="2026-06-05")
    assert late == [("warning", "/case/notified_on")]


def test_a_check_of_more_than_three_working_days_is_late() -> None:
    # 8 June, Monday: three working days end on the 11th, and the 12th is a holiday.
    late = facts("N-05", notified_on="2026-06-08", level_decided_on="2026-06-15")
    assert late == [("warning", "/case/level_decided_on")]


def test_a_step_before_the_one_it_follows_is_told() -> None:
    early = facts("N-05", detected_on="2026-06-03", diagnosed_on="2026-06-02")
    assert early == [("warning", "/case/diagnosed_on")]


def test_a_plan_before_the_decision_about_the_risk_is_told() -> None:
    early = facts("N-05", level_decided_on="2026-09-02")
    assert early == [("warning", "/period/from")]


def test_a_chain_in_time_has_no_findings() -> None:
    steps: dict[str, Any] = {
        "detected_on": FOUND,
        "diagnosed_on": DIAGNOSED,
        "notified_on": NOTIFIED,
    }
    assert facts("N-05", **steps, level_decided_on="2026-06-11") == []


def test_a_term_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    # The day after Friday 5 June is a Saturday, so Monday is in time.
    assert facts("N-05", diagnosed_on=DIAGNOSED, notified_on=NOTIFIED) == []


def test_an_office_may_count_working_days() -> None:
    steps: dict[str, Any] = {"detected_on": "2026-06-04", "diagnosed_on": "2026-06-09"}
    assert facts("N-05", **steps) == [("warning", "/case/diagnosed_on")]
    assert facts("N-05", RuleSettings.of(NsoSettings(n05_days="working")), **steps) == []


def test_the_chain_is_computed_from_the_first_day_alone() -> None:
    steps = computed_of(case={"detected_on": FOUND})["chain"]
    assert [(step["due"], step["done"]) for step in steps] == [
        ("2026-06-08", None),
        ("2026-06-09", None),
        ("2026-06-15", None),
    ]
    assert WorkingCalendar("RU").is_working_day(date(2026, 6, 15))


def test_the_chain_is_computed_from_what_was_done() -> None:
    case = {"detected_on": FOUND, "diagnosed_on": "2026-06-04", "notified_on": "2026-06-05"}
    steps = computed_of(case=case)["chain"]
    assert [(step["due"], step["done"]) for step in steps] == [
        ("2026-06-08", "2026-06-04"),
        ("2026-06-05", "2026-06-05"),
        ("2026-06-10", None),
    ]


# N-06: three months


@pytest.mark.parametrize("end", ["2026-11-29", "2026-12-03", "2026-08-31", "2027-11-30"])
def test_a_period_of_another_length_is_refused(end: str) -> None:
    assert found("N-06", period=period("2026-09-01", end))[:1] == [("error", "/period/to")]


def test_a_period_that_is_longer_by_a_day_is_told() -> None:
    assert found("N-06", period=period("2026-09-01", "2026-12-02")) == [("warning", "/period/to")]


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("2026-09-01", "2026-11-30"),
        ("2026-09-01", "2026-12-01"),
        ("2026-08-11", "2026-11-10"),
        ("2026-08-31", "2026-11-30"),
    ],
)
def test_a_period_of_three_months_is_right(begin: str, end: str) -> None:
    assert found("N-06", period=period(begin, end)) == []


@pytest.mark.parametrize(
    "due",
    [
        "2026-08-31",
        "2026-12-01",
        period("2026-08-31", "2026-09-20"),
        period("2026-11-20", "2026-12-10"),
    ],
)
def test_a_term_outside_the_period_is_told(due: Any) -> None:
    outside = found("N-06", tasks=tasks("2026-09-10", due))
    assert outside == [("warning", "/tasks/0/measures/1/due")]


def test_terms_inside_the_period_or_in_words_are_right() -> None:
    inside = ("2026-09-01", "2026-11-30", period("2026-09-01", "2026-11-30"), "еженедельно")
    assert found("N-06", tasks=tasks(*inside)) == []


def test_the_end_of_the_period_and_the_monitoring_are_computed() -> None:
    values = computed_of()
    assert (values["period_to"], values["monitoring_due"]) == ("2026-11-30", "2026-12-01")


# N-08: tasks and factors


def test_a_task_that_follows_from_no_factor_is_told() -> None:
    two = [*tasks("2026-09-10"), *tasks("2026-09-11")]
    told = found("N-08", tasks=two, case={"grounds": [{"task": 1, "factors": [1]}]})
    assert told == [("warning", "/tasks/1/task")]


def test_grounds_that_name_what_is_not_in_the_plan_are_told() -> None:
    grounds = [{"task": 1, "factors": [1, 2]}, {"task": 2, "factors": [1]}]
    assert facts("N-08", grounds=grounds) == [
        ("warning", "/case/grounds/0/factors/1"),
        ("warning", "/case/grounds/1/task"),
    ]


def test_a_task_with_its_factor_is_right() -> None:
    assert facts("N-08", grounds=[{"task": 1, "factors": [1]}]) == []


def test_nothing_is_said_of_grounds_that_were_not_given() -> None:
    assert found("N-08") == []


# N-11: who supports the family


def test_a_child_at_school_is_supported_by_the_school() -> None:
    children = [{**CHILD, "school": "МБОУ СОШ № 214"}]
    told = found("N-11", children=children, case={"track": SOCIAL_SERVICE})
    assert told == [("warning", "/case/track")]


def test_a_child_at_home_is_supported_by_the_social_service() -> None:
    assert facts("N-11", track=EDUCATION) == [("warning", "/case/track")]


def test_the_right_track_is_accepted_and_computed() -> None:
    children = [CHILD, {**CHILD, "school": "МБДОУ «Детский сад № 87»"}]
    case = {"track": EDUCATION}
    assert found("N-11", children=children, case=case) == []
    assert computed_of(children=children, case=case)["track"] == EDUCATION
    assert computed_of()["track"] == SOCIAL_SERVICE
