"""Rules of the order: each is broken once and kept once."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from formsvc.forms.findings import Finding, Severity
from formsvc.forms.load import load
from formsvc.forms.office._settings import OfficeSettings
from formsvc.forms.registry import installed_forms
from formsvc.forms.settings import DEFAULTS, RuleSettings
from formsvc.forms.shown import Mode

AS_OF = date(2026, 11, 20)
FORMS = installed_forms()
FORM = FORMS.get("office.order")
CENTRE = "ОКУ «Льговский центр соцпомощи «Доверие»"

Body = dict[str, Any]


@pytest.fixture
def body() -> Body:
    """An order that approves a regulation, names two people and keeps every rule."""
    return deepcopy(
        {
            "organisation": {"full_name": CENTRE},
            "place": "г. Льгов",
            "number": "70",
            "date": "2026-04-25",
            "title": "О рабочей группе",
            "items": [
                {"text": "Утвердить положение о рабочей группе (прилагается)."},
                {
                    "text": "Включить в рабочую группу:",
                    "persons": [
                        {"full_name": "Сорокина Елена Андреевна", "position": "психолог"},
                        {"full_name": "Чернов И.В.", "position": "социальный педагог"},
                    ],
                },
            ],
            "control": {
                "mode": "возложить на",
                "person": {
                    "position_accusative": "заместителя директора",
                    "full_name_accusative": "Лукьянову Л. И.",
                },
            },
            "signer": {"position": "Директор", "full_name": "Тихомирова О. А."},
            "acquainted": [
                {"full_name": "Лукьянова Лариса Ивановна", "acquainted_on": "2026-04-25"},
                {"full_name": "Сорокина Е. А.", "acquainted_on": "2026-04-27"},
                {"full_name": "Чернов Игорь Викторович"},
            ],
            "hr_mark": {
                "position": "Специалист по кадрам",
                "full_name": "Тонкова И. В.",
                "date": "2026-04-27",
            },
            "attachments": [
                {
                    "approval": {
                        "by": f"приказом директора {CENTRE}",
                        "date": "2026-04-25",
                        "number": "70",
                    },
                    "kind": "Положение",
                    "title": "о рабочей группе",
                    "text": "Рабочая группа собирается раз в месяц.",
                }
            ],
        }
    )


def findings(
    body: Body, mode: Mode = Mode.FILLED, settings: RuleSettings = DEFAULTS
) -> list[Finding]:
    """All that is found in a body."""
    return list(load(FORM, body, mode, AS_OF, settings).findings)


def told(body: Body, settings: RuleSettings = DEFAULTS) -> list[tuple[str, str, str]]:
    """Rule, severity and pointer of everything that is found."""
    found = findings(body, settings=settings)
    return [(one.rule, str(one.severity), one.pointer) for one in found]


def test_an_order_that_keeps_every_rule_has_no_findings(body: Body) -> None:
    assert told(body) == []


# G-01


def test_the_date_of_the_order_may_lie_ahead_with_a_warning(body: Body) -> None:
    body["date"] = body["attachments"][0]["approval"]["date"] = "2026-11-21"
    del body["acquainted"][0]["acquainted_on"], body["acquainted"][1]["acquainted_on"]
    del body["hr_mark"]["date"]
    assert told(body) == [("G-01", "warning", "/date")]


def test_the_date_of_the_order_may_be_that_of_the_day(body: Body) -> None:
    body["date"] = body["attachments"][0]["approval"]["date"] = "2026-11-20"
    del body["acquainted"], body["hr_mark"], body["items"][1]["persons"]
    body["control"] = {"mode": "оставляю за собой"}
    assert told(body) == []


def test_the_date_of_acquaintance_may_not_lie_ahead(body: Body) -> None:
    del body["hr_mark"]
    body["acquainted"][2]["acquainted_on"] = "2026-11-21"
    assert told(body) == [("G-01", "error", "/acquainted/2/acquainted_on")]


# L-01


@pytest.mark.parametrize(
    ("kind", "limit"),
    [("families_in_danger", 6), ("families_in_hardship", 12), ("families_in_need", 24)],
)
def test_a_curator_has_no_more_families_of_a_kind_than_its_limit(
    body: Body, kind: str, limit: int
) -> None:
    body["case"] = {"curators": [{kind: limit}]}
    assert told(body) == []
    body["case"] = {"curators": [{kind: 0}, {kind: limit + 1}]}
    assert told(body) == [("L-01", "error", f"/case/curators/1/{kind}")]


def test_a_mixed_caseload_above_one_is_a_warning(body: Body) -> None:
    body["case"] = {"curators": [{"families_in_danger": 3, "families_in_hardship": 6}]}
    assert told(body) == []
    body["case"]["curators"][0]["families_in_need"] = 1
    assert told(body) == [("L-01", "warning", "/case/curators/0")]


def test_a_mixed_caseload_of_exactly_one_is_full_and_no_more(body: Body) -> None:
    load_of_three = {"families_in_danger": 2, "families_in_hardship": 4, "families_in_need": 8}
    body["case"] = {"curators": [load_of_three]}
    assert told(body) == []


def test_the_office_decides_what_a_mixed_caseload_above_one_gives(body: Body) -> None:
    body["case"] = {"curators": [{"families_in_danger": 4, "families_in_hardship": 6}]}
    refused, ignored = (RuleSettings.of(OfficeSettings(l01_mixed=it)) for it in ("error", "off"))
    assert told(body, refused) == [("L-01", "error", "/case/curators/0")]
    assert told(body, ignored) == []


# L-04


@pytest.mark.parametrize(("key", "other"), [("date", "2026-04-26"), ("number", "71")])
def test_the_approval_bears_the_date_and_number_of_the_order(
    body: Body, key: str, other: str
) -> None:
    body["attachments"][0]["approval"][key] = other
    assert told(body) == [("L-04", "error", f"/attachments/0/approval/{key}")]


def test_an_approval_without_date_and_number_takes_those_of_the_order(body: Body) -> None:
    approval = body["attachments"][0]["approval"]
    del approval["date"], approval["number"]
    assert told(body) == []


def test_an_approval_has_no_number_before_the_order_has_one(body: Body) -> None:
    del body["number"]
    assert told(body) == [("L-04", "error", "/attachments/0/approval/number")]


def _in_an_item(body: Body, text: str) -> str:
    body["items"][0]["text"] += f" Работу вести в {text}."
    return "/items/0/text"


def _in_the_preamble(body: Body, text: str) -> str:
    body["preamble"] = f"В целях развития {text}"
    return "/preamble"


def _in_the_short_name(body: Body, text: str) -> str:
    body["organisation"]["short_name"] = text
    return "/organisation/short_name"


def _in_the_attachment(body: Body, text: str) -> str:
    body["attachments"][0]["text"] = f"Группа работает в {text}."
    return "/attachments/0/text"


PLACES = [_in_an_item, _in_the_preamble, _in_the_short_name, _in_the_attachment]


@pytest.mark.parametrize("put", PLACES)
def test_a_mistake_in_the_name_of_the_organisation_is_found(
    body: Body, put: Callable[[Body, str], str]
) -> None:
    pointer = put(body, CENTRE.replace("Льговский", "Львовский"))
    assert ("L-04", "error", pointer) in told(body)


@pytest.mark.parametrize("put", PLACES)
def test_the_right_name_of_the_organisation_may_stand_anywhere(
    body: Body, put: Callable[[Body, str], str]
) -> None:
    put(body, CENTRE)
    assert told(body) == []


@pytest.mark.parametrize(
    "text",
    [
        "в Льговском центре соцпомощи «Доверие»",
        "для Льговского центра соцпомощи",
        "в Курском центре занятости",
        "с центром соцпомощи «Надежда»",
    ],
)
def test_a_declined_name_and_another_organisation_are_no_mistakes(body: Body, text: str) -> None:
    body["items"][0]["text"] += f" Работать {text}."
    assert told(body) == []


def test_the_head_with_the_mistake_of_the_source_is_found_by_its_approval(body: Body) -> None:
    body["organisation"]["full_name"] = (
        "Областное казенное учреждение социального обслуживания\n"
        "«Львовский центр социальной помощи семье и детям «Доверие»"
    )
    assert ("L-04", "error", "/attachments/0/approval/by") in told(body)


def test_the_approval_names_no_other_organisation(body: Body) -> None:
    body["attachments"][0]["approval"]["by"] = "приказом директора ОКУ «Дом ребенка «Ласточка»"
    assert told(body) == [("L-04", "error", "/attachments/0/approval/by")]


def test_the_approval_may_name_no_organisation_at_all(body: Body) -> None:
    body["attachments"][0]["approval"]["by"] = "приказом директора"
    assert told(body) == []


# L-05


def test_an_attachment_that_no_item_names_is_a_warning(body: Body) -> None:
    body["attachments"][0]["title"] = "об организации рабочей группы"
    assert told(body) == [("L-05", "warning", "/attachments/0/title")]


def test_a_sub_item_may_name_the_attachment(body: Body) -> None:
    body["items"][0] = {
        "text": "Специалистам:",
        "sub_items": [{"text": "Изучить Положение  О рабочей\nгруппе."}],
    }
    assert told(body) == []


# L-06


def test_a_person_of_a_list_who_is_not_acquainted_is_a_warning(body: Body) -> None:
    del body["acquainted"][2]
    assert told(body) == [("L-06", "warning", "/items/1/persons/1/full_name")]


def test_a_person_of_a_sub_item_is_to_be_acquainted_too(body: Body) -> None:
    body["items"][0]["sub_items"] = [
        {"text": "Пригласить:", "persons": [{"full_name": "Зимина О. В."}]}
    ]
    pointer = "/items/0/sub_items/0/persons/0/full_name"
    assert told(body) == [("L-06", "warning", pointer)]


def test_another_spelling_of_a_name_is_not_the_same_person(body: Body) -> None:
    body["acquainted"][2]["full_name"] = "Чернев Игорь Викторович"
    assert told(body) == [("L-06", "warning", "/items/1/persons/1/full_name")]


def test_the_controller_is_to_be_acquainted_whatever_the_case_of_the_name(body: Body) -> None:
    del body["acquainted"][0]
    assert told(body) == [("L-06", "warning", "/control/person/full_name_accusative")]


def test_an_order_that_names_people_has_a_list_of_acquainted(body: Body) -> None:
    del body["acquainted"]
    assert told(body) == [("L-06", "warning", "/acquainted")]


def test_the_same_person_is_not_acquainted_twice(body: Body) -> None:
    body["acquainted"].append({"full_name": "Сорокина Елена Андреевна"})
    assert told(body) == [("L-06", "error", "/acquainted/3/full_name")]


def test_namesakes_in_other_positions_are_two_people(body: Body) -> None:
    body["acquainted"].append({"full_name": "Сорокина Е. А.", "position": "воспитатель"})
    assert told(body) == []


# G-10


def test_the_same_person_does_not_endorse_twice(body: Body) -> None:
    body["options"] = {"extended": True}
    lawyer = {"position": "Юрисконсульт", "full_name": "Савин Пётр Аркадьевич"}
    body["endorsed"] = [lawyer, lawyer | {"position": "Методист"}]
    assert told(body) == []
    body["endorsed"].append(lawyer | {"full_name": "Савин П. А."})
    assert told(body) == [("G-10", "warning", "/endorsed/2/full_name")]


def test_an_order_without_a_signer_is_an_error(body: Body) -> None:
    del body["signer"]
    assert told(body) == [("S-required", "error", "/signer")]


# L-07


def test_control_that_is_given_names_a_person(body: Body) -> None:
    del body["control"]["person"]
    assert told(body) == [("L-07", "error", "/control/person")]


def test_control_is_given_or_kept_and_nothing_else(body: Body) -> None:
    body["control"]["mode"] = "возложить на комиссию"
    assert told(body) == [("L-07", "error", "/control/mode")]


def test_the_controller_has_a_position(body: Body) -> None:
    del body["control"]["person"]["position_accusative"]
    assert told(body) == [("L-07", "error", "/control/person/position_accusative")]


def test_own_control_names_nobody(body: Body) -> None:
    body["control"]["mode"] = "оставляю за собой"
    assert told(body) == [("L-07", "error", "/control/person")]
    del body["control"]["person"]
    assert told(body) == []


def test_a_controller_who_would_not_be_printed_is_refused_in_a_draft_too(body: Body) -> None:
    body["control"]["mode"] = "оставляю за собой"
    assert [one.severity for one in findings(body, Mode.DRAFT)] == [Severity.ERROR]
    del body["control"]["person"]["full_name_accusative"]
    assert ("L-07", Severity.ERROR) in [
        (one.rule, one.severity) for one in findings(body, Mode.DRAFT)
    ]


# L-08


def test_nobody_is_acquainted_before_the_order(body: Body) -> None:
    body["acquainted"][1]["acquainted_on"] = "2026-04-24"
    assert told(body) == [("L-08", "error", "/acquainted/1/acquainted_on")]


def test_the_mark_of_the_personnel_officer_follows_the_last_acquaintance(body: Body) -> None:
    body["acquainted"][1]["acquainted_on"] = "2026-04-28"
    assert told(body) == [("L-08", "error", "/hr_mark/date")]


def test_the_mark_of_the_personnel_officer_follows_the_order(body: Body) -> None:
    del body["acquainted"][0]["acquainted_on"], body["acquainted"][1]["acquainted_on"]
    body["hr_mark"]["date"] = "2026-04-24"
    assert told(body) == [("L-08", "error", "/hr_mark/date")]


def test_the_office_may_want_the_mark_on_a_later_day_than_the_last_acquaintance(
    body: Body,
) -> None:
    later = RuleSettings.of(OfficeSettings(l08_same_day=False))
    assert told(body, later) == [("L-08", "error", "/hr_mark/date")]
    body["hr_mark"]["date"] = "2026-04-28"
    assert told(body, later) == []


# L-09


@pytest.mark.parametrize("title", ["О группе", "Об отпуске", "Обо всем", "ОБ ОТПУСКЕ"])
def test_a_title_answers_the_question_about_what(body: Body, title: str) -> None:
    body["title"] = title
    assert told(body) == []


@pytest.mark.parametrize("title", ["Положение о группе", "Отпуск", "О группе.", "о группе"])
def test_a_title_of_another_shape_is_a_warning(body: Body, title: str) -> None:
    body["title"] = title
    assert told(body) == [("L-09", "warning", "/title")]


@pytest.mark.parametrize("number", ["1. ", "1.2. ", "3) "])
def test_a_number_that_is_typed_before_an_item_is_a_warning(body: Body, number: str) -> None:
    body["items"][0]["text"] = number + body["items"][0]["text"]
    assert told(body) == [("L-09", "warning", "/items/0/text")]


def test_an_item_may_begin_with_a_figure(body: Body) -> None:
    body["items"][0]["text"] = "25 апреля утвердить положение о рабочей группе."
    assert told(body) == []


def test_items_and_sub_items_are_numbered_without_gaps(body: Body) -> None:
    body["items"][0]["sub_items"] = [{"text": "Раз."}, {"text": "Два."}]
    shown = FORM.context(load(FORM, body, Mode.FILLED, AS_OF).data, Mode.FILLED, AS_OF)
    leads = [item["lines"][0]["lead"] for item in shown["items"]]
    below = [item["lines"][0]["lead"] for item in shown["items"][0]["sub_items"]]
    assert (leads, below) == (["1. ", "2. "], ["1.1. ", "1.2. "])
    assert shown["control_item"][0]["lead"].startswith("3. Контроль")


# G-06


def test_lists_of_people_stand_by_the_alphabet_where_so_wished(body: Body) -> None:
    body["items"][1]["persons"].reverse()
    body["acquainted"].reverse()

    def initials(body: Body) -> tuple[str, str]:
        data = load(FORM, body, Mode.FILLED, AS_OF).data
        paper = FORM.context(data, Mode.FILLED, AS_OF)
        names = paper["items"][1]["people"], [one["name"] for one in paper["acquaintance"]]
        return "".join(name[0] for name in names[0]), "".join(name[0] for name in names[1])

    assert initials(body) == ("ЧС", "ЧСЛ")
    assert initials({**body, "options": {"alphabetical": True}}) == ("СЧ", "ЛСЧ")


# The rest


def test_a_broken_rule_is_only_a_warning_in_a_draft(body: Body) -> None:
    del body["control"]["person"], body["signer"]
    body["acquainted"][1]["acquainted_on"] = "2026-04-24"
    assert {one.severity for one in findings(body, Mode.DRAFT)} == {Severity.WARNING}


def test_endorsements_are_refused_where_they_are_not_printed(body: Body) -> None:
    body["endorsed"] = [{"position": "Юрисконсульт", "full_name": "Савин П. А."}]
    assert told(body) == [("S-printed", "error", "/endorsed")]


@pytest.mark.parametrize("case", FORMS.samples(FORM))
def test_samples_have_no_errors_and_warn_only_of_what_the_source_has(case: str) -> None:
    sample = json.loads(FORMS.roots.sample(FORM.stem, case).read_bytes())
    expected = {"source_order": [("L-05", "warning", "/attachments/0/title")]}
    assert told(sample) == expected.get(case, [])
