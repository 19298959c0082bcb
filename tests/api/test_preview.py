"""What is being written is shown at once, however incomplete or wrong it is."""

from copy import deepcopy
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from werkzeug.test import TestResponse

from tests.api.support import IDS, assert_problem, post, sample
from tests.documents.properties import properties
from tests.documents.reading import squeezed

PNG, PDF = "image/png", "application/pdf"
A4_PORTRAIT, A4_LANDSCAPE = (909, 1286), (1286, 909)
WRONG: list[Any] = [None, 7, True, "", "нет", [], {}, [None], [7], ["а"], {"а": 1}, [[]], [{}]]
"""Values that a field may be given by mistake."""


def shown(client: FlaskClient, form_id: str, body: Any, **query: str) -> TestResponse:
    """The preview of a body, which is there."""
    answer = post(client, form_id, body, "preview", **query)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer


def text(answer: TestResponse) -> str:
    """The squeezed text of a PDF."""
    assert answer.mimetype == PDF
    pages = PdfReader(BytesIO(answer.get_data())).pages
    return squeezed("".join(page.extract_text() for page in pages))


def picture(answer: TestResponse) -> Image.Image:
    """The picture of a page."""
    assert answer.mimetype == PNG
    return Image.open(BytesIO(answer.get_data()))


@pytest.mark.parametrize("form_id", IDS)
def test_the_first_page_is_shown_as_a_picture(client: FlaskClient, form_id: str) -> None:
    answer = shown(client, form_id, sample(form_id))
    assert picture(answer).size == A4_PORTRAIT
    assert sum(picture(answer).histogram()[:128]) > 5_000  # pixels of ink
    assert answer.headers["Formsvc-Page"] == "1"
    assert int(answer.headers["Formsvc-Pages"]) >= 1
    assert answer.headers["Formsvc-Engine"].startswith("plutoprint ")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{form_id}.png"'
    assert properties(answer.get_data()) == "", "nothing but points is in the picture"


def test_any_page_is_shown_and_the_last_one_for_those_beyond(client: FlaskClient) -> None:
    body = sample("nso.kkss")
    pages = int(shown(client, "nso.kkss", body).headers["Formsvc-Pages"])
    assert pages > 3
    pictures = [
        shown(client, "nso.kkss", body, page=str(page)).get_data() for page in range(1, pages + 1)
    ]
    assert len(set(pictures)) == pages
    beyond = shown(client, "nso.kkss", body, page=str(pages + 5))
    assert beyond.get_data() == pictures[-1]
    assert beyond.headers["Formsvc-Page"] == str(pages)


def test_a_landscape_page_lies(client: FlaskClient) -> None:
    body = sample("nso.kkss")
    pages = int(shown(client, "nso.kkss", body).headers["Formsvc-Pages"])
    answers = [shown(client, "nso.kkss", body, page=str(page)) for page in range(1, pages + 1)]
    sizes = [picture(answer).size for answer in answers]
    assert sizes.count(A4_LANDSCAPE) == 1
    assert set(sizes) == {A4_LANDSCAPE, A4_PORTRAIT}


def test_the_picture_is_that_of_the_data(client: FlaskClient) -> None:
    body = sample("kz.plan")
    before = shown(client, "kz.plan", body).get_data()
    assert shown(client, "kz.plan", body).get_data() == before
    body["guardians"][0]["full_name"] = "Иной Человек"
    assert shown(client, "kz.plan", body).get_data() != before


@pytest.mark.parametrize("accept", [PDF, f"{PNG};q=0.5, {PDF}"])
def test_all_pages_are_shown_as_a_pdf(client: FlaskClient, accept: str) -> None:
    answer = client.post(
        "/v1/forms/kz.plan/preview", json=sample("kz.plan"), headers={"Accept": accept}
    )
    assert "ПРОЕКТ" in text(answer)
    assert answer.headers["Formsvc-Pages"] == str(len(PdfReader(BytesIO(answer.get_data())).pages))
    assert "Formsvc-Page" not in answer.headers


