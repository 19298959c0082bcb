"""From raw JSON to data or to findings, through the real form kz.plan. Invented people."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from formsvc.errors import BadRequest
from formsvc.forms.characters import LONGEST_NAME
from formsvc.forms.load import MAX_DEPTH, MAX_FINDINGS, Loaded, jsonable, load, read_json
from formsvc.forms.registry import installed_forms
from formsvc.forms.settings import DEFAULTS
from formsvc.forms.shown import Mode

REGISTRY = installed_forms()
FORM = REGISTRY.get("kz.plan")
TODAY = date(2026, 11, 20)


def sample(case: str) -> dict[str, Any]:
    """A fresh copy of a sample."""
    body: dict[str, Any] = read_json(REGISTRY.roots.sample(FORM.stem, case).read_bytes())
    return body


def changed(*changes: tuple[str, Any], case: str = "minimal") -> dict[str, Any]:
    """A sample with other values at the given places, like «actions/0/due»."""
    body = sample(case)
    for place, value in changes:
        *way, last = [int(step) if step.isdecimal() else step for step in place.split("/")]
        inside: Any = body
        for step in way:
            inside = inside[step]
        inside[last] = value
    return body


def read(body: Any, mode: Mode = Mode.FILLED) -> Loaded:
    return load(FORM, body, mode, TODAY)


def found(loaded: Loaded) -> list[tuple[str, str, str]]:
    """Severity, rule and pointer of every finding but the one on the passing of time."""
    return [(one.severity, one.rule, one.pointer) for one in loaded.findings if one.rule != "K-14"]


def refusal(body: bytes) -> BadRequest:
    with pytest.raises(BadRequest) as caught:
        read_json(body)
    return caught.value


# read_json


@pytest.mark.parametrize("body", [b'{"a": [1, "\xd0\xb0"]}', b'\xef\xbb\xbf{"a": [1, "\xd0\xb0"]}'])
def test_json_is_read_with_and_without_a_byte_order_mark(body: bytes) -> None:
    assert read_json(body) == {"a": [1, "а"]}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "строка 1, знак 1"),
        (b'{"a": 1,\n "b" 2}', "строка 2, знак 6"),
        (b"{'a': 1}", "строка 1, знак 2"),
        (b'{"a": "\x01"}', "строка 1, знак 8"),
        (b'{"a": "\xff"}', "байта 8"),
        ('{"a": 1}'.encode("utf-16"), "Не UTF-8"),
        (b'{"a": 1, "a": 2}', "дважды"),
        (b'[{"a": {"b": 1, "c": 2, "b": 1}}]', "дважды"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": [Infinity]}', "Infinity"),
        (b"-Infinity", "Infinity"),
        (b'{"a": ' + b"9" * 5000 + b"}", "Число"),
    ],
)
def test_what_is_not_json_is_refused_with_its_place(body: bytes, told: str) -> None:
    refused = refusal(body)
    assert told in refused.detail
    assert [(one.rule, one.message) for one in refused.findings] == [("S-json", refused.detail)]


def nested(depth: int) -> bytes:
    return b"[" * (depth - 1) + b"1" + b"]" * (depth - 1)


def test_nesting_is_read_down_to_its_limit() -> None:
    assert read_json(nested(MAX_DEPTH)) is not None


@pytest.mark.parametrize(
    "body",
    [nested(MAX_DEPTH + 1), nested(200_000), b'{"a":' * 200_000 + b"1" + b"}" * 200_000],
    ids=["one too deep", "lists without end", "objects without end"],
)
def test_deeper_nesting_is_refused(body: bytes) -> None:
    assert [one.rule for one in refusal(body).findings] == ["S-depth"]


@pytest.mark.parametrize(
    "name", ["\\ud800", "\\u0000", "\\u202e", "\\u200b", "\\n", "\\u4e00", "a" * (LONGEST_NAME + 1)]
)
def test_a_field_name_that_an_answer_could_not_carry_is_refused(name: str) -> None:
    assert "Имя поля" in refusal(f'{{"rows": [{{"{name}": 1}}]}}'.encode()).detail


@pytest.mark.parametrize("body", [b"[]", b'[{"guardians": []}]', b'"a"', b"1", b"null", b"true"])
def test_any_json_is_read_but_only_an_object_is_a_form(body: bytes) -> None:
    assert found(read(read_json(body))) == [("error", "S-type", "")]


# load: what is right


def test_a_body_becomes_data_with_dates() -> None:
    loaded = read(sample("minimal"))
    assert loaded.ok
    assert loaded.data["filled_on"] == date(2025, 2, 10)
    assert loaded.data["actions"][0]["due"] == date(2025, 2, 24)


@pytest.mark.parametrize("case", ["minimal", "typical", "large", "kazakh", "extended"])
def test_data_become_the_same_json_again(case: str) -> None:
    loaded = read(sample(case))
    options = {"options": loaded.data["options"]} if "options" in loaded.data else {}
    assert loaded.ok
    assert jsonable(loaded.data) == sample(case) | options


def test_line_breaks_of_windows_become_plain_ones() -> None:
    assert read(changed(("notes", "раз\r\nдва\rтри\tчетыре"))).data["notes"] == (
        "раз\nдва\nтри\tчетыре"
    )


@pytest.mark.parametrize(
    "text", ["{{ 7*7 }}", "{% raw %}", "<w:p>&amp;<b>", '=HYPERLINK("http://x")', "№ 5 < 7 > 3"]
)
def test_texts_that_look_like_code_are_texts(text: str) -> None:
    loaded = read(changed(("notes", text), ("actions/0/action", text)))
    assert loaded.ok
    assert (loaded.data["notes"], loaded.data["actions"][0]["action"]) == (text, text)


# load: what is missing


@pytest.mark.parametrize("empty", [None, "", " \n\t ", [], {}, [""], [{}], {"a": [None]}])
def test_null_empty_and_blank_count_as_missing(empty: Any) -> None:
    body = changed(("filled_on", empty), ("actions/0/action", empty), ("notes", empty))
    assert found(read(body)) == [
        ("error", "S-required", "/filled_on"),
        ("error", "S-required", "/actions/0/action"),
    ]


def test_absent_fields_are_missing() -> None:
    assert [(one.pointer, one.message) for one in read({}).findings] == [
        (f"/{name}", "Поле не заполнено.")
        for name in ("guardians", "children", "filled_on", "needs", "actions", "worker")
    ]


def test_a_blank_entry_of_a_list_is_missing_at_its_place() -> None:
    body = changed(("actions/0/responsible", ["мать", "", "врач", None]))
    assert found(read(body)) == [
        ("error", "S-required", "/actions/0/responsible/1"),
        ("error", "S-required", "/actions/0/responsible/3"),
    ]


def test_null_among_rows_is_an_error_at_its_place() -> None:
    body = changed(("needs", [{"text": "тепло"}, None, {"text": "еда"}]))
    (one,) = read(body).findings[:1]
    assert (one.severity, one.pointer) == ("error", "/needs/1")
    assert one.label.endswith("реализовать потребности ребенка), строка 2")


# load: what is wrong


@pytest.mark.parametrize(
    ("place", "value", "rule"),
    [
        ("guardians", "мать", "S-type"),
        ("guardians", {"full_name": "Юн Ада"}, "S-type"),
        ("guardians/0", ["Юн Ада"], "S-type"),
        ("guardians/0/full_name", 5, "S-type"),
        ("guardians/0/full_name", {"surname": "Юн"}, "S-type"),
        ("guardians/0/full_name", "Юн\nАда", "G-11"),
        ("guardians/0/full_name", "Ю" * 301, "S-length"),
        ("children/0/sex", "неясен", "S-choice"),
        ("children/0/sex", ["мужской"], "S-choice"),
        ("filled_on", "10.02.2025", "S-date"),
        ("filled_on", "2025-02-30", "S-date"),
        ("filled_on", "2025-2-10", "S-date"),
        ("filled_on", "0025-02-10", "S-date"),
        ("filled_on", 20250210, "S-date"),
        ("actions/0/due", 24, "S-type"),
        ("actions/0/due", ["2025-02-24"], "S-type"),
        ("actions/0/due", "2025-02-30", "S-date"),
        ("filled_on", "２０２５-02-24", "S-date"),
        ("actions/0/action", "а\n" * 201, "S-length"),
        ("notes", "а\n" * 1001, "S-length"),
        ("actions/0/due", {"from": "2025-02-24"}, "S-date"),
        ("actions/0/due", {"from": "2025-02-24", "to": "2025-02-23"}, "S-date"),
        ("actions/0/responsible", "мать", "S-type"),
        ("actions", [{"action": "а", "due": "б", "responsible": ["в"]}] * 501, "S-length"),
        ("notes", True, "S-type"),
        ("notes", "а" * 20_001, "S-length"),
        ("notes", "\ud83d", "G-11"),
        ("notes", "план\u202e", "G-11"),
        ("notes", "и\u0306", "G-11"),
        ("worker", "Тен", "S-type"),
        ("options", {"min_review_sections": 1.5}, "S-range"),
        ("options", {"min_review_sections": True}, "S-range"),
        ("options", {"min_review_sections": 101}, "S-range"),
        ("options", {"min_review_sections": float("inf")}, "S-range"),
        ("options", {"min_review_sections": 10**400}, "S-range"),
        ("options", {"extended": "да"}, "S-type"),
        ("case", [1], "S-type"),
    ],
)
def test_a_wrong_value_is_refused_at_its_place(place: str, value: Any, rule: str) -> None:
    ((severity, broken, pointer),) = found(read(changed((place, value))))
    assert (severity, broken) == ("error", rule)
    assert pointer.startswith(f"/{place}")


def test_the_position_of_a_refused_character_is_told() -> None:
    (one, *_) = read(changed(("notes", "план\u202e"))).findings
    assert one.message == "Знак номер 5 нельзя напечатать: U+202E (невидимый знак)."


@pytest.mark.parametrize(
    ("place", "pointer", "label"),
    [
        ("фамилия", "/фамилия", "фамилия"),
        ("annex", "/annex", "annex"),  # printed by the form itself
        ("number", "/number", "number"),
        ("actions/0/~", "/actions/0/~0", "План действий, строка 1: ~"),
        ("case/police", "/case/police", "сведения для проверок: police"),
    ],
)
def test_an_unknown_field_is_refused_by_its_name(place: str, pointer: str, label: str) -> None:
    body = changed((place, "что-то"), case="typical")
    (one,) = read(body).findings
    assert (one.severity, one.rule, one.pointer) == ("error", "S-unknown", pointer)
    assert one.label == label


def test_a_slash_in_an_unknown_name_is_escaped() -> None:
    assert found(read(sample("minimal") | {"a/b": None})) == [("error", "S-unknown", "/a~1b")]


@pytest.mark.parametrize(
    ("place", "value", "label"),
    [
        ("filled_on", "завтра", "Дата заполнения"),
        ("notes", 1, "Примечания, дополнения"),
        ("actions/2/due", 1, "План действий, строка 3: Сроки"),
        ("actions/2/responsible/0", 1, "План действий, строка 3: Ответственные, строка 1"),
        ("actions/0/done_mark/date", "1", "План действий, строка 1: Отметка о выполнении: дата"),
        ("guardians/1/age", 58, "Родители или опекуны, строка 2: возраст"),
        ("worker/position", 1, "Социальный работник: Должность"),
        (
            "reviews/1/actions/0/due",
            1,
            "2. Пересмотр индивидуального плана сопровождения семьи:"
            " Пересмотренный план действий, строка 1: Сроки",
        ),
        ("reviews/0", 1, "1. Пересмотр индивидуального плана сопровождения семьи"),
        ("case/closing/closed_on", 1, "сведения для проверок: закрытие дела: дата закрытия дела"),
    ],
)
def test_a_place_is_named_in_the_words_of_the_form(place: str, value: Any, label: str) -> None:
    (one,) = read(changed((place, value), case="typical")).findings
    assert one.label == label


def test_all_that_is_wrong_is_told_at_once() -> None:
    body = changed(
        ("guardians/0/full_name", 5),
        ("guardians/1/age", ""),
        ("worker/position", "раб\u0000отник"),
        ("actions/0/due", "2024-02-29"),
        ("actions/1/due", {"from": "2024-03-01"}),
        ("actions/2/expected_result", "пособие"),
        ("reviews/0/meeting_date", "2024-02-30"),
        ("reviews/1/participants/4/full_name", None),
        ("case/birth_dates/0", "2031-01-01"),
        ("подпись", "х"),
        case="typical",
    )
    assert {(rule, pointer) for _, rule, pointer in found(read(body))} == {
        ("S-type", "/guardians/0/full_name"),
        ("S-required", "/guardians/1/age"),
        ("G-11", "/worker/position"),
        ("K-11", "/actions/0/due"),
        ("S-date", "/actions/1/due"),
        ("S-printed", "/actions/2/expected_result"),
        ("S-date", "/reviews/0/meeting_date"),
        ("S-required", "/reviews/1/participants/4/full_name"),
        ("G-01", "/case/birth_dates/0"),
        ("G-02", "/case/birth_dates/0"),
        ("G-04", "/children/0/age"),
        ("S-unknown", "/подпись"),
    }


def test_rules_say_nothing_of_what_could_not_be_read() -> None:
    body = changed(("reviews/0/actions", "нет"), ("actions/0/responsible", 1), case="typical")
    assert {pointer for _, _, pointer in found(read(body))} == {
        "/actions/0/responsible",
        "/reviews/0/actions",
    }


def test_an_entry_that_could_not_be_read_does_not_move_what_is_told_of_the_others() -> None:
    dates = ["2025-02-12", "вчера", "2025-02-18", "2031-01-01"]
    body = changed(("case", {"contacts": [{"whom": "расширенная семья", "dates": dates}]}))
    assert found(read(body)) == [("error", "S-date", "/case/contacts/0/dates/1")]


def test_after_a_thousand_findings_the_others_are_counted() -> None:
    body = sample("typical") | {f"k{number}": 1 for number in range(MAX_FINDINGS + 500)}
    loaded = read(body)
    *first, last = loaded.findings
    assert {one.rule for one in first} == {"S-unknown"}
    assert (len(first), last.rule, last.severity) == (MAX_FINDINGS, "S-more", "error")
    assert str(MAX_FINDINGS + 500) in last.message


def test_a_rejected_value_is_never_told() -> None:
    secret = "Тайнова"
    places = ["filled_on", "actions", "children/0/sex", "guardians/0", "worker", "needs/0/kind"]
    body = changed(
        *((place, secret) for place in places),
        ("notes", f"{secret}\u0007"),
        ("case", {"risk_level": secret, "birth_dates": [secret]}),
        ("options", {"extended": secret, "min_review_sections": secret}),
    )
    told = [one.as_json() for one in read(body).findings]
    assert len(told) == 11
    assert secret not in json.dumps(told, ensure_ascii=False)


# load: what the chosen variant would not print

EXTENDED = [
    ("family", [{"full_name": "Сорокина Марина Валерьевна"}]),
    ("actions/0/expected_result", "прививки сделаны"),
    ("reviews/0/actions/0/expected_result", "ребенок говорит"),
    ("reviews/0/absence_reason", "болезнь"),
    ("reviews/1/decision", "закрытие дела"),
    ("reviews/0/next_review_on", "2025-02-18"),
]


@pytest.mark.parametrize(("place", "value"), EXTENDED)
@pytest.mark.parametrize("mode", [Mode.FILLED, Mode.DRAFT])
@pytest.mark.parametrize("options", [{}, None, {"extended": False}, {"extended": None}])
def test_values_of_the_extended_variant_are_refused_without_it(
    place: str, value: Any, mode: Mode, options: Any
) -> None:
    body = changed((place, value), ("options", options), case="typical")
    assert found(read(body, mode)) == [("error", "S-printed", f"/{place}")]


@pytest.mark.parametrize(("place", "value"), EXTENDED)
def test_values_of_the_extended_variant_are_taken_with_it(place: str, value: Any) -> None:
    body = changed((place, value), ("options", {"extended": True}), case="typical")
    assert found(read(body)) == []


@pytest.mark.parametrize(("place", "_"), EXTENDED)
def test_empty_values_of_the_extended_variant_lose_nothing(place: str, _: Any) -> None:
    assert found(read(changed((place, ""), case="typical"))) == []


# load: drafts


def test_what_a_draft_lacks_is_only_a_warning() -> None:
    body = changed(("filled_on", None), ("actions/0/due", ""), ("worker", {}))
    loaded = read(body, Mode.DRAFT)
    assert loaded.ok
    assert found(loaded) == [
        ("warning", "S-required", "/filled_on"),
        ("warning", "S-required", "/actions/0/due"),
        ("warning", "S-required", "/worker"),
    ]
    assert loaded.data["actions"][0]["responsible"] == ["мать"]


def test_an_empty_draft_is_a_draft() -> None:
    loaded = read({}, Mode.DRAFT)
    assert loaded.ok
    assert {(one.severity, one.rule) for one in loaded.findings} == {("warning", "S-required")}


def test_what_is_wrong_in_a_draft_is_an_error_beside_the_warnings() -> None:
    body = changed(("filled_on", None), ("actions/0/due", 5), ("notes", "\u202e"), ("worker", {}))
    loaded = read(body, Mode.DRAFT)
    assert not loaded.ok
    assert found(loaded) == [
        ("warning", "S-required", "/filled_on"),
        ("error", "S-type", "/actions/0/due"),
        ("error", "G-11", "/notes"),
        ("warning", "S-required", "/worker"),
    ]


def test_a_broken_rule_is_only_a_warning_in_a_draft() -> None:
    body = changed(("actions/0/due", "2025-02-01"), ("case", {"information_confirmed": False}))
    assert sorted(found(read(body, Mode.DRAFT))) == [
        ("warning", "K-05", "/case/information_confirmed"),
        ("warning", "K-11", "/actions/0/due"),
    ]


def test_blank_entries_of_a_draft_are_left_out() -> None:
    loaded = read(changed(("actions/0/responsible", ["", "мать", None])), Mode.DRAFT)
    assert loaded.ok
    assert loaded.data["actions"][0]["responsible"] == ["мать"]


def places(value: Any, way: tuple[str, ...] = ()) -> Iterator[str]:
    """Every place of a body below its top."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in inside:
        yield "/".join((*way, str(step)))
        if isinstance(inner, dict | list):
            yield from places(inner, (*way, str(step)))


# A period is one value: without one of its ends it is wrong, not missing.
FIELDS = [
    place
    for place in places(sample("extended"))
    if not place.split("/")[-1].isdecimal() and "/due/" not in place
]


@pytest.mark.parametrize("place", FIELDS)
def test_a_draft_without_any_one_field_is_still_a_draft(place: str) -> None:
    loaded = read(changed((place, None), case="extended"), Mode.DRAFT)
    refused = {rule for severity, rule, _ in found(loaded) if severity == "error"}
    assert refused == ({"S-printed"} if place in ("options", "options/extended") else set())
    assert FORM.computed(loaded.data, TODAY, DEFAULTS).keys() == {
        "next_review_due",
        "contacts",
        "next_contacts",
    }
