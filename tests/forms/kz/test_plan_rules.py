"""Rules of the plan of 7(г): one body that breaks a rule, one that keeps it. Invented people."""

import json
from datetime import date
from typing import Any

import pytest

from formsvc.forms.kz._review_rules import CLOSING_CRITERIA
from formsvc.forms.kz._settings import KzSettings
from formsvc.forms.load import load
from formsvc.forms.registry import installed_forms
from formsvc.forms.settings import DEFAULTS, RuleSettings
from formsvc.forms.shown import Mode

REGISTRY = installed_forms()
FORM = REGISTRY.get("kz.plan")
PLANNED = "2025-02-10"
SOON, LATER = date(2025, 3, 1), date(2026, 3, 1)

CLERK = {"full_name": "Тен Лариса Борисовна", "role": "социальный работник"}
CHAIR = {"full_name": "Мусина Алия Кайратовна", "role": "менеджер"}
MOTHER = {"full_name": "Полякова Ирина Юрьевна", "role": "мать"}
ACTION = {"action": "Посещение семьи", "due": "ежемесячно", "responsible": ["мать"]}
CLOSING = {
    "closed_on": "2025-08-05",
    "criteria": list(CLOSING_CRITERIA[:4]),
    "family_informed": True,
    "followup_until": "2025-12-05",
}

Found = list[tuple[str, str]]


def plan(**changes: Any) -> dict[str, Any]:
    """The minimal sample with other values at its top level."""
    sample = REGISTRY.roots.sample(FORM.stem, "minimal").read_bytes()
    return {**json.loads(sample), **changes}


def review(day: str, **changes: Any) -> dict[str, Any]:
    """A review that breaks no rule by itself."""
    people = {"participants": [CHAIR, CLERK, MOTHER], "actions": [ACTION]}
    return {"meeting_date": day, **people, **changes}


def action(**changes: Any) -> dict[str, Any]:
    return {**ACTION, **changes}


def found(
    rule: str, as_of: date = SOON, settings: RuleSettings = DEFAULTS, **changes: Any
) -> Found:
    """Severity and pointer of every finding of a rule in the changed plan."""
    findings = load(FORM, plan(**changes), Mode.FILLED, as_of, settings).findings
    return [(one.severity, one.pointer) for one in findings if one.rule == rule]


def test_the_small_plan_breaks_no_rule() -> None:
    assert load(FORM, plan(), Mode.FILLED, SOON).findings == ()


def test_the_review_of_these_tests_breaks_no_rule() -> None:
    body = plan(reviews=[review("2025-08-05"), review("2026-02-03")])
    assert load(FORM, body, Mode.FILLED, LATER).findings == ()


def test_every_rule_has_its_id_and_its_text() -> None:
    assert all(rule.id and rule.text.endswith(".") and rule.basis for rule in FORM.rules)


# G-02, G-03, G-04: children


@pytest.mark.parametrize("birth", ["2025-02-11", "2007-02-10", "1999-05-05"])
def test_a_child_is_born_before_the_plan_and_is_under_eighteen(birth: str) -> None:
    case = {"birth_dates": [birth]}
    assert found("G-02", LATER, case=case) == [("error", "/case/birth_dates/0")]


@pytest.mark.parametrize("birth", [PLANNED, "2007-02-11"])
def test_a_child_of_the_day_of_the_plan_or_just_under_eighteen_is_a_child(birth: str) -> None:
    assert found("G-02", case={"birth_dates": [birth]}) == []


def test_a_child_of_six_is_beyond_the_standard() -> None:
    case = {"birth_dates": ["2024-06-01", "2019-02-10"]}
    assert found("G-03", case=case) == [("warning", "/case/birth_dates/1")]


def test_a_child_of_five_years_and_364_days_is_within_the_standard() -> None:
    assert found("G-03", case={"birth_dates": ["2019-02-11"]}) == []


def test_the_office_may_set_the_last_year_of_the_standard() -> None:
    case = {"birth_dates": ["2019-02-10", "2018-02-10"]}
    settings = RuleSettings.of(KzSettings(g03_oldest=6))
    assert found("G-03", settings=settings, case=case) == [("warning", "/case/birth_dates/1")]


def test_an_age_that_the_birth_date_does_not_bear_out_is_told() -> None:
    assert found("G-04", case={"birth_dates": ["2022-01-15"]}) == [("warning", "/children/0/age")]


