"""What the options and the modes of the assessment change on its paper. Invented people."""

import json
from datetime import date
from typing import Any

from formsvc.forms.load import load
from formsvc.forms.registry import installed_forms
from formsvc.forms.shown import Mode

REGISTRY = installed_forms()
FORM = REGISTRY.get("kz.assessment")
TODAY = date(2026, 11, 20)
SLIPS = ("лиц проживающих в доме", "Описание понимание родителями")
CORRECTED = ("лиц, проживающих в доме", "Описание понимания родителями")


def shown(case: str, mode: Mode = Mode.FILLED, **changes: Any) -> dict[str, Any]:
    """The context of a sample with other values at its top level."""
    sample = json.loads(REGISTRY.roots.sample(FORM.stem, case).read_bytes())
    data = load(FORM, {**sample, **changes}, mode, TODAY).data
    return FORM.context(data, mode, TODAY)


def hints(context: dict[str, Any]) -> list[str]:
    boxes = [box for box in context.values() if isinstance(box, dict)]
    return [text for box in boxes for name, text in box.items() if name.endswith("hint")]


def test_a_finished_report_has_no_hints_unless_they_are_wanted() -> None:
    assert not any(hints(shown("minimal")))
    assert all(hints(shown("minimal", options={"hints": True})))


def test_the_empty_form_has_its_seven_hints_word_for_word() -> None:
    told = hints(FORM.context({}, Mode.BLANK, TODAY))
    assert len(told) == 7
    assert all(any(slip in hint for hint in told) for slip in SLIPS)


def test_the_slips_of_the_original_are_mended_by_an_option() -> None:
    options = {"hints": True, "corrected_labels": True}
    told = " ".join(hints(shown("minimal", options=options)))
    assert all(words in told for words in CORRECTED)
    assert not any(slip in told for slip in SLIPS)


def test_the_line_below_the_title_may_be_replaced() -> None:
    assert shown("minimal")["subtitle"] == "(приложение № 7 (б) к приказу 907, МЗ РК)"
    assert shown("minimal", options={"subtitle": "(форма 7)"})["subtitle"] == "(форма 7)"


def test_the_name_of_each_child_stands_above_its_text() -> None:
    children = shown("typical")["child_health_development"]["children"]
    assert [child["heading"] for child in children] == [
        "Левченко Мария Андреевна",
        "Левченко Тимур Андреевич",
    ]


def test_in_a_draft_a_child_that_is_not_named_among_others_has_a_place_for_its_name() -> None:
    texts = {"children": [{"text": "Здоров."}, {"text": "Здорова."}]}
    drafted = shown("minimal", Mode.DRAFT, child_health_development=texts)
    headings = [child["heading"] for child in drafted["child_health_development"]["children"]]
    assert all(set(heading) == {"_"} for heading in headings)


def test_a_box_that_its_list_fills_has_no_rules_for_more() -> None:
    listed = {"items": [{"text": "Составить план"}]}
    box = shown("minimal", recommendations=listed)["recommendations"]
    assert [item["line"] for item in box["items"]] == ["1. Составить план"]
    assert box["words"].lines == 0


def test_an_empty_box_is_ruled_in_a_draft_and_on_the_empty_form() -> None:
    assert shown("minimal", Mode.DRAFT, history=None)["history"]["words"].lines == 5
    assert FORM.context({}, Mode.BLANK, TODAY)["history"]["words"].lines == 5


def test_an_event_is_told_with_its_problem_and_the_help() -> None:
    event = {
        "when": {"from": "2024-03-01", "to": "2024-06-30"},
        "event": "отец без работы",
        "problem": "долги",
        "help_received": "адресная помощь",
    }
    (entry,) = shown("minimal", history={"events": [event]})["history"]["events"]
    assert entry["line"].split("\n") == [
        "с 01.03.2024 по 30.06.2024 — отец без работы",
        "Испытанные проблемы: долги",
        "Полученная помощь: адресная помощь",
    ]


def test_a_date_of_an_event_is_written_as_a_date() -> None:
    event = {"when": "2022-05-17", "event": "рождение ребенка"}
    (entry,) = shown("minimal", history={"events": [event]})["history"]["events"]
    assert entry["line"] == "17.05.2022 — рождение ребенка"


def test_a_begun_line_of_a_draft_has_rules_for_what_it_lacks() -> None:
    timing = {"contacts": [{"place": "дом семьи"}], "involved": [{"role": "педиатр"}]}
    box = shown("minimal", Mode.DRAFT, timing=timing)["timing"]
    assert box["contacts"][0]["line"].startswith("___")
    assert box["involved"][0]["line"].endswith("_, педиатр")


def test_number_and_date_of_the_extended_report_may_be_left_to_the_hand() -> None:
    worker = {"position": "Психолог", "full_name": "Ли Роза Хановна"}
    context = shown("minimal", options={"extended": True}, workers=[worker])
    (line,) = context["registration"]
    assert line["left"].startswith("«___»")
    assert line["right"].endswith("___")
