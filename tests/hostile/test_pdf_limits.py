"""A PDF of any size within: told by the limit, never 500, with bounded memory, on every way in."""

import resource
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from formsvc.app import create_app
from formsvc.config import Config
from formsvc.forms.registry import Registry
from tests.api.support import assert_problem
from tests.api.test_server import encoded
from tests.hostile.pdfs import OVER_A_LIMIT, PLAIN, WITHIN_LIMITS, pdf
from tests.hostile.uploads import PARTS, form, part
from tests.packs.files import letter, scan

MEMORY_KIB = 700 * 1024
SLOTS = {"signers": [{"role": "Председатель", "name": "Иванова М. П."}]}
REQUEST = encoded({"certificate": "AAAA", "slots": SLOTS})


@pytest.fixture(scope="module", autouse=True)
def bounded_memory(client_of_module: FlaskClient) -> Any:
    """None of these files costs more than so much, whichever way it comes in."""
    verified(client_of_module, pdf(PLAIN))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY_KIB


@pytest.fixture(scope="module")
def client_of_module(registry: Registry) -> FlaskClient:
    """The service with the settings of a new installation."""
    return create_app(Config(), registry).test_client()


def verified(client: FlaskClient, content: bytes) -> TestResponse:
    """The answer about its signatures."""
    return client.post("/v1/verify", data=content, content_type="application/pdf")


def sent(client: FlaskClient, call: str, content: bytes, **parts: bytes) -> TestResponse:
    """The answer of another call that takes a PDF."""
    more = [part(name, value) for name, value in parts.items()]
    return client.post(call, data=form(part("file", content, "a.pdf"), *more), headers=PARTS)


def packed(client: FlaskClient, content: bytes) -> TestResponse:
    """The answer to a pack with the file."""
    pack = {"as_of": "2026-11-20", "items": [{"file": "file", "title": "Письмо"}]}
    return sent(client, "/v1/packs", content, pack=encoded(pack))


@pytest.mark.parametrize("what", OVER_A_LIMIT)
def test_what_is_over_a_limit_is_refused_by_the_name_of_the_limit(
    client_of_module: FlaskClient, what: str
) -> None:
    limit, content = OVER_A_LIMIT[what]
    assert assert_problem(verified(client_of_module, content), 413)["detail"] == limit
    (finding,) = assert_problem(packed(client_of_module, content), 422)["findings"]
    assert (finding["rule"], limit in finding["message"]) == ("P-file", True)


def test_every_call_about_signatures_keeps_the_limits(client_of_module: FlaskClient) -> None:
    limit, content = OVER_A_LIMIT["a stream of millions"]
    for call, parts in (
        ("/v1/signatures/seal", {}),
        ("/v1/signatures/prepare", {"request": REQUEST}),
        ("/v1/signatures/complete", {"token": b"a", "cms": b"a"}),
    ):
        problem = assert_problem(sent(client_of_module, call, content, **parts), 413)
        assert problem["detail"] == limit


@pytest.mark.parametrize("what", WITHIN_LIMITS)
def test_what_is_merely_broken_is_told_as_before(client_of_module: FlaskClient, what: str) -> None:
    content = WITHIN_LIMITS[what]
    assert verified(client_of_module, content).get_json()["verdict"] in ("unsigned", "unreadable")
    assert_problem(packed(client_of_module, content), 422)
    refused = sent(client_of_module, "/v1/signatures/prepare", content, request=REQUEST)
    assert_problem(refused, 422)


@pytest.mark.parametrize(
    ("setting", "most", "told"),
    [("max_upload_pages", 1, "Страниц"), ("max_upload_objects", 4, "Объектов")],
)
def test_the_limits_are_settings(registry: Registry, setting: str, most: int, told: str) -> None:
    chosen: dict[str, Any] = {setting: most}
    client = create_app(Config(**chosen), registry).test_client()
    assert verified(client, pdf(PLAIN)).status_code == 200
    two = pdf(PLAIN | {2: b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>"} | {4: b"<<>>"})
    assert (
        f"{told} в файле PDF больше, чем {most} "
        in assert_problem(verified(client, two), 413)["detail"]
    )


def test_files_of_honest_programs_are_within_them(client_of_module: FlaskClient) -> None:
    for content in (letter(), scan(), long_letter()):
        assert verified(client_of_module, content).get_json()["verdict"] == "unsigned"
        assert packed(client_of_module, content).status_code == 200


def long_letter() -> bytes:
    """A file with an outline, packed as small as can be, its table and its dictionaries too."""
    file = BytesIO()
    with pikepdf.open(BytesIO(letter())) as pdf:
        with pdf.open_outline() as outline:
            outline.root += [pikepdf.OutlineItem(f"Раздел ({at}", 0) for at in range(2_000)]
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()