@pytest.mark.parametrize("birth", ["2024-06-05", "2024-01-15"])
def test_an_age_within_a_year_of_the_birth_date_is_not(birth: str) -> None:
    assert found("G-04", case={"birth_dates": [birth]}) == []


# K-01, K-05


def test_the_degree_of_risk_is_one_of_three() -> None:
    assert found("K-01", case={"risk_level": "риск отсутствует"}) == [("error", "/case/risk_level")]


@pytest.mark.parametrize("level", ["высокий", "средний", "низкий"])
def test_each_of_the_three_degrees_is_taken(level: str) -> None:
    assert found("K-01", case={"risk_level": level}) == []


def test_no_plan_is_made_when_the_information_was_not_confirmed() -> None:
    case = {"information_confirmed": False}
    assert found("K-05", case=case) == [("error", "/case/information_confirmed")]


@pytest.mark.parametrize("case", [{"information_confirmed": True}, {}])
def test_a_plan_is_made_when_it_was_or_when_nothing_is_told(case: dict[str, Any]) -> None:
    assert found("K-05", case=case) == []


# K-11: assessment, actions, terms


def test_a_plan_is_not_older_than_the_assessment() -> None:
    case = {"assessment_completed_on": "2025-02-11"}
    assert found("K-11", case=case) == [("error", "/filled_on")]


def test_a_plan_may_be_of_the_day_of_the_assessment() -> None:
    assert found("K-11", case={"assessment_completed_on": PLANNED}) == []


@pytest.mark.parametrize("due", ["2025-02-09", {"from": "2025-01-01", "to": "2025-02-09"}])
def test_a_term_does_not_end_before_the_plan(due: Any) -> None:
    actions = [ACTION, action(due=due)]
    assert found("K-11", actions=actions) == [("error", "/actions/1/due")]


@pytest.mark.parametrize("due", [PLANNED, {"from": "2025-01-01", "to": PLANNED}, "сразу"])
def test_a_term_may_end_on_the_day_of_the_plan_or_stand_in_words(due: Any) -> None:
    assert found("K-11", actions=[action(due=due)]) == []


def test_a_term_in_a_review_does_not_end_before_the_plan_either() -> None:
    reviews = [review("2025-08-05", actions=[action(due="2025-01-31")])]
    assert found("K-11", LATER, reviews=reviews) == [("error", "/reviews/0/actions/0/due")]


@pytest.mark.parametrize("missing", ["due", "responsible"])
def test_every_action_has_its_term_and_who_is_responsible(missing: str) -> None:
    actions = [action(**{missing: None})]
    assert found("S-required", actions=actions) == [("error", f"/actions/0/{missing}")]


def test_a_plan_has_an_action() -> None:
    assert found("S-required", actions=[]) == [("error", "/actions")]


def test_a_review_that_goes_on_has_an_action() -> None:
    reviews = [review("2025-08-05", actions=[]), review("2026-02-03")]
    case = {"closing": CLOSING}
    assert found("K-11", LATER, reviews=reviews, case=case) == [("error", "/reviews/0/actions")]


@pytest.mark.parametrize(
    ("decision", "more"),
    [
        ({}, {"case": {"closing": CLOSING}}),
        ({"decision": "закрытие дела"}, {"options": {"extended": True}}),
    ],
)
def test_a_review_that_closes_the_case_needs_none(
    decision: dict[str, str], more: dict[str, Any]
) -> None:
    reviews = [review("2025-08-05", actions=[], **decision)]
    assert found("K-11", LATER, reviews=reviews, **more) == []


# K-12, K-13: what the plan is made of


@pytest.mark.parametrize(
    "responsible", ["социальный работник", "специалист по работе с семьей", "орган опеки"]
)
def test_a_plan_without_a_task_of_the_family_is_told(responsible: str) -> None:
    actions = [action(responsible=[responsible])]
    assert found("K-12", actions=actions) == [("warning", "/actions")]


@pytest.mark.parametrize(
    "responsible",
    [
        "мать",
        "Родители",
        "семья",
        "опекун ребенка",
        "члены семьи",
        "анасы",
        "И. Ю. Полякова",
        "Полякова Ирина Юрьевна",
    ],
)
def test_a_task_of_the_family_is_known_by_its_word_or_by_the_name(responsible: str) -> None:
    actions = [action(responsible=["социальный работник"]), action(responsible=[responsible])]
    assert found("K-12", actions=actions) == []


