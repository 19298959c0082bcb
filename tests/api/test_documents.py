"""Documents over HTTP: which format, which bytes, which headers."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from tests.api.support import (
    AS_OF,
    FORMATS,
    IDS,
    MEDIA_TYPES,
    assert_problem,
    headers,
    post,
    sample,
    text_fields,
)
from tests.documents import support as documents
from tests.documents.reading import whole

DOCX, XLSX, PDF = (MEDIA_TYPES[extension] for extension in FORMATS)
SIGNATURES = {"docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "pdf": b"%PDF-1.7"}
ACCEPTED = [
    (None, "docx"),
    ("", "docx"),
    ("*/*", "docx"),
    ("application/*", "docx"),
    ("application/json, text/plain, */*", "docx"),
    (DOCX, "docx"),
    (XLSX, "xlsx"),
    (PDF, "pdf"),
    (PDF.upper(), "pdf"),
    (f"{PDF};q=0.5, {XLSX};q=0.9", "xlsx"),
    (f"{XLSX}, {DOCX};q=0", "xlsx"),
    (f"{DOCX};q=0, */*", "xlsx"),
    (f"*/*;q=0.1, {PDF}", "pdf"),
]
REFUSED = [
    "text/html",
    "application/json",
    "image/*",
    "application/msword",
    f"{PDF};q=0",
    "nonsense",
]


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("extension", FORMATS)
def test_a_sample_becomes_a_document_with_its_headers(
    client: FlaskClient, form_id: str, extension: str
) -> None:
    answer = post(client, form_id, sample(form_id), format=extension)
    assert answer.status_code == 200
    assert answer.data.startswith(SIGNATURES[extension])
    assert answer.content_type == MEDIA_TYPES[extension]
    assert answer.content_length == len(answer.data)
    told = headers(answer)
    assert told["Content-Disposition"] == f'attachment; filename="{form_id}.{extension}"'
    assert told["Formsvc-As-Of"] == AS_OF
    assert told["Formsvc-Engine"]
    assert told["Cache-Control"] == "no-store"
    assert told["Vary"] == "Accept"
    assert re.fullmatch('"[0-9a-f]{64}"', told["ETag"])
    assert told["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("form_id", IDS)
def test_the_headers_of_a_document_hold_no_data(client: FlaskClient, form_id: str) -> None:
    body = sample(form_id)
    told = str(post(client, form_id, body).headers)
    values = [_at(body, path) for path in text_fields(body)]
    assert not [value for value in values if len(value) > 3 and value in told]


def _at(body: Any, pointer: str) -> str:
    for step in pointer.split("/")[1:]:
        body = body[int(step) if isinstance(body, list) else step]
    return str(body)


def test_the_warnings_of_a_document_are_named_by_their_rules(client: FlaskClient) -> None:
    body = sample("kz.plan", "minimal") | {"filled_on": "2021-02-01"}
    report = post(client, "kz.plan", body, "validate").get_json()
    answer = post(client, "kz.plan", body)
    rules = {finding["rule"] for finding in report["findings"]}
    assert "F-edition" in rules
    assert answer.headers["Formsvc-Findings"] == ", ".join(sorted(rules))


@pytest.mark.parametrize(("accept", "extension"), ACCEPTED)
def test_the_accept_header_chooses_the_format(
    client: FlaskClient, accept: str | None, extension: str
) -> None:
    sent = {} if accept is None else {"Accept": accept}
    answer = client.get(f"/v1/forms/{IDS[0]}/blank?as_of={AS_OF}", headers=sent)
    assert answer.status_code == 200
    assert answer.content_type == MEDIA_TYPES[extension]


@pytest.mark.parametrize("accept", REFUSED)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_format_that_is_not_made_is_not_acceptable(
    client: FlaskClient, accept: str, method: str
) -> None:
    call = {"GET": "blank", "POST": "documents"}[method]
    path = f"/v1/forms/{IDS[0]}/{call}"
    answer = client.open(path, method=method, headers={"Accept": accept}, json=sample(IDS[0]))
    assert PDF in assert_problem(answer, 406)["detail"]


def test_the_parameter_is_stronger_than_the_accept_header(client: FlaskClient) -> None:
    answer = client.get(f"/v1/forms/{IDS[0]}/blank?format=xlsx", headers={"Accept": PDF})
    assert answer.content_type == XLSX


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("extension", ["docx", "xlsx"])
def test_the_etag_tells_documents_apart_and_knows_the_same(
    client: FlaskClient, form_id: str, extension: str
) -> None:
    body = sample(form_id)
    asked: list[dict[str, str]] = [
        {},
        {"mode": "draft"},
        {"layout": "gost_2016"},
        {"embed": "true"},
        {"embed": "true", "as_of": "2026-11-21"},
    ]
    tags = [post(client, form_id, body, format=extension, **one).headers["ETag"] for one in asked]
    again = [post(client, form_id, body, format=extension, **one).headers["ETag"] for one in asked]
    assert tags == again
    different = [tag for tag, one in zip(tags, asked, strict=True) if "layout" not in one]
    assert len(set(different)) == len(different)


@pytest.mark.parametrize("extension", FORMATS)
def test_a_blank_that_the_client_has_is_not_sent_again(client: FlaskClient, extension: str) -> None:
    path = f"/v1/forms/{IDS[0]}/blank?format={extension}&as_of={AS_OF}"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    head = client.head(path)
    assert (head.status_code, head.data) == (200, b"")
    assert headers(head) == headers(first)


def test_a_document_that_was_sent_with_data_is_always_sent_back(client: FlaskClient) -> None:
    tag = post(client, IDS[0], sample(IDS[0])).headers["ETag"]
    path = f"/v1/forms/{IDS[0]}/documents?as_of={AS_OF}"
    for condition in (tag, "*"):
        answer = client.post(path, json=sample(IDS[0]), headers={"If-None-Match": condition})
        assert answer.status_code == 200
        assert answer.data


def test_a_condition_that_fails_is_told_like_every_error(client: FlaskClient) -> None:
    answer = client.get(f"/v1/forms/{IDS[0]}/blank", headers={"If-Match": '"other"'})
    assert_problem(answer, 412)


def test_a_part_of_a_document_is_never_sent(client: FlaskClient) -> None:
    answer = client.get(f"/v1/forms/{IDS[0]}/blank", headers={"Range": "bytes=0-9"})
    assert answer.status_code == 200
    assert len(answer.data) > 1000


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("extension", FORMATS)
def test_a_draft_of_nothing_is_marked_and_made(
    client: FlaskClient, form_id: str, extension: str
) -> None:
    assert_problem(post(client, form_id, {}, format=extension), 422)
    draft = post(client, form_id, {}, format=extension, mode="draft")
    assert draft.status_code == 200
    assert "S-required" in draft.headers["Formsvc-Findings"]
    assert "ПРОЕКТ" in _everything(draft.data, extension)


def _everything(content: bytes, extension: str) -> str:
    """All text of a document, page headers included."""
    if extension == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    with ZipFile(BytesIO(content)) as archive:
        return "\n".join(unescape(archive.read(name).decode()) for name in archive.namelist())


@pytest.mark.parametrize("form_id", IDS)
def test_a_blank_has_the_title_and_nobody_in_it(client: FlaskClient, form_id: str) -> None:
    values = [_at(sample(form_id), path) for path in text_fields(sample(form_id))]
    names = {value for value in values if re.fullmatch(r"(\w+ ){2}\w+(вич|вна)", value)}
    assert names
    for extension in FORMATS:
        blank = client.get(f"/v1/forms/{form_id}/blank?format={extension}&as_of={AS_OF}")
        text = whole(blank.data, extension)
        assert len(text) > 50
        assert not [name for name in names if name.replace(" ", "") in text]


@pytest.mark.parametrize("layout", ["gost_2025", "gost_2016", "kz"])
@pytest.mark.parametrize("extension", FORMATS)
def test_every_layout_is_made_in_every_format(
    client: FlaskClient, layout: str, extension: str
) -> None:
    path = f"/v1/forms/{IDS[0]}/blank?format={extension}&layout={layout}&as_of={AS_OF}"
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "format=doc",
        "format=",
        "mode=blank",
        "mode=final",
        "layout=a5",
        "pdf=fast",
        "as_of=2026-13-01",
        "as_of=20.11.2026",
        "as_of=",
        "embed=yes",
        "embed=1",
        "format=pdf&format=docx",
        "formt=pdf",
        "a%00b=1",
        "%F0%9F%98%80=1",
    ],
)
def test_a_wrong_parameter_is_named(client: FlaskClient, query: str) -> None:
    for form_id in IDS:
        answer = client.post(f"/v1/forms/{form_id}/documents?{query}", json=sample(form_id))
        detail = assert_problem(answer, 400)["detail"]
        name = query.split("=")[0]
        assert name in detail or "%" in name


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("extension", FORMATS)
def test_an_embedded_form_comes_back_as_it_was_sent(
    client: FlaskClient, form_id: str, extension: str
) -> None:
    body = sample(form_id)
    answer = post(client, form_id, body, format=extension, embed="true")
    found = client.post("/v1/extract", data=answer.data)
    assert found.status_code == 200
    told = found.get_json()
    report = post(client, form_id, body, "validate").get_json()
    plain = documents.made(form_id, report["edition"], "typical", extension)
    assert told["form"] == form_id
    assert told["edition"] == report["edition"]
    assert told["as_of"] == AS_OF
    assert told["mode"] == "filled"
    assert told["edited"] is False
    assert told["data"] == {name: part for name, part in report["data"].items() if name != "case"}
    assert post(client, form_id, told["data"], format=extension).data == plain
    assert_problem(client.post("/v1/extract", data=plain), 422)


@pytest.mark.parametrize("extension", FORMATS)
def test_a_file_may_be_sent_as_a_field_of_a_form(client: FlaskClient, extension: str) -> None:
    made = post(client, IDS[0], sample(IDS[0]), format=extension, embed="true")
    raw = client.post("/v1/extract", data=made.data, content_type=MEDIA_TYPES[extension])
    field = client.post("/v1/extract", data={"file": (BytesIO(made.data), "план.bin")})
    assert raw.get_json() == field.get_json()


def test_the_case_is_neither_printed_nor_embedded(client: FlaskClient) -> None:
    body = sample("kz.plan", "minimal")
    body["case"] = {"commission_recommendation": "Протокол комиссии Щ-741"}
    for extension in FORMATS:
        made = post(client, "kz.plan", body, format=extension, embed="true")
        assert "Щ-741" not in _everything(made.data, extension)
        found = client.post("/v1/extract", data=made.data).get_json()
        assert "case" not in found["data"]


@pytest.mark.parametrize("extension", ["docx", "xlsx"])
def test_documents_made_at_the_same_time_do_not_mix(app: Flask, extension: str) -> None:
    bodies = [sample("kz.plan", "minimal") | {"notes": f"Примечание {n}"} for n in range(8)]
    for number, body in enumerate(bodies):
        body["actions"] *= number + 1

    def made(body: Any) -> bytes:
        return post(app.test_client(), "kz.plan", body, format=extension).get_data()

    alone = [made(body) for body in bodies]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(made, bodies * 3))
    assert together == alone * 3
    assert len(set(alone)) == len(alone)
