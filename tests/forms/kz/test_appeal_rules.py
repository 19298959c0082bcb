"""Each rule of the appeal is broken once and kept once, through the loading of a body."""

import json
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from formsvc.forms.kz import _approximate_age as approximate_age
from formsvc.forms.kz import _risk as standard
from formsvc.forms.kz._risk import HIGH, LOW, MIDDLE
from formsvc.forms.kz._settings import KzSettings
from formsvc.forms.kz.appeal import FORM, computed
from formsvc.forms.load import Loaded, load
from formsvc.forms.registry import installed_forms
from formsvc.forms.settings import DEFAULTS, RuleSettings
from formsvc.forms.shown import Mode

AS_OF = date(2026, 11, 20)
MINIMAL = json.loads(installed_forms().roots.sample("kz/appeal", "minimal").read_bytes())
POOR, UNSETTLED = standard.MIDDLE_CRITERIA[1:3]
LOW_INCOME = standard.LOW_CRITERIA[2]
REPORTED = {
    "consultation": {"date": "2026-11-11", "time": "10:30"},
    "measures_started_at": {"date": "2026-11-11", "time": "11:15"},
    "police_informed": True,
    "juvenile_inspection_informed": True,
}


def appeal(**parts: Any) -> dict[str, Any]:
    """The minimal body with other values: `subject_sex` is «sex» of «subject», None takes out."""
    body: dict[str, Any] = deepcopy(MINIMAL)
    for key, value in parts.items():
        group, _, name = key.partition("_")
        if group in ("subject", "applicant", "receiver") and name:
            body[group][name] = value
        else:
            body[key] = value
    return body


def loaded(settings: RuleSettings = DEFAULTS, /, **parts: Any) -> Loaded:
    return load(FORM, appeal(**parts), Mode.FILLED, AS_OF, settings)


def found(rule: str, settings: RuleSettings = DEFAULTS, /, **parts: Any) -> list[tuple[str, str]]:
    """Severity and pointer of each finding under the rule."""
    findings = loaded(settings, **parts).findings
    return [(str(one.severity), one.pointer) for one in findings if one.rule == rule]


def at_risk(level: str | None, *criteria: str, **more: Any) -> dict[str, Any]:
    """`case` with a degree of risk."""
    return {"risk": {"level": level, "criteria": list(criteria)}, **more}


def computed_of(**parts: Any) -> dict[str, Any]:
    result = loaded(**parts)
    assert result.ok, result.findings
    return computed(result.data, AS_OF, DEFAULTS)


def test_the_minimal_appeal_has_no_findings() -> None:
    assert loaded().findings == ()


def test_an_appeal_without_address_and_last_place_is_refused() -> None:
    assert found("F1", subject_address=None) == [("error", "/subject/address")]


def test_the_last_known_place_stands_for_the_address() -> None:
    assert found("F1", subject_address=None, subject_last_known_place="автовокзал") == []


def test_a_named_applicant_has_an_address_or_a_telephone() -> None:
    assert found("F1", applicant_contact=None) == [("error", "/applicant/contact")]


def test_an_anonymous_applicant_needs_no_address() -> None:
    assert found("F1", applicant_name="Аноним", applicant_contact=None) == []


def test_an_anonymous_applicant_is_not_named_on_the_paper() -> None:
    assert found("F1", case={"anonymous": True}) == [("error", "/applicant/name")]


def test_an_anonymous_applicant_is_called_so() -> None:
    assert found("F1", case={"anonymous": True}, applicant_name="аноним") == []


def test_an_employee_of_an_organisation_has_a_position() -> None:
    case = {"applicant_is_employee": True}
    assert found("F1", case=case) == [("error", "/applicant/position_or_status")]


def test_an_employee_with_a_position_is_accepted() -> None:
    case = {"applicant_is_employee": True}
    assert found("F1", case=case, applicant_position_or_status="акушерка") == []


def test_a_fact_of_the_service_block_is_not_told_a_second_time() -> None:
    printed = {"options": {"extended": True}, "service": {"decision": "первичная оценка"}}
    told_twice = found("F1", **printed, case={"decision": "срочные меры"})
    assert told_twice == [("error", "/case/decision")]


def test_a_fact_may_stand_in_the_service_block_alone() -> None:
    assert found("F1", options={"extended": True}, service={"decision": "первичная оценка"}) == []