def test_a_kind_of_measures_that_the_plan_lacks_is_told() -> None:
    case = {"measures": ["безопасность", "потребности"]}
    assert found("K-13", case=case) == [("warning", "/actions")]


@pytest.mark.parametrize(
    "case", [{"measures": ["потребности", "изменение ситуации", "безопасность"]}, {}]
)
def test_all_kinds_of_measures_or_none_told_are_well(case: dict[str, Any]) -> None:
    assert found("K-13", case=case) == []


# K-14: order and time of reviews


@pytest.mark.parametrize(
    ("days", "place"),
    [
        (["2025-02-09"], 0),
        (["2025-08-05", "2025-08-05"], 1),
        (["2025-08-05", "2025-06-01"], 1),
    ],
)
def test_reviews_that_do_not_follow_each_other_are_errors(days: list[str], place: int) -> None:
    reviews = [review(day) for day in days]
    expected = ("error", f"/reviews/{place}/meeting_date")
    assert expected in found("K-14", LATER, reviews=reviews)


def test_reviews_that_follow_each_other_in_time_are_well() -> None:
    reviews = [review("2025-08-10"), review("2026-02-10")]
    assert found("K-14", LATER, reviews=reviews) == []


def test_a_review_may_be_held_on_the_day_of_the_plan() -> None:
    assert found("K-14", SOON, reviews=[review(PLANNED)]) == []


def test_more_than_six_months_between_reviews_are_told() -> None:
    reviews = [review("2025-08-11"), review("2026-02-12")]
    assert found("K-14", LATER, reviews=reviews) == [
        ("warning", "/reviews/0/meeting_date"),
        ("warning", "/reviews/1/meeting_date"),
    ]


def test_an_overdue_review_is_told_with_the_last_day_that_was_in_time() -> None:
    assert found("K-14", date(2025, 8, 11)) == [("warning", "/reviews")]
    findings = load(FORM, plan(), Mode.FILLED, date(2025, 8, 11)).findings
    assert [one.message for one in findings] == [
        "Следующий пересмотр был нужен не позднее 10.08.2025."
    ]


@pytest.mark.parametrize(
    ("as_of", "more"),
    [(date(2025, 8, 10), {}), (LATER, {"case": {"closing": CLOSING}})],
)
def test_a_review_is_not_overdue_on_its_last_day_or_after_the_closing(
    as_of: date, more: dict[str, Any]
) -> None:
    assert found("K-14", as_of, **more) == []


def test_an_earlier_day_that_was_agreed_upon_is_overdue_earlier() -> None:
    case = {"next_review_on": "2025-02-20"}
    assert found("K-14", SOON, case=case) == [("warning", "/reviews")]


def test_at_high_risk_an_earlier_review_is_asked_for() -> None:
    assert found("K-14", case={"risk_level": "высокий"}) == [("warning", "/reviews")]


@pytest.mark.parametrize(
    "case", [{"risk_level": "высокий", "next_review_on": "2025-04-10"}, {"risk_level": "средний"}]
)
def test_at_high_risk_an_agreed_day_is_enough_and_at_middle_risk_none_is_needed(
    case: dict[str, Any],
) -> None:
    assert found("K-14", case=case) == []


def test_the_next_review_is_later_than_the_meeting() -> None:
    reviews = [review("2025-08-05", next_review_on="2025-08-05")]
    assert found("K-14", date(2025, 9, 1), reviews=reviews, options={"extended": True}) == [
        ("error", "/reviews/0/next_review_on")
    ]


def test_the_next_review_is_within_six_months_of_the_meeting() -> None:
    reviews = [review("2025-08-05", next_review_on="2026-02-06")]
    assert found("K-14", date(2025, 9, 1), reviews=reviews, options={"extended": True}) == [
        ("warning", "/reviews/0/next_review_on")
    ]


