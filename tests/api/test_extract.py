"""Files that come back: what is in them is given out, and what is wrong with them is told."""

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from flask.testing import FlaskClient

from formsvc import embedding
from tests.api.support import AS_OF, FORMATS, assert_problem, post, sample

ENVELOPE = {
    "form": "kz.plan",
    "edition": "order-907-2010",
    "engine": "formsvc 9.9.9",
    "as_of": AS_OF,
    "mode": "filled",
    "layout": "kz",
    "data": {"notes": "Примечание"},
}
SPOILT: dict[str, dict[str, Any]] = {
    "no form": {"form": None},
    "form of another type": {"form": ["kz.plan"]},
    "edition of another type": {"edition": 1},
    "data of another type": {"data": ["Примечание"]},
    "no data": {"data": None},
    "unknown mode": {"mode": "blank"},
    "mode of another type": {"mode": {}},
    "layout of another type": {"layout": 0},
}


def carrying(client: FlaskClient, envelope: dict[str, Any], extension: str = "docx") -> bytes:
    """A blank with an envelope inside."""
    blank = client.get(f"/v1/forms/kz.plan/blank?format={extension}&as_of={AS_OF}")
    return embedding.embed(blank.data, extension, envelope)


@pytest.mark.parametrize("extension", FORMATS)
def test_the_findings_about_the_data_are_told_with_them(
    client: FlaskClient, extension: str
) -> None:
    found = client.post("/v1/extract", data=carrying(client, ENVELOPE, extension))
    assert found.status_code == 200
    told = found.get_json()
    assert {name: told[name] for name in ENVELOPE} == ENVELOPE
    assert ("/guardians", "S-required") in [
        (finding["pointer"], finding["rule"]) for finding in told["findings"]
    ]


@pytest.mark.parametrize("other", [{"form": "xx.nope"}, {"edition": "another"}])
def test_data_of_an_unknown_form_are_given_back_unchecked(
    client: FlaskClient, other: dict[str, str]
) -> None:
    found = client.post("/v1/extract", data=carrying(client, ENVELOPE | other)).get_json()
    assert found["data"] == ENVELOPE["data"]
    assert [finding["rule"] for finding in found["findings"]] == ["F-unknown"]


@pytest.mark.parametrize("name", SPOILT)
def test_an_envelope_that_is_none_of_ours_is_refused(client: FlaskClient, name: str) -> None:
    answer = client.post("/v1/extract", data=carrying(client, ENVELOPE | SPOILT[name]))
    assert "повреждены" in assert_problem(answer, 422)["detail"]


def test_what_no_form_would_take_is_given_back_as_it_is(client: FlaskClient) -> None:
    data = {"notes": "\x00\ud83d\u202e", "deep": [[[[1]]]], "\ud800": 1}
    answer = client.post("/v1/extract", data=carrying(client, ENVELOPE | {"data": data}))
    assert answer.status_code == 200
    assert answer.get_json()["data"] == data


def test_a_document_that_was_edited_since_is_told_from_one_that_was_not(
    client: FlaskClient,
) -> None:
    made = post(client, "kz.plan", sample("kz.plan"), embed="true").data
    document = Document(BytesIO(made))
    document.add_paragraph("Дописано от руки")
    edited = BytesIO()
    document.save(edited)
    for content, is_edited in ((made, False), (edited.getvalue(), True)):
        assert client.post("/v1/extract", data=content).get_json()["edited"] is is_edited