def test_a_service_block_is_refused_where_it_is_not_printed() -> None:
    service = {"decision": "первичная оценка"}
    assert found("S-printed", service=service) == [("error", "/service")]


def test_a_service_block_is_accepted_where_it_is_printed() -> None:
    service = {"registration_number": "12", "channel": "лично"}
    assert loaded(options={"extended": True}, service=service).findings == ()


def test_an_appeal_cannot_come_from_the_future() -> None:
    assert found("G-01", receiver_date="2026-11-21") == [("error", "/receiver/date")]


def test_an_appeal_may_be_of_today() -> None:
    assert found("G-01", receiver_date="2026-11-20") == []


def test_a_child_is_not_born_after_the_appeal() -> None:
    born = found("G-02", subject_birth_date="2026-11-12")
    assert born == [("error", "/subject/birth_date")]


def test_a_child_is_younger_than_eighteen() -> None:
    assert found("G-02", subject_birth_date="2008-11-11") == [("error", "/subject/birth_date")]


def test_a_child_may_be_born_on_the_day_of_the_appeal() -> None:
    assert found("G-02", subject_birth_date="2026-11-11") == []


def test_a_child_of_six_is_beyond_the_standard() -> None:
    assert found("G-03", subject_birth_date="2020-11-11") == [("warning", "/subject/birth_date")]


def test_a_child_that_looks_like_seven_is_beyond_the_standard() -> None:
    seven = {"subject_birth_date": None, "subject_approx_age": "около 7 лет"}
    assert found("G-03", **seven) == [("warning", "/subject/approx_age")]


def test_a_child_of_five_full_years_is_within_the_standard() -> None:
    assert found("G-03", subject_birth_date="2020-11-12") == []


def test_the_office_may_set_the_last_year_of_the_standard() -> None:
    up_to_six = RuleSettings.of(KzSettings(g03_oldest=6))
    assert found("G-03", up_to_six, subject_birth_date="2020-11-11") == []
    assert found("G-03", up_to_six, subject_birth_date="2019-11-11") == [
        ("warning", "/subject/birth_date")
    ]


def test_an_age_or_a_birth_date_is_needed() -> None:
    assert found("G-04", subject_birth_date=None) == [("error", "/subject/birth_date")]


def test_an_approximate_age_is_enough() -> None:
    assert found("G-04", subject_birth_date=None, subject_approx_age="около 2 лет") == []


@pytest.mark.parametrize("words", ["около 4 лет", "3 года 4 месяца", "5–6 лет", "новорожденный"])
def test_an_age_more_than_a_year_off_the_birth_date_gives_a_warning(words: str) -> None:
    assert found("G-04", subject_approx_age=words) == [("warning", "/subject/approx_age")]


@pytest.mark.parametrize(
    "words", ["около 2 лет", "3 года", "2–4 года", "полтора года", "15 мес.", "дошкольник"]
)
def test_an_age_within_a_year_of_the_birth_date_is_accepted(words: str) -> None:
    assert found("G-04", subject_approx_age=words) == []


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("около 2 лет", (24, 24)),
        ("8–9 месяцев", (8, 9)),
        ("1,5 года", (18, 18)),
        ("4 года 5 месяцев", (53, 53)),
        ("полгода", (6, 6)),
        ("примерно год", (12, 12)),
        ("99 лет " * 40, (1200, 1200)),
        ("2023 года рождения", None),
        ("маленький", None),
    ],
)
def test_an_age_in_words_is_read_in_months(words: str, months: tuple[float, float] | None) -> None:
    assert approximate_age.told(words) == months


def test_no_risk_is_not_a_degree_of_an_appeal() -> None:
    assert found("K-01", case=at_risk("риск отсутствует")) == [("error", "/case/risk/level")]


@pytest.mark.parametrize("level", [HIGH, MIDDLE, LOW])
def test_the_three_degrees_are_accepted(level: str) -> None:
    assert found("K-01", case=at_risk(level)) == []


@pytest.mark.parametrize("criterion", standard.HIGH_CRITERIA)
def test_any_high_criterion_forbids_a_lower_degree(criterion: str) -> None:
    assert found("K-02", case=at_risk(MIDDLE, criterion)) == [("error", "/case/risk/level")]