def test_the_next_review_may_be_six_months_after_the_meeting() -> None:
    reviews = [review("2025-08-05", next_review_on="2026-02-05")]
    options = {"extended": True}
    assert found("K-14", date(2025, 9, 1), reviews=reviews, options=options) == []


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({}, "2025-08-10"),
        ({"reviews": [review("2025-08-05")]}, "2026-02-05"),
        ({"case": {"next_review_on": "2025-05-05"}}, "2025-05-05"),
        ({"case": {"next_review_on": "2025-12-05"}}, "2025-08-10"),
        ({"case": {"closing": CLOSING}}, None),
    ],
)
def test_the_day_of_the_next_review_is_computed(changes: dict[str, Any], due: str | None) -> None:
    data = load(FORM, plan(**changes), Mode.FILLED, LATER).data
    assert FORM.computed(data, LATER, DEFAULTS)["next_review_due"] == due


# K-15: who takes part


@pytest.mark.parametrize(
    "people",
    [
        [CHAIR, CLERK],
        [CHAIR, MOTHER],
        [CLERK, MOTHER],
        [{**MOTHER, "role": "мать"}, CHAIR, {**CLERK, "role": "психолог", "full_name": "Юн Ада"}],
        [CLERK, MOTHER, {"full_name": "Юн Ада", "role": "кейс-менеджер"}],
    ],
)
def test_a_review_lacks_the_parent_the_case_worker_or_the_chair(
    people: list[dict[str, str]],
) -> None:
    reviews = [review("2025-08-05", participants=people)]
    assert found("K-15", date(2025, 9, 1), reviews=reviews) == [
        ("warning", "/reviews/0/participants")
    ]


def test_one_person_is_no_meeting() -> None:
    chair_of_all = {"full_name": "Тен Лариса Борисовна", "role": "менеджер, мать"}
    reviews = [review("2025-08-05", participants=[chair_of_all])]
    assert found("K-15", date(2025, 9, 1), reviews=reviews) == [
        ("warning", "/reviews/0/participants")
    ]


@pytest.mark.parametrize(
    "people",
    [
        [CHAIR, CLERK, MOTHER],
        [
            {**CHAIR, "role": "супервизор"},
            {"full_name": "Л. Б. Тен"},
            {"full_name": "И.Ю.Полякова"},
        ],
        [CHAIR, {"full_name": "Юн Ада", "role": "соцработник"}, {**MOTHER, "role": "опекун"}],
    ],
)
def test_people_are_known_by_their_roles_or_by_their_names(people: list[dict[str, str]]) -> None:
    reviews = [review("2025-08-05", participants=people)]
    assert found("K-15", date(2025, 9, 1), reviews=reviews) == []


def test_a_reason_excuses_the_parents() -> None:
    absent = review("2025-08-05", participants=[CHAIR, CLERK], absence_reason="мать в больнице")
    options = {"extended": True}
    assert found("K-15", date(2025, 9, 1), reviews=[absent], options=options) == []


def test_those_who_sign_a_review_are_those_who_took_part() -> None:
    data = load(FORM, plan(reviews=[review("2025-08-05")]), Mode.FILLED, LATER).data
    shown = FORM.context(data, Mode.FILLED, LATER)["reviews"][0]["signatures"]
    assert [place["name"].split("\u00a0")[-1] for place in shown] == ["Мусина", "Тен", "Полякова"]


# K-16: grounds of heavy decisions

SEPARATION = "разлучение с семьей"
EXTENSION = "продление срока пребывания ребенка в доме ребенка / учреждении интернатного типа"


@pytest.mark.parametrize(
    ("decision", "case", "lacking"),
    [
        (SEPARATION, {}, 2),
        (SEPARATION, {"commission_recommendation": "№ 4 от 01.08.2025"}, 1),
        (EXTENSION, {}, 1),
        (EXTENSION, {"commission_recommendation": "№ 4", "special_needs": True}, 1),
    ],
)
def test_separation_and_extension_need_their_grounds(
    decision: str, case: dict[str, Any], lacking: int
) -> None:
    reviews = [review("2025-08-05", decision=decision)]
    expected = [("warning", "/reviews/0/decision")] * lacking
    options = {"extended": True}
    assert found("K-16", LATER, reviews=reviews, case=case, options=options) == expected


@pytest.mark.parametrize(
    "decision", [SEPARATION, EXTENSION, "продолжение сопровождения с корректировкой плана"]
)
def test_decisions_with_all_their_grounds_are_well(decision: str) -> None:
    case = {
        "commission_recommendation": "№ 4",
        "guardianship_decision": "№ 18",
        "special_needs": True,
        "pmpk_recommendation": "№ 7",
    }
    reviews = [review("2025-08-05", decision=decision)]
    options = {"extended": True}
    assert found("K-16", LATER, reviews=reviews, case=case, options=options) == []


