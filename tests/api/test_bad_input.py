"""Bad input over HTTP: a 4xx with a pointer to the field, never a 500 and never a lost value."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.api.fields import Path, at, changed, fields, not_given, objects, pointer, without
from tests.api.support import AS_OF, IDS, assert_problem, errors, post, sample
from tests.documents.drawn import validator

WRONG: tuple[Any, ...] = (True, 7, 1.5, "слово", ["слово"], {"нет": 1}, None)
UNREADABLE = {
    "empty": b"",
    "blank": b"  \n",
    "cut": b'{"notes": "',
    "two values": b"{} {}",
    "single quotes": b"{'notes': 1}",
    "comment": b'{} // {"a": 1}',
    "trailing comma": b'{"notes": 1,}',
    "latin-1": b'{"notes": "\xe9"}',
    "utf-16": '{"notes": "a"}'.encode("utf-16"),
    "overlong": b'{"notes": "\xc0\xaf"}',
    "surrogates in utf-8": b'{"notes": "\xed\xa0\x80"}',
    "raw control character": b'{"notes": "a\x00b"}',
    "raw line break": b'{"notes": "a\nb"}',
    "NaN": b'{"notes": NaN}',
    "Infinity": b'{"notes": [Infinity]}',
    "-Infinity": b"-Infinity",
    "long number": b'{"notes": ' + b"9" * 5_000 + b"}",
    "doubled key": b'{"notes": "a", "notes": "b"}',
    "doubled key within": b'{"worker": {"full_name": "a", "full_name": "b"}}',
    "xml": b"<notes/>",
    "surrogate in a name": b'{"\\ud800": 1}',
    "control character in a name": b'{"a\\u0007b": 1}',
    "long name": b'{"' + b"a" * 1_000 + b'": 1}',
}
NO_OBJECTS = (b"null", b"true", b"1", b"1e999", b'"text"', b"[]", b'["text"]', b"[{}]")
UNPRINTABLE = {
    "NUL": "\x00",
    "bell": "\x07",
    "vertical tab": "\x0b",
    "form feed": "\x0c",
    "escape": "\x1b",
    "delete": "\x7f",
    "next line": "\x85",
    "soft hyphen": "\xad",
    "half a pair": "\ud83d",
    "the other half": "\ude00",
    "noncharacter": "\uffff",
    "byte order mark": "\ufeff",
    "replacement": "\ufffd",
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "left-to-right override": "\u202d",
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "emoji": "😀",
    "flag": "🇰🇿",
    "Chinese": "家",
    "Arabic": "عائلة",
    "private use": "\ue000",
}


def typical_fields(schema: dict[str, Any], body: Any) -> Iterator[tuple[Path, bool]]:
    """Every field once: of many rows the first that shows it."""
    seen = set()
    for path, _, required in fields(schema, body):
        kind = tuple(step for step in path if isinstance(step, str))
        if kind not in seen:
            seen.add(kind)
            yield path, required


@pytest.mark.parametrize("form_id", IDS)
def test_a_value_of_a_wrong_type_is_refused_at_its_field_as_the_schema_says(
    client: FlaskClient, form_id: str
) -> None:
    schema = client.get(f"/v1/forms/{form_id}/schema").get_json()
    accepted = validator(schema)
    body, refused = sample(form_id), 0
    necessity = {path: required for path, _, required in fields(schema, body)}
    for path, _ in typical_fields(schema, body):
        for value in WRONG:
            spoilt = changed(body, path, value)
            report = post(client, form_id, spoilt, "validate").get_json()
            place = not_given(body, path) if value is None else path
            told = [where for where, _ in errors(report) if is_within(where, place)]
            if accepted.is_valid(spoilt):
                of_types = [rule for _, rule in errors(report) if rule == "S-type"]
                assert not of_types, (path, value)
            elif value is not None or necessity[place]:
                assert told, (path, value, errors(report))
                refused += 1
    assert refused > 50


def is_within(where: str, path: Path) -> bool:
    """Whether a pointer names the field itself or a place inside it."""
    return where == pointer(path) or where.startswith(pointer(path) + "/")


@pytest.mark.parametrize("form_id", IDS)
def test_a_document_is_refused_where_its_data_are(client: FlaskClient, form_id: str) -> None:
    schema = client.get(f"/v1/forms/{form_id}/schema").get_json()
    body = sample(form_id)
    for path, _ in list(typical_fields(schema, body))[:10]:
        answer = post(client, form_id, changed(body, path, 1.5))
        assert any(is_within(where, path) for where, _ in errors(assert_problem(answer, 422)))


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("nothing", ["missing", "null", "empty"])
def test_every_required_field_that_is_not_there_is_told(
    client: FlaskClient, form_id: str, nothing: str
) -> None:
    schema = client.get(f"/v1/forms/{form_id}/schema").get_json()
    body, refused = sample(form_id), 0
    necessity = {path: required for path, _, required in fields(schema, body)}
    for path, required in typical_fields(schema, body):
        if required and at(body, path) is not None:
            spoilt = (
                without(body, path)
                if nothing == "missing"
                else changed(body, path, None if nothing == "null" else "")
            )
            told = errors(post(client, form_id, spoilt, "validate").get_json())
            place = not_given(body, path)
            assert ((pointer(place), "S-required") in told) == necessity[place], told
            refused += necessity[place]
    assert refused


@pytest.mark.parametrize("form_id", IDS)
def test_an_unknown_field_is_told_at_every_level(client: FlaskClient, form_id: str) -> None:
    schema = client.get(f"/v1/forms/{form_id}/schema").get_json()
    body = sample(form_id)
    for path in objects(schema, body):
        unknown = (*path, "unknown")
        told = errors(assert_problem(post(client, form_id, changed(body, unknown, "x")), 422))
        assert (pointer(unknown), "S-unknown") in told, told


def test_all_errors_of_a_document_are_told_at_once_and_rows_by_their_number(
    client: FlaskClient,
) -> None:
    body = sample("kz.plan", "minimal")
    row = body["actions"][0]
    body |= {"filled_on": "вчера", "unknown": 1, "notes": "\x00", "worker": None}
    body["actions"] = [row, {**row, "due": 5}, row, {**row, "action": "", "responsible": "мать"}]
    problem = assert_problem(post(client, "kz.plan", body), 422)
    assert set(errors(problem)) == {
        ("/filled_on", "S-date"),
        ("/unknown", "S-unknown"),
        ("/notes", "G-11"),
        ("/worker", "S-required"),
        ("/actions/1/due", "S-type"),
        ("/actions/3/action", "S-required"),
        ("/actions/3/responsible", "S-type"),
    }
    labels = {one["pointer"]: one["label"] for one in problem["findings"]}
    assert labels["/actions/1/due"] == "План действий, строка 2: Сроки"
    assert labels["/actions/3/responsible"] == "План действий, строка 4: Ответственные"


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_json_is_refused_with_its_place(client: FlaskClient, name: str) -> None:
    for call in ("documents", "validate"):
        path = f"/v1/forms/{IDS[0]}/{call}"
        answer = client.post(path, data=UNREADABLE[name], content_type="application/json")
        findings = assert_problem(answer, 400)["findings"]
        assert [(one["rule"], one["pointer"]) for one in findings] == [("S-json", "")]


def test_the_place_of_a_fault_in_json_is_line_and_column(client: FlaskClient) -> None:
    body = '{\n  "notes": "слово",\n  "worker": нет\n}'.encode()
    path = f"/v1/forms/{IDS[0]}/documents"
    problem = assert_problem(client.post(path, data=body, content_type="application/json"), 400)
    assert "строка 3, знак 13" in problem["detail"]


@pytest.mark.parametrize("body", NO_OBJECTS)
def test_json_that_is_no_object_is_refused_as_a_whole(client: FlaskClient, body: bytes) -> None:
    for form_id in IDS:
        path = f"/v1/forms/{form_id}/documents"
        answer = client.post(path, data=body, content_type="application/json")
        assert ("", "S-type") in errors(assert_problem(answer, 422))


def test_a_byte_order_mark_is_no_fault(client: FlaskClient) -> None:
    body = json.dumps(sample("kz.plan")).encode("utf-8-sig")
    path = f"/v1/forms/kz.plan/documents?as_of={AS_OF}"
    assert client.post(path, data=body, content_type="application/json").status_code == 200


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("name", UNPRINTABLE)
def test_a_character_that_cannot_be_printed_is_refused_by_its_place_and_code(
    client: FlaskClient, form_id: str, name: str
) -> None:
    schema = client.get(f"/v1/forms/{form_id}/schema").get_json()
    body, char = sample(form_id), UNPRINTABLE[name]
    texts = [path for path, one, _ in fields(schema, body) if is_free_text(one)]
    assert texts
    for path in (texts[0], texts[len(texts) // 2], texts[-1]):
        problem = assert_problem(post(client, form_id, changed(body, path, f"аб{char}в")), 422)
        messages = {one["pointer"]: one["message"] for one in problem["findings"]}
        assert (pointer(path), "G-11") in errors(problem)
        assert f"Знак номер 3 нельзя напечатать: U+{ord(char[0]):04X}" in messages[pointer(path)]


def is_free_text(schema: dict[str, Any]) -> bool:
    """Whether any text may stand in the field."""
    return "maxLength" in schema


@pytest.mark.parametrize("form_id", IDS)
def test_the_same_characters_are_refused_in_every_format(client: FlaskClient, form_id: str) -> None:
    schema = client.get(f"/v1/forms/{form_id}/schema").get_json()
    body = sample(form_id)
    path = next(path for path, one, _ in fields(schema, body) if is_free_text(one))
    spoilt = changed(body, path, "а\u202eб")
    told = [
        errors(assert_problem(post(client, form_id, spoilt, format=extension), 422))
        for extension in ("docx", "xlsx", "pdf")
    ]
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize("form_id", IDS)
def test_the_pointer_of_every_error_leads_into_the_body(client: FlaskClient, form_id: str) -> None:
    body = json.loads(re.sub(r'"\d{4}-\d\d-\d\d"', '"2026-02-30"', json.dumps(sample(form_id))))
    told = errors(assert_problem(post(client, form_id, body), 422))
    assert told
    for where, _ in told:
        path: Path = tuple(int(step) if step.isdigit() else step for step in where.split("/")[1:])
        assert at(body, path) is not None, where