@pytest.mark.parametrize("criterion", standard.HIGH_CRITERIA)
def test_any_high_criterion_makes_the_risk_high(criterion: str) -> None:
    case = at_risk(None, criterion, LOW_INCOME, POOR)
    assert found("K-02", case=case) == []
    assert computed_of(case=case)["risk_level"] == HIGH


def test_the_degree_of_the_service_block_is_checked_where_it_stands() -> None:
    service = {"risk": {"level": LOW, "criteria": [standard.VIOLENCE]}}
    where = found("K-02", options={"extended": True}, service=service)
    assert where == [("error", "/service/risk/level")]


def test_a_degree_below_a_middle_criterion_needs_a_reason() -> None:
    case = at_risk(LOW, POOR, standard.NO_DANGER)
    assert found("K-03", case=case) == [("warning", "/case/risk/level")]


def test_a_degree_below_a_middle_criterion_with_a_reason_is_accepted() -> None:
    case = at_risk(LOW, POOR, standard.NO_DANGER)
    case["risk"]["reason"] = "Мать вышла на работу."
    assert found("K-03", case=case) == []


def test_a_degree_above_the_criteria_is_accepted() -> None:
    assert found("K-03", case=at_risk(HIGH, POOR, standard.NO_DANGER)) == []


@pytest.mark.parametrize("criterion", [POOR, LOW_INCOME])
def test_the_precondition_of_a_degree_must_be_ticked(criterion: str) -> None:
    assert found("K-03", case=at_risk(None, criterion)) == [("warning", "/case/risk/criteria")]


def test_a_ticked_precondition_is_enough() -> None:
    assert found("K-03", case=at_risk(MIDDLE, POOR, standard.NO_DANGER)) == []
    assert found("K-03", case=at_risk(LOW, LOW_INCOME, standard.SAFE_AT_HOME)) == []


def test_a_high_criterion_contradicts_the_preconditions_of_lower_degrees() -> None:
    case = at_risk(HIGH, standard.VIOLENCE, standard.NO_DANGER)
    assert found("K-03", case=case) == [("warning", "/case/risk/criteria")]


def test_the_degree_is_computed_from_the_highest_criterion() -> None:
    assert computed_of(case=at_risk(None, LOW_INCOME))["risk_level"] == LOW
    assert computed_of(case=at_risk(None, LOW_INCOME, UNSETTLED))["risk_level"] == MIDDLE
    assert computed_of(case=at_risk(None, standard.NO_DANGER))["risk_level"] is None
    assert computed_of()["risk_level"] is None


def test_high_risk_without_any_measure_gives_four_warnings() -> None:
    assert found("K-04", case=at_risk(HIGH)) == [
        ("warning", "/case/measures_started_at"),
        ("warning", "/case/consultation"),
        ("warning", "/case/police_informed"),
        ("warning", "/case/juvenile_inspection_informed"),
    ]


def test_a_missing_consultation_is_shown_in_the_printed_service_block() -> None:
    facts = {key: value for key, value in REPORTED.items() if key != "consultation"}
    service = {"risk": {"criteria": [standard.VIOLENCE]}}
    where = found("K-04", options={"extended": True}, service=service, case=facts)
    assert where == [("warning", "/service/consultation")]


def test_high_risk_that_was_acted_upon_within_the_hour_is_accepted() -> None:
    assert found("K-04", case=at_risk(HIGH, **REPORTED)) == []


def test_other_degrees_ask_for_no_urgent_measures() -> None:
    assert found("K-04", case=at_risk(MIDDLE)) == []


def test_measures_after_an_hour_give_a_warning() -> None:
    late = REPORTED | {"measures_started_at": {"date": "2026-11-11", "time": "11:16"}}
    where = found("K-04", case=at_risk(HIGH, **late))
    assert where == [("warning", "/case/measures_started_at")]


def test_measures_before_the_appeal_are_refused() -> None:
    early = REPORTED | {"measures_started_at": {"date": "2026-11-11", "time": "10:14"}}
    where = found("K-04", case=at_risk(HIGH, **early))
    assert where == [("error", "/case/measures_started_at")]


@pytest.mark.parametrize("time", ["9:30", "24:00", "полдень"])
def test_the_time_of_an_appeal_is_a_time_of_the_day(time: str) -> None:
    assert found("S-time", receiver_time=time) == [("error", "/receiver/time")]


