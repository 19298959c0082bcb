"""Rules of the assessment of 7(б): a body that breaks each, one that keeps it. Invented people."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from formsvc.forms.kz._risk import PRIORITY_GROUNDS
from formsvc.forms.kz._settings import KzSettings
from formsvc.forms.load import Loaded, load
from formsvc.forms.registry import installed_forms
from formsvc.forms.settings import DEFAULTS, CommonSettings, RuleSettings
from formsvc.forms.shown import Mode

REGISTRY = installed_forms()
FORM = REGISTRY.get("kz.assessment")
STARTED, COMPLETED = "2026-09-07", "2026-09-30"
TODAY = date(2026, 10, 15)
CHILD = {"full_name": "Соколова Вера Денисовна", "role": "ребенок", "age": "3 года"}
BROTHER = {"full_name": "Соколов Глеб Денисович", "role": "ребенок", "age": "1 год"}
MOTHER = {"full_name": "Соколова Дарья Олеговна", "role": "мать", "age": "22 года"}
WORKER = {"position": "Социальный работник", "full_name": "Ли Роза Хановна"}
QUESTIONS = (
    "strengths",
    "concerns",
    "likely_consequences",
    "parents_response",
    "capacity_to_protect",
    "capacity_to_change",
    "help_needed",
)

Found = list[tuple[str, str]]


def report(**changes: Any) -> dict[str, Any]:
    """The minimal sample with other values at its top level."""
    sample = REGISTRY.roots.sample(FORM.stem, "minimal").read_bytes()
    return {**json.loads(sample), **changes}


def part(name: str, **changes: Any) -> dict[str, Any]:
    """A box of the minimal sample with other values."""
    return {name: {**report()[name], **changes}}


def members(*people: Mapping[str, Any]) -> dict[str, Any]:
    return {"family_info": {"members": list(people)}}


def described(*children: Mapping[str, Any]) -> dict[str, Any]:
    return {"child_health_development": {"children": list(children)}}


def checked(
    mode: Mode = Mode.FILLED, settings: RuleSettings = DEFAULTS, /, **changes: Any
) -> Loaded:
    return load(FORM, report(**changes), mode, TODAY, settings)


def found(rule: str, settings: RuleSettings = DEFAULTS, /, **changes: Any) -> Found:
    """Severity and pointer of every finding of a rule in the changed report."""
    findings = checked(Mode.FILLED, settings, **changes).findings
    return [(one.severity, one.pointer) for one in findings if one.rule == rule]


def test_the_small_report_breaks_no_rule() -> None:
    assert checked().findings == ()


def test_every_rule_has_its_id_and_its_text() -> None:
    assert all(rule.id and rule.text.endswith(".") and rule.basis for rule in FORM.rules)


# F2: what the form itself asks for


def test_a_family_without_a_child_is_refused() -> None:
    assert found("F2", **members(MOTHER)) == [("error", "/family_info/members")]


@pytest.mark.parametrize("role", ["ребенок", "Ребёнок (дочь)", "бала"])
def test_a_child_is_known_by_its_role(role: str) -> None:
    assert found("F2", **members({**CHILD, "role": role}, MOTHER)) == []


def test_the_history_of_the_family_is_told() -> None:
    assert found("F2", history=None) == [("error", "/history/text")]


@pytest.mark.parametrize(
    "history", [{"text": "не было"}, {"events": [{"when": "2020 г.", "event": "переезд"}]}]
)
def test_a_word_or_one_event_is_a_history(history: dict[str, Any]) -> None:
    assert found("F2", history=history) == []


def test_an_assessment_does_not_end_before_it_begins() -> None:
    changes = part("timing", started_on="2026-09-30", completed_on="2026-09-29")
    assert found("F2", **changes) == [("error", "/timing/completed_on")]


def test_a_report_is_not_older_than_the_assessment() -> None:
    extended: dict[str, Any] = {"options": {"extended": True}, "workers": [WORKER]}
    assert found("F2", report_date="2026-09-29", **extended) == [("error", "/report_date")]
    assert found("F2", report_date=COMPLETED, **extended) == []


def test_an_assessment_that_begins_before_the_decision_is_told() -> None:
    assert found("F2", case={"decided_on": "2026-09-08"}) == [("warning", "/timing/started_on")]
    assert found("F2", case={"appealed_on": STARTED, "decided_on": STARTED}) == []


@pytest.mark.parametrize("day", ["2026-09-06", "2026-10-01"])
def test_a_meeting_outside_the_assessment_is_told(day: str) -> None:
    contacts = [{"date": STARTED}, {"date": day}]
    expected = [("warning", "/timing/contacts/1/date")]
    assert found("F2", **part("timing", contacts=contacts)) == expected


def test_meetings_of_the_first_and_the_last_day_are_within() -> None:
    contacts = [{"date": STARTED}, {"date": COMPLETED}]
    assert found("F2", **part("timing", contacts=contacts)) == []


def test_events_of_the_family_are_in_order() -> None:
    period = {"from": "2020-02-01", "to": "2021-05-05"}
    events = [{"when": "2021-03-01", "event": "переезд"}, {"when": period, "event": "ссоры"}]
    assert found("F2", history={"events": events}) == [("warning", "/history/events/1/when")]
    assert found("F2", history={"events": events[::-1]}) == []


# G-01 … G-04, G-10


def test_an_event_of_the_family_is_not_ahead() -> None:
    late = {"from": "2026-10-01", "to": "2026-10-16"}
    events = [{"when": "2026-10-15", "event": "ссора"}, {"when": late, "event": "лечение"}]
    assert found("G-01", history={"events": events}) == [("error", "/history/events/1/when")]
    assert found("G-01", history={"events": events[:1]}) == []


def test_an_assessment_is_not_completed_in_the_future() -> None:
    changes = part("timing", completed_on="2026-10-16")
    assert found("G-01", **changes) == [("error", "/timing/completed_on")]


def test_deadlines_may_lie_ahead() -> None:
    case = {"court_deadline": "2026-12-01", "statutory_deadline": "2026-12-02"}
    assert found("G-01", case=case) == []


@pytest.mark.parametrize("birth", ["2026-10-01", "2008-09-30"])
def test_a_child_is_born_before_the_report_and_is_under_eighteen(birth: str) -> None:
    child = {**CHILD, "age": None, "birth_date": birth}
    expected = [("error", "/family_info/members/0/birth_date")]
    assert found("G-02", **members(child)) == expected


def test_a_child_of_the_last_day_under_eighteen_and_a_grown_mother_are_right() -> None:
    child = {**CHILD, "age": None, "birth_date": "2008-10-01"}
    mother = {**MOTHER, "age": None, "birth_date": "1990-01-01"}
    assert found("G-02", **members(child, mother)) == []


def test_a_child_of_six_is_beyond_the_standard() -> None:
    by_birth = {**CHILD, "age": None, "birth_date": "2020-09-30"}
    by_words = {**BROTHER, "age": "около 6 лет"}
    assert found("G-03", **members(by_birth, by_words)) == [
        ("warning", "/family_info/members/0/birth_date"),
        ("warning", "/family_info/members/1/age"),
    ]


def test_a_child_of_five_years_and_364_days_is_within_the_standard() -> None:
    child = {**CHILD, "age": None, "birth_date": "2020-10-01"}
    assert found("G-03", **members(child)) == []


def test_the_office_may_set_the_last_year_of_the_standard() -> None:
    up_to_six = RuleSettings.of(KzSettings(g03_oldest=6))
    assert found("G-03", up_to_six, **members({**CHILD, "age": "6 лет"})) == []
    assert found("G-03", up_to_six, **members({**CHILD, "age": "7 лет"})) == [
        ("warning", "/family_info/members/0/age")
    ]


def test_a_child_has_an_age_or_a_birth_date() -> None:
    child = {**CHILD, "age": None}
    assert found("G-04", **members(child)) == [("error", "/family_info/members/0/age")]
    assert found("G-04", **members(CHILD, {**MOTHER, "age": None})) == []


def test_an_age_that_the_birth_date_does_not_bear_out_is_told() -> None:
    changes = members({**CHILD, "birth_date": "2020-01-01"})
    assert found("G-04", **changes) == [("warning", "/family_info/members/0/age")]
    assert found("G-04", **members({**CHILD, "birth_date": "2023-09-01"})) == []


def test_somebody_of_the_family_signs() -> None:
    assert found("G-10", family=None) == [("error", "/family/signers")]


def test_workers_sign_the_extended_report_and_only_that() -> None:
    extended: dict[str, Any] = {"options": {"extended": True}}
    assert found("G-10", **extended) == [("error", "/workers")]
    assert found("G-10", **extended, workers=[WORKER]) == []
    assert found("S-printed", workers=[WORKER]) == [("error", "/workers")]


def test_nobody_signs_twice_in_the_same_role() -> None:
    signer = {"role": "мать", "full_name": "Соколова Дарья Олеговна"}
    expected = [("warning", "/family/signers/1/full_name")]
    assert found("G-10", family={"signers": [signer, signer]}) == expected
    namesake = {**signer, "role": "бабушка"}
    assert found("G-10", family={"signers": [signer, namesake]}) == []


# K-01, K-05, K-06


def test_the_degree_of_risk_is_one_of_four() -> None:
    assert found("K-01", case={"risk_level": "крайний"}) == [("error", "/case/risk_level")]


@pytest.mark.parametrize("level", ["высокий", "средний", "низкий", "риск отсутствует"])
def test_each_of_the_four_degrees_is_taken(level: str) -> None:
    assert found("K-01", case={"risk_level": level}) == []


def test_no_assessment_is_made_when_the_information_was_not_confirmed() -> None:
    case = {"information_confirmed": False}
    assert found("K-05", case=case) == [("error", "/case/information_confirmed")]


@pytest.mark.parametrize("case", [{"information_confirmed": True}, None])
def test_an_assessment_is_made_when_it_was_or_when_nothing_is_told(case: Any) -> None:
    assert found("K-05", case=case) == []


def test_an_assessment_without_a_case_file_is_told() -> None:
    case = {"case_file_opened": False}
    assert found("K-06", case=case) == [("warning", "/case/case_file_opened")]
    assert found("K-06", case={"case_file_opened": True}) == []


# K-08: six weeks

LATE = [("warning", "/timing/completed_on")]


def test_an_assessment_of_forty_three_days_is_late() -> None:
    assert found("K-08", **part("timing", started_on="2026-08-18")) == LATE


def test_an_assessment_of_forty_two_days_is_in_time() -> None:
    assert found("K-08", **part("timing", started_on="2026-08-19")) == []


def test_the_six_weeks_run_from_the_decision_and_without_it_from_the_appeal() -> None:
    assert found("K-08", case={"decided_on": "2026-08-18"}) == LATE
    assert found("K-08", case={"appealed_on": "2026-08-18"}) == LATE
    case = {"appealed_on": "2026-08-18", "decided_on": "2026-08-19"}
    assert found("K-08", case=case) == []


def test_the_office_may_let_the_six_weeks_run_from_the_beginning() -> None:
    from_beginning = RuleSettings.of(KzSettings(k08_start="beginning"))
    assert found("K-08", from_beginning, case={"decided_on": "2026-08-18"}) == []
    assert found("K-08", from_beginning, **part("timing", started_on="2026-08-18")) == LATE


def test_a_term_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    day_off = CommonSettings(g08_calendar={"KZ": {date(2026, 9, 29): False}})
    body = part("timing", started_on="2026-08-18")
    assert found("K-08", RuleSettings.of(day_off), **body) == []


@pytest.mark.parametrize("deadline", ["statutory_deadline", "court_deadline"])
def test_a_term_of_the_law_or_of_the_court_goes_before_the_six_weeks(deadline: str) -> None:
    timing = part("timing", started_on="2026-08-01")
    assert found("K-08", **timing, case={deadline: COMPLETED}) == []
    assert found("K-08", **timing, case={deadline: "2026-09-29"}) == LATE


def test_a_strict_office_refuses_a_late_report() -> None:
    body = part("timing", started_on="2026-08-18")
    strict = RuleSettings.of(KzSettings(k08_strict=True))
    assert found("K-08", strict, **body) == [("error", "/timing/completed_on")]
    assert not checked(Mode.FILLED, strict, **body).ok


def test_an_assessment_that_still_goes_on_after_its_term_is_told() -> None:
    body = part("timing", started_on="2026-09-01", completed_on=None)
    findings = checked(Mode.DRAFT, **body).findings
    assert ("K-08", "warning") in [(one.rule, one.severity) for one in findings]


def test_the_end_of_the_term_is_computed() -> None:
    assert computed()["completion_due"] == "2026-10-19"
    assert computed(case={"court_deadline": "2026-10-01"})["completion_due"] == "2026-10-01"


def computed(**changes: Any) -> dict[str, Any]:
    return FORM.computed(checked(**changes).data, TODAY, DEFAULTS)


# K-09: nothing is left out


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_of_the_seven_questions_has_its_answer(question: str) -> None:
    changes = part("analysis", **{question: " "})
    assert found("K-09", **changes) == [("error", f"/analysis/{question}")]


def test_an_analysis_that_is_missing_is_told_question_by_question() -> None:
    expected = [("error", f"/analysis/{question}") for question in QUESTIONS]
    assert found("K-09", analysis=None) == expected


@pytest.mark.parametrize(
    ("box", "pointers"),
    [
        ("child_health_development", ["/child_health_development/children"]),
        ("parental_care", ["/parental_care/capacity", "/parental_care/understanding"]),
        ("housing_environment", ["/housing_environment/text"]),
        ("recommendations", ["/recommendations/text"]),
    ],
)
def test_a_box_that_is_left_out_is_told(box: str, pointers: list[str]) -> None:
    assert found("K-09", **{box: None}) == [("error", pointer) for pointer in pointers]


def test_recommendations_may_be_a_list() -> None:
    assert found("K-09", recommendations={"items": [{"text": "Составить план"}]}) == []


def test_what_is_left_out_is_only_a_warning_in_a_draft() -> None:
    loaded = checked(Mode.DRAFT, analysis=None)
    told = [one.severity for one in loaded.findings if one.rule == "K-09"]
    assert told == ["warning"] * len(QUESTIONS)
    assert loaded.ok


BOTH = members(CHILD, BROTHER, MOTHER)
OF_VERA = {"full_name": CHILD["full_name"], "text": "Здорова."}
OF_GLEB = {"full_name": BROTHER["full_name"], "text": "Здоров."}


def test_of_several_children_each_is_described() -> None:
    expected = [("error", "/family_info/members/1/full_name")]
    assert found("K-09", **BOTH, **described(OF_VERA)) == expected
    assert found("K-09", **BOTH, **described(OF_VERA, OF_GLEB)) == []


def test_a_child_may_be_named_by_initials() -> None:
    short = {"full_name": "Соколов Г. Д.", "text": "Здоров."}
    assert found("K-09", **BOTH, **described(OF_VERA, short)) == []


def test_brothers_with_the_same_initials_are_two() -> None:
    other = {**BROTHER, "full_name": "Соколов Герман Денисович"}
    expected = [("error", "/family_info/members/1/full_name")]
    changes = {**members(BROTHER, other), **described(OF_GLEB)}
    assert found("K-09", **changes) == expected


def test_of_several_children_each_is_named() -> None:
    nameless = {"text": "Здоров."}
    assert ("error", "/child_health_development/children/1/full_name") in found(
        "K-09", **BOTH, **described(OF_VERA, nameless)
    )


def test_a_described_child_is_of_the_family() -> None:
    stranger = {"full_name": "Чужих Илья Петрович", "text": "Здоров."}
    expected = [("warning", "/child_health_development/children/2/full_name")]
    assert found("K-09", **BOTH, **described(OF_VERA, OF_GLEB, stranger)) == expected


def test_a_named_child_has_a_text() -> None:
    empty = {"full_name": BROTHER["full_name"]}
    expected = [("error", "/child_health_development/children/1/text")]
    assert found("K-09", **BOTH, **described(OF_VERA, empty)) == expected


# K-10, P-04


def test_a_case_with_a_ground_of_the_standard_goes_first() -> None:
    assert computed(case={"priority_grounds": [PRIORITY_GROUNDS[0]]})["priority_case"] is True
    assert computed()["priority_case"] is False


CONFIDENTIAL = {"options": {"confidential": True}}
CLINIC = {"organisation": "поликлиника № 2"}


def test_a_confidential_report_names_its_recipients() -> None:
    assert found("P-04", **CONFIDENTIAL) == [("warning", "/recipients")]
    assert found("P-04") == []


def test_a_recipient_who_does_not_support_the_family_is_told() -> None:
    recipients = [{"full_name": "Соколова Д. О."}, CLINIC]
    expected = [("warning", "/recipients/1")]
    assert found("P-04", **CONFIDENTIAL, recipients=recipients) == expected


def test_recipients_of_the_report_or_of_the_case_support_the_family() -> None:
    doctor = {"full_name": "Ахметова Гульнара Ержановна", **CLINIC}
    changes: dict[str, Any] = {**CONFIDENTIAL, **part("timing", involved=[doctor])}
    recipients = [CLINIC, {"full_name": "Ахметова Г. Е."}, {"organisation": "Центр занятости"}]
    changes["case"] = {"support_participants": ["центр занятости"]}
    assert found("P-04", **changes, recipients=recipients) == []


def test_recipients_are_refused_where_the_mark_is_not_printed() -> None:
    assert found("S-printed", recipients=[CLINIC]) == [("error", "/recipients")]
