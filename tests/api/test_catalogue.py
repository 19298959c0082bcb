"""What can be asked about forms without sending data."""

import json

import jsonschema
import pytest
from flask.testing import FlaskClient

from formsvc.forms.registry import Registry
from tests.api.fields import own
from tests.api.support import FORMATS, IDS, SAMPLES, assert_problem, headers, sample

READS = ("", "/schema", "/skeleton", "/samples", "/samples/typical")
NO_IDS = (
    "nope",
    "kz.nope",
    "KZ.PLAN",
    "kz.plan ",
    "kz..plan",
    "...",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e%2fkz.plan",
    "..\\kz.plan",
    "kz%2fplan",
    "kz.plan%00",
    "kz._plan_rules",
    "kz.__init__",
    "%ff%fe",
    "семья.план",
    "a" * 3000,
)


def test_the_catalogue_lists_every_form_with_what_a_clerk_needs(
    client: FlaskClient, registry: Registry
) -> None:
    forms = client.get("/v1/forms").get_json()["forms"]
    assert [form["id"] for form in forms] == registry.ids()
    for form in forms:
        known = registry.get(form["id"])
        assert form["title"] == known.title
        assert form["edition"] == known.edition
        assert form["legal_basis"] == list(known.legal_basis)
        assert form["formats"] == list(FORMATS)
        assert form["status"]
        assert client.get(f"/v1/forms/{form['id']}").get_json() == form


@pytest.mark.parametrize("form_id", IDS)
def test_the_schema_of_a_form_is_the_published_file(
    client: FlaskClient, registry: Registry, form_id: str
) -> None:
    published = registry.roots.schema(registry.get(form_id).stem)
    assert client.get(f"/v1/forms/{form_id}/schema").get_json() == json.loads(
        published.read_text("utf-8")
    )


@pytest.mark.parametrize(("form_id", "case"), SAMPLES)
def test_a_sample_is_the_file_and_keeps_to_the_schema(
    client: FlaskClient, form_id: str, case: str
) -> None:
    assert case in client.get(f"/v1/forms/{form_id}/samples").get_json()["samples"]
    given = client.get(f"/v1/forms/{form_id}/samples/{case}").get_json()
    assert given == sample(form_id, case)
    schema = client.get(f"/v1/forms/{form_id}/schema").get_json()
    jsonschema.validate(given, schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("form_id", IDS)
def test_a_skeleton_names_every_field_of_the_schema(client: FlaskClient, form_id: str) -> None:
    skeleton = client.get(f"/v1/forms/{form_id}/skeleton").get_json()
    schema = client.get(f"/v1/forms/{form_id}/schema").get_json()
    assert_same_fields(skeleton, schema)


def assert_same_fields(skeleton: object, schema: dict[str, object]) -> None:
    """Objects have the same names all the way down."""
    properties, items = schema.get("properties"), schema.get("items")
    if isinstance(properties, dict):
        assert isinstance(skeleton, dict)
        assert list(skeleton) == list(properties)
        for name, inner in properties.items():
            assert_same_fields(skeleton[name], own(inner))
    elif isinstance(items, dict) and "properties" in items:
        assert isinstance(skeleton, list)
        assert_same_fields(skeleton[0], items)


MISSED_BY_RULES = {
    "kz.assessment": {"F2", "G-10", "K-09"},
    "nso.departmental_plan": {"F4"},
}


@pytest.mark.parametrize("form_id", IDS)
def test_a_skeleton_is_told_as_missing_fields_and_nothing_worse(
    client: FlaskClient, form_id: str
) -> None:
    skeleton = client.get(f"/v1/forms/{form_id}/skeleton").get_json()
    report = client.post(f"/v1/forms/{form_id}/validate", json=skeleton).get_json()
    assert not report["valid"]
    rules = {finding["rule"] for finding in report["findings"]}
    assert "S-required" in rules
    # What a form cannot do without may also be told by a rule of its own.
    assert rules - {"S-required"} == MISSED_BY_RULES.get(form_id, set())


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("read", READS)
def test_what_is_unchanged_is_not_sent_again(client: FlaskClient, form_id: str, read: str) -> None:
    path = f"/v1/forms/{form_id}{read}"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    other = client.get(path, headers={"If-None-Match": '"other"'})
    assert first.headers["Cache-Control"] == "no-cache"
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert (other.status_code, other.data) == (200, first.data)


@pytest.mark.parametrize("path", ["/v1/forms", "/healthz", "/readyz", "/openapi.json"])
def test_head_tells_the_headers_of_get_without_a_body(client: FlaskClient, path: str) -> None:
    get, head = client.get(path), client.head(path)
    assert head.status_code == 200
    assert head.data == b""
    assert headers(head) == headers(get)


@pytest.mark.parametrize("form_id", NO_IDS)
@pytest.mark.parametrize("call", ["", "/schema", "/samples/typical", "/blank"])
def test_an_id_that_is_none_is_not_found(client: FlaskClient, form_id: str, call: str) -> None:
    assert_problem(client.get(f"/v1/forms/{form_id}{call}"), 404)


@pytest.mark.parametrize("case", ["nope", "..%2ftypical", "typical%00", "typical.json", "%2e%2e"])
def test_a_sample_that_is_none_is_not_found(client: FlaskClient, case: str) -> None:
    assert_problem(client.get(f"/v1/forms/{IDS[0]}/samples/{case}"), 404)


@pytest.mark.parametrize(
    "path", ["/v1/forms/", "//v1/forms", "/v1//forms", "/v1/forms/kz.plan/", "/v2/forms", "/v1"]
)
def test_an_address_that_is_none_is_not_found(client: FlaskClient, path: str) -> None:
    assert_problem(client.get(path), 404)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("edition=none", "urn:formsvc:not-found"),
        ("editoin=none", "urn:formsvc:bad-request"),
        ("edition=a&edition=b", "urn:formsvc:bad-request"),
    ],
)
def test_a_parameter_is_never_ignored_in_silence(
    client: FlaskClient, query: str, told: str
) -> None:
    for read in READS[1:]:
        answer = client.get(f"/v1/forms/{IDS[0]}{read}?{query}")
        assert answer.get_json()["type"] == told
        assert query.split("=")[0] in answer.get_json()["detail"] or told.endswith("not-found")


@pytest.mark.parametrize("form_id", IDS)
def test_an_edition_is_asked_for_by_its_name(
    client: FlaskClient, registry: Registry, form_id: str
) -> None:
    for form in registry.editions(form_id):
        answer = client.get(f"/v1/forms/{form_id}/schema?edition={form.edition}")
        assert answer.get_json()["$id"] == f"urn:formsvc:{form_id}:{form.edition}"