def test_a_decision_is_one_of_four() -> None:
    reviews = [review("2025-08-05", decision="отложить")]
    assert found("K-16", LATER, reviews=reviews, options={"extended": True}) == [
        ("error", "/reviews/0/decision")
    ]


# K-17: closing and follow-up


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("criteria", list(CLOSING_CRITERIA[:3])),
        ("criteria", None),
        ("family_informed", False),
        ("followup_until", None),
    ],
)
def test_a_closing_without_its_grounds_is_told(field: str, value: Any) -> None:
    case = {"closing": {**CLOSING, field: value}}
    assert found("K-17", LATER, case=case) == [("warning", f"/case/closing/{field}")]


def test_a_closing_with_all_that_is_obligatory_is_well() -> None:
    assert found("K-17", LATER, case={"closing": CLOSING}) == []


@pytest.mark.parametrize(
    ("obligatory", "met", "enough"),
    [
        ((), ["другое"], True),
        ((), [], False),
        ((2, 5), list(CLOSING_CRITERIA[1:5]), True),
        ((2, 5), list(CLOSING_CRITERIA[:4]), False),
    ],
)
def test_the_office_chooses_which_criteria_of_closing_are_obligatory(
    obligatory: Any, met: list[str], enough: bool
) -> None:
    settings = RuleSettings.of(KzSettings(k17_obligatory=obligatory))
    case = {"closing": {**CLOSING, "criteria": met}}
    expected = [] if enough else [("warning", "/case/closing/criteria")]
    assert found("K-17", LATER, settings, case=case) == expected


def test_a_decision_to_close_needs_them_too() -> None:
    reviews = [review("2025-08-05", decision="закрытие дела")]
    assert len(found("K-17", LATER, reviews=reviews, options={"extended": True})) == 3


@pytest.mark.parametrize("until", ["2025-11-04", "2026-02-06"])
def test_a_follow_up_is_not_shorter_than_three_or_longer_than_six_months(until: str) -> None:
    case = {"closing": {**CLOSING, "followup_until": until}}
    assert found("K-17", LATER, case=case) == [("error", "/case/closing/followup_until")]


@pytest.mark.parametrize("until", ["2025-11-05", "2026-02-05"])
def test_a_follow_up_may_be_of_three_or_of_six_months(until: str) -> None:
    case = {"closing": {**CLOSING, "followup_until": until}}
    assert found("K-17", LATER, case=case) == []


# K-18: visits and calls

AT_HOME = "родители, опекуны"
WEEKLY = ["2025-02-17", "2025-02-24", "2025-03-03", "2025-03-09"]  # the month ends on the 9th


@pytest.mark.parametrize(
    ("whom", "dates", "late"),
    [
        (AT_HOME, ["2025-02-18"], 0),
        (AT_HOME, ["2025-02-17", "2025-02-25"], 1),
        (AT_HOME, [*WEEKLY[:-1], "2025-04-04"], 3),
        ("патронатная семья", ["2025-02-18"], 0),
        ("расширенная семья", ["2025-03-10", "2025-04-11"], 1),
        ("дом ребенка или другое учреждение интернатного типа", ["2025-03-11"], 0),
    ],
)
def test_a_contact_after_its_term_is_told(whom: str, dates: list[str], late: int) -> None:
    case = {"contacts": [{"whom": whom, "dates": dates}]}
    expected = [("warning", f"/case/contacts/0/dates/{late}")]
    assert found("K-18", date.fromisoformat(dates[-1]), case=case) == expected


@pytest.mark.parametrize(
    ("whom", "dates"),
    [
        (AT_HOME, WEEKLY),
        (AT_HOME, [*WEEKLY, "2025-03-16", "2025-04-16"]),
        (AT_HOME, [*WEEKLY[:-1], "2025-04-03"]),
        ("расширенная семья", ["2025-03-10", "2025-04-10", "2025-04-30", "2025-08-30"]),
        ("расширенная семья", ["2025-03-10", "2025-04-10", "2025-05-10", "2025-11-30"]),
        ("неправительственная или другая организация", ["2025-12-01"]),
        (AT_HOME, []),
    ],
)
def test_contacts_in_time_are_well(whom: str, dates: list[str]) -> None:
    as_of = date.fromisoformat(max(dates, default=PLANNED))
    assert found("K-18", as_of, case={"contacts": [{"whom": whom, "dates": dates}]}) == []


