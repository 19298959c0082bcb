"""Rules of the family support card: one body breaks each, one keeps it. Invented people."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from formsvc.forms.load import load
from formsvc.forms.nso._kkss_assessment import OPENING_GROUNDS, SECTIONS
from formsvc.forms.nso._settings import NsoSettings
from formsvc.forms.registry import installed_forms
from formsvc.forms.settings import DEFAULTS, RuleSettings
from formsvc.forms.shown import Mode

REGISTRY = installed_forms()
FORM = REGISTRY.get("nso.kkss")
SOON, LATER = date(2026, 11, 20), date(2027, 8, 2)
LEVELS = ["низкий", "средний", "высокий", "угроза жизни и здоровью ребенка"]
THREAT = LEVELS[-1]
COUNCILLOR = {"full_name": "Гущин Роман Алексеевич", "position": "Инспектор ПДН"}
CHAIN = {
    "detected_on": "2026-02-16",
    "diagnosed_on": "2026-02-18",
    "curator_appointed_on": "2026-02-26",
}

Found = list[tuple[str, str]]
Body = dict[str, Any]


def changed(data: Mapping[str, Any], changes: Mapping[str, Any]) -> Body:
    """A copy with other values; objects inside are changed, not replaced, None takes away."""
    merged = dict(data)
    for name, value in changes.items():
        old = merged.get(name)
        inside = isinstance(value, dict) and isinstance(old, dict)
        merged[name] = changed(old or {}, value) if inside else value
    return {name: value for name, value in merged.items() if value is not None}


def card(**changes: Any) -> Body:
    """The minimal sample with changes."""
    sample = REGISTRY.roots.sample(FORM.stem, "minimal").read_bytes()
    return changed(json.loads(sample), changes)


def monitoring(day: str, **changes: Any) -> Body:
    """A monitoring that breaks no rule by itself."""
    people = [{"full_name": "Зимина Ольга Петровна", "role": "куратор семьи"}]
    usual = {
        "monitored_on": day,
        "participants": people,
        "dynamics": {code: {"change": "без изменений"} for code in SECTIONS},
        "performed": "Выполнено.",
        "risk_before": "средний",
        "risk_after": "средний",
        "decision": "продолжить сопровождение",
    }
    return {**usual, **changes}


def risk(level: str, **case: Any) -> Body:
    """Changes: a level of risk, and facts beside the paper."""
    return {"assessment": {"grounds": {"risk_level": level}}, "case": case}


def found(
    rule: str, as_of: date = SOON, settings: RuleSettings = DEFAULTS, /, **changes: Any
) -> Found:
    """Severity and pointer of every finding of a rule in the changed card."""
    findings = load(FORM, card(**changes), Mode.FILLED, as_of, settings).findings
    return [(one.severity, one.pointer) for one in findings if one.rule == rule]


def computed(**changes: Any) -> dict[str, Any]:
    """The computed values of the changed card, which has no errors."""
    loaded = load(FORM, card(**changes), Mode.FILLED, LATER)
    assert loaded.ok, loaded.findings
    return FORM.computed(loaded.data, LATER, DEFAULTS)


def test_the_small_card_breaks_no_rule() -> None:
    assert load(FORM, card(), Mode.FILLED, SOON).findings == ()


def test_a_card_with_monitorings_in_time_breaks_no_rule() -> None:
    body = card(monitoring=[monitoring("2027-01-25"), monitoring("2027-04-23")])
    assert load(FORM, body, Mode.FILLED, date(2027, 5, 4)).findings == ()


def test_every_rule_has_its_id_and_its_text() -> None:
    assert all(rule.id and rule.text.endswith(".") and rule.basis for rule in FORM.rules)


# G-02, G-10


@pytest.mark.parametrize("birth", ["2026-09-02", "2008-09-01"])
def test_a_child_is_born_before_the_card_and_is_under_eighteen(birth: str) -> None:
    children = [{"full_name": "Фокин Матвей", "birth_date": birth}]
    broken = found("G-02", composed_on="2026-09-01", assessment={"children": children})
    assert broken == [("error", "/assessment/children/0/birth_date")]


@pytest.mark.parametrize("birth", ["2026-09-01", "2008-09-02"])
def test_a_child_of_the_day_of_the_card_or_just_under_eighteen_is_a_child(birth: str) -> None:
    children = [{"full_name": "Фокин Матвей", "birth_date": birth}]
    assert found("G-02", composed_on="2026-09-01", assessment={"children": children}) == []


@pytest.mark.parametrize("kind", ["representatives", "residents"])
def test_an_adult_is_born_before_the_card(kind: str) -> None:
    person = {"full_name": "Фокина Дарья Ильинична", "relation": "мать"}
    late, usual = ({**person, "birth_date": day} for day in ("2026-09-02", "1990-09-01"))
    broken = found("G-02", composed_on="2026-09-01", assessment={kind: [late]})
    assert broken == [("error", f"/assessment/{kind}/0/birth_date")]
    assert found("G-02", composed_on="2026-09-01", assessment={kind: [usual]}) == []


def test_nobody_signs_twice_in_one_place() -> None:
    council = [COUNCILLOR, COUNCILLOR]
    assert found("G-10", plan={"council": council}) == [("warning", "/plan/council/1/full_name")]
    people = [{"full_name": "Зимина Ольга Петровна", "role": "куратор семьи"}] * 2
    twice = [monitoring("2026-11-02", participants=people)]
    assert found("G-10", monitoring=twice) == [
        ("warning", "/monitoring/0/participants/1/full_name")
    ]


def test_namesakes_of_another_position_sign_both() -> None:
    other = {**COUNCILLOR, "position": "Участковый педиатр"}
    assert found("G-10", plan={"council": [COUNCILLOR, other]}) == []


# N-01 … N-04: the level of risk


def test_the_level_of_risk_is_one_of_four() -> None:
    broken = found("N-01", **risk("очень высокий"))
    assert broken == [("error", "/assessment/grounds/risk_level")]


@pytest.mark.parametrize("level", LEVELS)
def test_each_of_the_four_levels_is_taken(level: str) -> None:
    assert found("N-01", **risk(level)) == []


def test_low_risk_needs_a_departmental_plan_instead() -> None:
    assert found("N-02", **risk("низкий")) == [("error", "/assessment/grounds/risk_level")]


@pytest.mark.parametrize("level", LEVELS[1:])
def test_any_higher_risk_opens_a_case(level: str) -> None:
    assert found("N-02", **risk(level)) == []


@pytest.mark.parametrize("level", ["средний", "высокий"])
def test_the_curator_is_of_the_social_service(level: str) -> None:
    other = risk(level, curator_of_social_service=False)
    assert found("N-03", **other) == [("warning", "/case/curator_of_social_service")]
    assert found("N-03", **risk(level, curator_of_social_service=True)) == []
    assert found("N-03", **risk(level)) == []


@pytest.mark.parametrize("fact", ["intervened_at_once", "curator_of_social_service"])
def test_a_threat_to_life_is_met_at_once_and_with_a_curator(fact: str) -> None:
    assert found("N-04", **risk(THREAT, **{fact: False})) == [("error", f"/case/{fact}")]
    assert found("N-04", **risk(THREAT, **{fact: True})) == []
    assert found("N-04", **risk("высокий", **{fact: False})) == []


# N-05: the chain of dates


def chain(**changes: Any) -> Body:
    """Changes: the days of the procedure, all in time but those given."""
    days = {
        **CHAIN,
        "notified_on": "2026-02-19",
        "level_decided_on": "2026-02-25",
        "composed_on": "2026-03-13",
        "council_on": "2026-03-19",
        **changes,
    }
    return {
        "composed_on": days["composed_on"],
        "assessment": {
            "grounds": {name: days[name] for name in ("notified_on", "level_decided_on")}
        },
        "plan": {"council_on": days["council_on"]},
        "case": {name: days[name] for name in CHAIN},
    }


def test_steps_in_their_terms_are_in_time() -> None:
    assert found("N-05", **chain()) == []


@pytest.mark.parametrize(
    ("step", "day", "pointer"),
    [
        ("diagnosed_on", "2026-02-20", "/case/diagnosed_on"),
        ("notified_on", "2026-02-20", "/assessment/grounds/notified_on"),
        ("level_decided_on", "2026-02-26", "/assessment/grounds/level_decided_on"),
        ("composed_on", "2026-03-19", "/composed_on"),
        ("council_on", "2026-03-24", "/plan/council_on"),
    ],
)
def test_a_step_after_its_term_is_told(step: str, day: str, pointer: str) -> None:
    assert ("warning", pointer) in found("N-05", **chain(**{step: day}))


def test_a_step_before_the_one_that_calls_for_it_is_told() -> None:
    assert found("N-05", **chain(council_on="2026-03-12")) == [("warning", "/plan/council_on")]


def test_the_setting_makes_days_working_ones() -> None:
    days = {
        "detected_on": "2026-03-19",
        "diagnosed_on": "2026-03-24",
        "notified_on": "2026-03-25",
        "level_decided_on": "2026-03-30",
    }
    working = RuleSettings.of(NsoSettings(n05_days="working"))
    assert found("N-05", **chain(**days)) == [("warning", "/case/diagnosed_on")]
    assert found("N-05", SOON, working, **chain(**days)) == []


def test_the_office_may_let_the_twenty_days_run_from_the_decision_about_the_risk() -> None:
    body = chain(level_decided_on="2026-02-20", composed_on="2026-03-13")
    settings = RuleSettings.of(NsoSettings(n05_card_from="decision"))
    assert found("N-05", SOON, settings, **body) == [("warning", "/composed_on")]
    assert found("N-05", **body) == []


def test_the_office_may_let_the_ten_days_run_from_the_end_of_the_twenty() -> None:
    settings = RuleSettings.of(NsoSettings(n05_council_from="term"))
    body = chain(council_on="2026-03-27")
    assert found("N-05", **body) == [("warning", "/plan/council_on")]
    assert found("N-05", SOON, settings, **body) == []
    late = chain(council_on="2026-03-31")
    assert found("N-05", SOON, settings, **late) == [("warning", "/plan/council_on")]


def test_the_chain_is_computed_from_what_is_known() -> None:
    steps = {one["step"]: one for one in computed(**chain())["chain"]}
    assert steps["части I и II карты"] == {
        "step": "части I и II карты",
        "due": "2026-03-18",
        "done": "2026-03-13",
    }
    assert steps["Территориальный консилиум"]["due"] == "2026-03-23"


# N-07, N-04, N-12: the plan, its monitoring, supervision


def period(begin: str, end: str) -> Body:
    return {"plan": {"period": {"from": begin, "to": end}}}


@pytest.mark.parametrize("end", ["2027-01-24", "2027-01-27", "2027-02-25"])
def test_a_plan_of_another_length_than_three_months_is_told(end: str) -> None:
    assert found("N-07", **period("2026-10-26", end)) == [("warning", "/plan/period/to")]


@pytest.mark.parametrize("end", ["2027-01-25", "2027-01-26"])
def test_three_months_end_with_or_without_their_last_day(end: str) -> None:
    assert found("N-07", **period("2026-10-26", end)) == []


def test_the_end_of_the_plan_is_computed() -> None:
    assert computed()["plan_to"] == "2027-01-25"


def with_due(due: Any) -> Body:
    task = {
        "task": "Лечение",
        "measures_resources": "поликлиника",
        "due": due,
        "executors": ["мать"],
    }
    return {"plan": {"tasks": [task]}}


@pytest.mark.parametrize(
    "due", ["2026-10-25", "2027-01-26", {"from": "2026-10-01", "to": "2026-11-02"}]
)
def test_a_term_outside_of_the_plan_is_told(due: Any) -> None:
    assert found("N-07", **with_due(due)) == [("warning", "/plan/tasks/0/due")]


@pytest.mark.parametrize(
    "due", ["2026-10-26", "2027-01-25", "ежемесячно", {"from": "2026-10-26", "to": "2027-01-25"}]
)
def test_a_term_within_the_plan_is_not(due: Any) -> None:
    assert found("N-07", **with_due(due)) == []


def test_monitorings_follow_the_plan_and_one_another() -> None:
    days = ["2026-10-26", "2027-01-20", "2027-01-20"]
    broken = found("N-07", date(2027, 2, 1), monitoring=[monitoring(day) for day in days])
    assert broken == [
        ("warning", "/monitoring/0/monitored_on"),
        ("warning", "/monitoring/2/monitored_on"),
    ]


def test_a_monitoring_after_more_than_three_months_is_told() -> None:
    late, in_time = ([monitoring(day)] for day in ("2027-01-27", "2027-01-26"))
    as_of = date(2027, 2, 1)
    assert found("N-07", as_of, monitoring=late) == [("warning", "/monitoring/0/monitored_on")]
    assert found("N-07", as_of, monitoring=in_time) == []


@pytest.mark.parametrize("agreed", ["2027-01-20", "2027-04-21"])
def test_the_next_monitoring_is_agreed_for_the_next_three_months(agreed: str) -> None:
    held = [monitoring("2027-01-20", next_on=agreed)]
    assert found("N-07", date(2027, 2, 1), monitoring=held) == [
        ("warning", "/monitoring/0/next_on")
    ]
    kept = [monitoring("2027-01-20", next_on="2027-04-20")]
    assert found("N-07", date(2027, 2, 1), monitoring=kept) == []


def test_an_overdue_monitoring_is_told() -> None:
    assert found("N-07", date(2027, 1, 27)) == [("warning", "/monitoring")]
    assert found("N-07", date(2027, 1, 26)) == []


def test_under_a_threat_to_life_monitoring_is_made_on_request() -> None:
    assert found("N-07", LATER, **risk(THREAT, intervened_at_once=True)) == []
    values = computed(**risk(THREAT, intervened_at_once=True))
    assert (values["monitoring"], values["next_monitoring_due"]) == ("по запросу", None)


def test_when_the_threat_is_over_monitoring_is_regular_again() -> None:
    over = [monitoring("2026-11-02", risk_before=THREAT, risk_after="высокий")]
    values = computed(**risk(THREAT), monitoring=over)
    assert values["monitoring"] == "1 раз в 3 месяца"
    assert values["next_monitoring_due"] == "2027-02-02"


@pytest.mark.parametrize("decision", ["закрыть случай", "передать случай"])
def test_a_case_that_has_ended_needs_no_further_monitoring(decision: str) -> None:
    ended = [monitoring("2026-11-02", decision=decision)]
    assert found("N-07", LATER, monitoring=ended) == []
    assert computed(monitoring=ended)["next_monitoring_due"] is None


def test_supervision_is_once_a_month() -> None:
    appointed = {"curator_appointed_on": "2026-10-05"}
    assert computed(case=appointed)["next_supervision_due"] == "2026-11-05"
    held = {**appointed, "supervisions": ["2026-11-03", "2026-12-01"]}
    assert computed(case=held)["next_supervision_due"] == "2027-01-01"
    assert computed()["next_supervision_due"] is None


# N-09, N-10, N-13


def analysis(**rows: Any) -> Body:
    return {"assessment": {"analysis": rows}}


def test_a_card_without_one_of_the_six_sections_is_not_finished() -> None:
    assert found("N-09", **analysis(health=None)) == [("error", "/assessment/analysis/health")]


def test_a_draft_may_lack_a_section() -> None:
    findings = load(FORM, card(**analysis(health=None)), Mode.DRAFT, SOON).findings
    assert [(one.severity, one.rule) for one in findings] == [("warning", "N-09")]


def test_a_section_without_strength_and_weakness_is_told() -> None:
    task = {
        "task": "Лечение",
        "measures_resources": "больница",
        "due": "в мае",
        "executors": ["мать"],
    }
    only_tasks = {"strengths": None, "tasks": [task]}
    assert found("N-09", **analysis(health=only_tasks)) == [
        ("warning", "/assessment/analysis/health")
    ]


@pytest.mark.parametrize("side", ["strengths", "weaknesses"])
def test_one_side_or_that_nothing_was_found_is_enough(side: str) -> None:
    row = {"strengths": None, side: ["не выявлено"]}
    assert found("N-09", **analysis(health=row)) == []


def test_the_six_sections_stand_in_their_order_whatever_the_order_of_the_data() -> None:
    given = {code: {"strengths": [code]} for code in reversed(SECTIONS)}
    loaded = load(FORM, card(**analysis(**given)), Mode.FILLED, SOON)
    shown = FORM.context(loaded.data, Mode.FILLED, SOON)["assessment"]["analysis"]
    assert [row["label"] for row in shown] == list(SECTIONS.values())
    assert [row["strengths_listed"] for row in shown] == list(SECTIONS)


def test_a_section_of_another_code_is_refused() -> None:
    assert found("S-unknown", **analysis(money={"strengths": ["да"]})) == [
        ("error", "/assessment/analysis/money")
    ]


def test_a_card_is_not_approved_before_it_is_drawn_up() -> None:
    early = found("N-10", composed_on="2026-10-12", approved_on="2026-10-09")
    assert early == [("error", "/approved_on")]
    assert found("N-10", composed_on="2026-10-12", approved_on="2026-10-12") == []


@pytest.mark.parametrize("name", ["Лапин Игорь Романович", "И. Р. Лапин", "Зимина О. П."])
def test_those_who_drew_up_the_card_do_not_approve_it(name: str) -> None:
    assert found("N-10", kdn={"signer": {"full_name": name}}) == [
        ("error", "/kdn/signer/full_name")
    ]


def test_the_institution_does_not_approve_its_own_card() -> None:
    institution = card()["institution"]
    assert found("N-10", kdn={"name": institution}) == [("error", "/kdn/name")]


def test_the_commission_approves() -> None:
    signer = {"position": "Председатель комиссии", "full_name": "Ветрова Наталья Сергеевна"}
    assert found("N-10", kdn={"name": "Искитимского района", "signer": signer}) == []


def test_the_grounds_on_which_the_case_was_opened_are_ticked() -> None:
    ticked = {"grounds": {"criteria": [OPENING_GROUNDS[1]]}}
    loaded = load(FORM, card(assessment=ticked), Mode.FILLED, SOON)
    shown = FORM.context(loaded.data, Mode.FILLED, SOON)["assessment"]["grounds"]
    assert [line[0] for line in shown["criteria_ticks"]] == ["☐", "☑", "☐", "☐"]


def test_grounds_of_other_words_are_refused() -> None:
    other = {"grounds": {"criteria": ["семья попросила"]}}
    assert found("S-choice", assessment=other) == [("error", "/assessment/grounds/criteria/0")]