def test_measures_may_start_after_midnight() -> None:
    night = REPORTED | {"measures_started_at": {"date": "2026-11-12", "time": "00:30"}}
    assert found("K-04", receiver_time="23:45", case=at_risk(HIGH, **night)) == []


def test_high_risk_is_not_left_to_an_assessment() -> None:
    case = at_risk(HIGH, **REPORTED, decision="первичная оценка")
    assert found("K-04", case=case) == [("warning", "/case/decision")]


def test_urgent_measures_are_the_decision_at_high_risk() -> None:
    assert found("K-04", case=at_risk(HIGH, **REPORTED, decision="срочные меры")) == []


def test_middle_risk_is_not_left_to_one_off_help() -> None:
    case = at_risk(MIDDLE, decision="разовая помощь")
    assert found("K-05", case=case) == [("warning", "/case/decision")]


def test_middle_risk_is_assessed_and_low_risk_may_be_helped_at_once() -> None:
    assert found("K-05", case=at_risk(MIDDLE, decision="первичная оценка")) == []
    assert found("K-05", case=at_risk(LOW, decision="разовая помощь")) == []


@pytest.mark.parametrize("level", [HIGH, MIDDLE])
def test_a_file_is_opened_at_high_and_middle_risk(level: str) -> None:
    case = at_risk(level, case_file_opened=False)
    assert found("K-06", case=case) == [("warning", "/case/case_file_opened")]
    assert found("K-06", case=at_risk(level, case_file_opened=True)) == []


def test_one_off_help_at_low_risk_needs_no_file() -> None:
    case = at_risk(LOW, decision="разовая помощь", case_file_opened=True)
    assert found("K-06", case=case) == [("warning", "/case/case_file_opened")]
    assert found("K-06", case=case | {"case_file_opened": False}) == []


def test_a_file_may_be_opened_at_low_risk_for_an_assessment() -> None:
    case = at_risk(LOW, decision="первичная оценка", case_file_opened=True)
    assert found("K-06", case=case) == []


def test_only_a_social_worker_or_a_psychologist_receives_an_appeal() -> None:
    assert found("K-07", receiver_role="медсестра") == [("error", "/receiver/role")]


@pytest.mark.parametrize("role", ["социальный работник", "психолог"])
def test_a_social_worker_and_a_psychologist_receive_appeals(role: str) -> None:
    assert found("K-07", receiver_role=role) == []


@pytest.mark.parametrize(
    ("role", "printed"),
    [
        ("социальный работник", "Ким Вероника Андреевна"),
        ("психолог", "Ким Вероника Андреевна, психолог"),
    ],
)
def test_only_the_role_that_the_heading_lacks_stands_beside_the_name(
    role: str, printed: str
) -> None:
    shown = FORM.context(loaded(receiver_role=role).data, Mode.FILLED, AS_OF)
    assert shown["receiver"]["named"] == printed


# K-10: first-priority cases


@pytest.mark.parametrize(
    "case",
    [
        {"priority_grounds": [standard.PRIORITY_GROUNDS[0]]},
        at_risk(None, standard.VIOLENCE),
        at_risk(None, standard.AT_THE_POLICE),
        at_risk(None, standard.NEGLECT),
        at_risk(None, standard.IN_HOSPITAL),
        at_risk(None, standard.LEFT_BY_MOTHER),
        at_risk(None, standard.LOST_OR_ABANDONED),
    ],
)
def test_a_case_of_the_list_goes_first(case: dict[str, Any]) -> None:
    assert computed_of(case=case)["priority_case"] is True


def test_other_cases_wait_for_their_turn() -> None:
    lost = at_risk(HIGH, standard.LOST_OR_ABANDONED, **REPORTED)
    assert computed_of(subject_birth_date="2018-06-01", case=lost)["priority_case"] is False
    assert computed_of(case=at_risk(MIDDLE, POOR))["priority_case"] is False
    assert computed_of()["priority_case"] is False


def test_a_foundling_that_looks_like_two_goes_first() -> None:
    looks = {"subject_birth_date": None, "subject_approx_age": "около 2 лет"}
    case = at_risk(None, standard.ALONE_IN_THE_STREET)
    assert computed_of(**looks, case=case)["priority_case"] is True