@pytest.mark.parametrize(("as_of", "late"), [(date(2025, 4, 16), 0), (date(2025, 4, 17), 1)])
def test_a_contact_that_is_overdue_on_the_day_is_told(as_of: date, late: int) -> None:
    case = {"contacts": [{"whom": AT_HOME, "dates": [*WEEKLY, "2025-03-16"]}]}
    expected = [("warning", "/case/contacts/0/dates")] * late
    assert found("K-18", as_of, case=case) == expected


def test_after_the_closing_no_contact_is_overdue() -> None:
    case = {"contacts": [{"whom": AT_HOME, "dates": WEEKLY}], "closing": CLOSING}
    assert found("K-18", LATER, case=case) == []


BY_PHONE = RuleSettings.of(KzSettings(k18_patronage="phone"))


def test_a_patronage_family_is_visited_unless_the_office_decides_to_call() -> None:
    case = {"contacts": [{"whom": "патронатная семья", "dates": ["2025-03-10"]}]}
    assert found("K-18", SOON, case=case) == [("warning", "/case/contacts/0/dates/0")]
    assert found("K-18", SOON, BY_PHONE, case=case) == []


def test_the_schedule_follows_the_decision_of_the_office() -> None:
    case = {"contacts": [{"whom": "патронатная семья", "dates": ["2025-02-14"]}]}
    data = load(FORM, plan(case=case), Mode.FILLED, SOON).data
    by_default, by_phone = (FORM.computed(data, SOON, one) for one in (DEFAULTS, BY_PHONE))
    assert [row["how"] for row in by_default["contacts"]] == ["посещение на дому"] * 2
    assert [row["how"] for row in by_phone["contacts"]] == ["звонок по телефону"]
    assert [one["next_contacts"][0]["due"] for one in (by_default, by_phone)] == [
        "2025-02-21",
        "2025-03-14",
    ]


def test_the_schedule_of_contacts_is_computed() -> None:
    case = {"contacts": [{"whom": AT_HOME}, {"whom": "расширенная семья"}]}
    data = load(FORM, plan(case=case), Mode.FILLED, SOON).data
    rows = FORM.computed(data, SOON, DEFAULTS)["contacts"]
    assert [(row["frequency"], row["from"], row["to"]) for row in rows] == [
        ("не реже раза в неделю", "2025-02-10", "2025-03-09"),
        ("не реже раза в месяц", "2025-03-10", None),
        ("не реже раза в месяц", "2025-02-10", "2025-05-09"),
        ("по необходимости", "2025-05-10", None),
    ]


# G-10: who signs


def test_the_same_name_and_role_twice_in_a_review_are_told() -> None:
    reviews = [review("2025-08-05", participants=[CHAIR, CLERK, MOTHER, CLERK])]
    assert found("G-10", LATER, reviews=reviews) == [
        ("warning", "/reviews/0/participants/3/full_name")
    ]


def test_the_same_name_and_position_twice_under_the_plan_are_told() -> None:
    mother = {"full_name": "Полякова Ирина Юрьевна", "position": "мать"}
    family = [mother, mother]
    assert found("G-10", family=family, options={"extended": True}) == [
        ("warning", "/family/1/full_name")
    ]


def test_namesakes_with_other_roles_are_well() -> None:
    namesake = {**CLERK, "role": "тетя ребенка"}
    reviews = [review("2025-08-05", participants=[CHAIR, CLERK, MOTHER, namesake])]
    assert found("G-10", LATER, reviews=reviews) == []


def test_a_review_without_those_who_sign_is_refused() -> None:
    reviews = [review("2025-08-05", participants=[])]
    assert found("S-required", LATER, reviews=reviews) == [("error", "/reviews/0/participants")]


# The samples


@pytest.mark.parametrize("case", ["minimal", "typical", "large", "kazakh", "extended"])
def test_the_samples_have_no_errors_and_no_warnings_but_of_time(case: str) -> None:
    raw = json.loads(REGISTRY.roots.sample(FORM.stem, case).read_bytes())
    loaded = load(FORM, raw, Mode.FILLED, date(2026, 11, 20))
    overdue = [("K-14", "/reviews")] if case == "minimal" else []
    assert [(one.rule, one.pointer) for one in loaded.findings] == overdue