@pytest.mark.parametrize("form_id", IDS)
def test_nothing_at_all_is_shown_as_an_empty_draft(client: FlaskClient, form_id: str) -> None:
    answer = shown(client, form_id, {}, format="pdf")
    assert "ПРОЕКТ" in text(answer)
    assert "S-required" in answer.headers["Formsvc-Findings"]


@pytest.mark.parametrize("body", [[], 7, "а", True, [{}]])
def test_what_is_no_form_is_shown_as_an_empty_draft(client: FlaskClient, body: Any) -> None:
    assert shown(client, "kz.plan", body, format="pdf").headers["Formsvc-Findings"] == "S-type"


def test_what_can_be_read_is_shown_beside_what_cannot(client: FlaskClient) -> None:
    body = sample("kz.plan")
    body["filled_on"] = "31.02.2026"
    body["actions"][0]["due"] = 7
    body["unknown"] = "лишнее"
    answer = shown(client, "kz.plan", body, format="pdf")
    assert squeezed(body["guardians"][0]["full_name"]) in text(answer)
    assert squeezed(body["actions"][0]["action"]) in text(answer)
    assert squeezed(body["actions"][1]["action"]) in text(answer)
    assert "31.02.2026" not in text(answer)
    assert {"S-date", "S-unknown"} <= set(answer.headers["Formsvc-Findings"].split(", "))


def test_errors_of_rules_are_no_hindrance(client: FlaskClient) -> None:
    body = sample("kz.plan")
    body["filled_on"] = "2031-01-01"
    body["options"] = {"extended": False}
    assert squeezed("01.01.2031") in text(shown(client, "kz.plan", body, format="pdf"))


@pytest.mark.parametrize("body", [b"", b"{", b'{"a": 1, "a": 2}', b"\xff", b"[NaN]"])
def test_what_is_no_json_is_told(client: FlaskClient, body: bytes) -> None:
    answer = client.post(
        "/v1/forms/kz.plan/preview", data=body, headers={"Content-Type": "application/json"}
    )
    assert assert_problem(answer, 400)["findings"][0]["rule"] == "S-json"


@pytest.mark.parametrize(
    "query",
    [
        {"page": "0"},
        {"page": "-1"},
        {"page": "а"},
        {"page": " 1"},
        {"page": "+1"},
        {"page": "1_0"},
        {"format": "docx"},
        {"mode": "filled"},
    ],
)
def test_a_wrong_parameter_is_told(client: FlaskClient, query: dict[str, str]) -> None:
    answer = post(client, "kz.plan", sample("kz.plan"), "preview", **query)
    assert next(iter(query)) in assert_problem(answer, 400)["detail"]


def test_a_format_that_is_not_shown_is_refused(client: FlaskClient) -> None:
    answer = client.post(
        "/v1/forms/kz.plan/preview", json={}, headers={"Accept": "application/msword"}
    )
    assert PNG in assert_problem(answer, 406)["detail"]


def test_an_unknown_form_is_told(client: FlaskClient) -> None:
    assert_problem(post(client, "kz.nothing", {}, "preview"), 404)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of all values in a body, first that of the whole."""
    found = [path]
    if isinstance(value, dict | list):
        steps = value if isinstance(value, dict) else range(len(value))
        found += [place for step in steps for place in places(value[step], (*path, step))]
    return found


def spoilt(body: Any, path: tuple[Any, ...], wrong: Any) -> Any:
    """The body with another value at a path."""
    inner = body
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = wrong
    return body


@pytest.mark.parametrize("form_id", IDS)
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_mistake_in_the_data_hides_the_rest(
    client: FlaskClient, form_id: str, data: st.DataObject
) -> None:
    body = sample(form_id)
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(places(body)[1:]))
        body = spoilt(body, path, deepcopy(data.draw(st.sampled_from(WRONG))))
    assert picture(shown(client, form_id, body)).size == A4_PORTRAIT
