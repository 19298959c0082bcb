"""The contract is valid, says what the service does, and is shown without any other host."""

import json
import re
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator
from werkzeug.test import TestResponse

from tests.api.support import AS_OF, FORMATS, IDS, MEDIA_TYPES, SAMPLES, post, sample

ADDRESS = re.compile(r"""(?:src|href|url)\s*[=(:]\s*["']?\s*((?:https?:)?//[^"')\s]+)""")
PAGES = re.compile(r"/$|/(docs|forms|web|drafts|open|pack|sign|verify)(/|$)")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@pytest.fixture(scope="module")
def contract(app: Flask) -> dict[str, Any]:
    """/openapi.json as it is sent."""
    body: dict[str, Any] = json.loads(app.test_client().get("/openapi.json").data)
    return body


def test_the_contract_is_openapi_3_1(contract: dict[str, Any]) -> None:
    assert contract["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(contract).validate()


def test_every_address_of_the_service_is_documented(contract: dict[str, Any], app: Flask) -> None:
    documented = {
        (path, method.upper()) for path, calls in contract["paths"].items() for method in calls
    }
    served = set()
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            path = PARAMETER.sub(r"{\1}", rule.rule)
            for form_id in IDS if "{form_id}" in path else [""]:
                served.add((path.replace("{form_id}", form_id), method))
    pages = {one for one in served if PAGES.match(one[0])}
    assert documented == served - pages


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("call", ["documents", "preview", "validate"])
def test_the_body_of_every_form_is_its_schema_with_its_samples(
    contract: dict[str, Any], client: FlaskClient, form_id: str, call: str
) -> None:
    operation = contract["paths"][f"/v1/forms/{form_id}/{call}"]["post"]
    content = operation["requestBody"]["content"]["application/json"]
    own = client.get(f"/v1/forms/{form_id}/schema").get_json()
    described = resolved(contract, content["schema"])
    own = json.loads(json.dumps(own).replace("#/$defs/", "#/components/schemas/"))
    for name, definition in own.pop("$defs").items():
        assert contract["components"]["schemas"][name] == definition
    assert described == {key: part for key, part in own.items() if key not in ("$schema", "$id")}
    cases = [case for one, case in SAMPLES if one == form_id]
    assert sorted(content["examples"]) == sorted(cases)
    for case, reference in content["examples"].items():
        example = resolved(contract, reference)
        value = example.get("value") or client.get(example["externalValue"]).get_json()
        assert value == sample(form_id, case)


def resolved(contract: dict[str, Any], reference: dict[str, Any]) -> Any:
    """What a reference within the contract points at."""
    found: Any = contract
    for step in reference["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return found


def assert_as_documented(
    contract: dict[str, Any], path: str, method: str, answer: TestResponse
) -> None:
    """The status, the media type and the body of an answer are among those of the contract."""
    responses = contract["paths"][path][method]["responses"]
    told = responses.get(str(answer.status_code), responses.get("default"))
    content = told["content"][answer.mimetype]
    if answer.is_json:
        shape = {"$defs": {}, "components": contract["components"]} | content["schema"]
        checker = jsonschema.FormatChecker()
        jsonschema.Draft202012Validator(shape, format_checker=checker).validate(answer.get_json())
        properties = shape.get("properties")
        if properties:
            assert list(answer.get_json()) == list(properties)
    for name, header in told.get("headers", {}).items():
        assert name in answer.headers or not header["required"]


def test_what_is_answered_to_reading_is_as_documented(
    contract: dict[str, Any], client: FlaskClient
) -> None:
    asked = 0
    for path, calls in contract["paths"].items():
        if "get" in calls and not path.endswith("/blank"):
            real = path.replace("{case}", "typical")
            assert_as_documented(contract, path, "get", client.get(real))
            assert_as_documented(contract, path, "get", client.get(real.replace("typical", "no")))
            if path.startswith("/v1"):
                assert_as_documented(contract, path, "get", client.get(f"{real}?unknown=1"))
            asked += 1
    assert asked == 7 + 5 * len(IDS)


@pytest.mark.parametrize(("form_id", "case"), SAMPLES)
def test_what_is_answered_to_checking_is_as_documented(
    contract: dict[str, Any], client: FlaskClient, form_id: str, case: str
) -> None:
    path = f"/v1/forms/{form_id}/validate"
    bodies: tuple[Any, ...] = (sample(form_id, case), {}, [])
    for body in bodies:
        answer = post(client, form_id, body, "validate")
        assert answer.status_code == 200
        assert_as_documented(contract, path, "post", answer)
    assert_as_documented(contract, path, "post", client.post(path, data=b"{"))


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("extension", FORMATS)
def test_documents_are_answered_as_documented(
    contract: dict[str, Any], client: FlaskClient, form_id: str, extension: str
) -> None:
    made = post(client, form_id, sample(form_id), format=extension, embed="true")
    path = f"/v1/forms/{form_id}/documents"
    assert_as_documented(contract, path, "post", made)
    assert_as_documented(contract, path, "post", post(client, form_id, {}))
    blank = client.get(f"/v1/forms/{form_id}/blank?format={extension}&as_of={AS_OF}")
    assert_as_documented(contract, f"/v1/forms/{form_id}/blank", "get", blank)
    found = client.post("/v1/extract", data=made.data, content_type=MEDIA_TYPES[extension])
    assert_as_documented(contract, "/v1/extract", "post", found)
    assert_as_documented(contract, "/v1/extract", "post", client.post("/v1/extract"))


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("extension", ["png", "pdf"])
def test_previews_are_answered_as_documented(
    contract: dict[str, Any], client: FlaskClient, form_id: str, extension: str
) -> None:
    path = f"/v1/forms/{form_id}/preview"
    bodies: tuple[Any, ...] = (sample(form_id), {}, [])
    for body in bodies:
        answer = post(client, form_id, body, "preview", format=extension)
        assert answer.status_code == 200
        assert_as_documented(contract, path, "post", answer)
    assert_as_documented(contract, path, "post", client.post(path, data=b"{"))


def test_the_parameters_of_a_call_are_those_that_it_takes(
    contract: dict[str, Any], client: FlaskClient
) -> None:
    valid = {"as_of": AS_OF, "edition": "none", "page": "1"}
    for path, calls in contract["paths"].items():
        for method, operation in calls.items():
            for parameter in operation.get("parameters", []):
                name = parameter["name"]
                if parameter["in"] == "query":
                    value = valid.get(name) or parameter["schema"]["enum"][0]
                    real = path.replace("{case}", "typical")
                    answer = client.open(f"{real}?{name}={value}", method=method, json={})
                    assert answer.status_code != 400, (path, name)


@pytest.mark.parametrize("form_id", IDS)
def test_the_published_schema_is_a_json_schema(client: FlaskClient, form_id: str) -> None:
    schema = client.get(f"/v1/forms/{form_id}/schema").get_json()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_pages_of_the_contract_name_no_other_host(client: FlaskClient) -> None:
    page = client.get("/docs/")
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert '"validatorUrl": null' in text
    assert '"url": "/openapi.json"' in text
    own = re.findall(r'(?:src|href)="([^"]+)"', text)
    assert len(own) >= 5
    for address in own:
        assert address.startswith("/docs/")
        with client.get(address) as part:
            assert part.status_code == 200
            if address.endswith(".css"):
                assert not ADDRESS.findall(part.get_data(as_text=True))
    assert not ADDRESS.findall(text)


def test_a_browser_is_forbidden_to_ask_another_host(client: FlaskClient) -> None:
    for path in ("/docs/", "/openapi.json", "/v1/forms", "/nope"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert policy == "default-src 'self' 'unsafe-inline'; img-src 'self' data:"


def test_the_pages_do_not_repeat_the_host_that_was_asked_for(client: FlaskClient) -> None:
    page = client.get("/docs/", headers={"Host": "planted.example"})
    assert "planted" not in page.get_data(as_text=True)
