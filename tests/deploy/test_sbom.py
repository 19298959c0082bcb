"""The bill of materials is whole, and of the form that programs read."""

import json
import tomllib
from importlib.resources import files
from typing import Any
from urllib.parse import urljoin

import jsonschema
import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT7

from formsvc.forms.registry import installed_forms
from tools import sbom

ROOT = installed_forms().roots.docs.parent
SCHEMAS = files("cyclonedx.schema") / "_res"


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    """As `make sbom` writes it."""
    return sbom.made()


def schema(name: str) -> Any:
    """A schema of CycloneDX by the name of its file."""
    return json.loads((SCHEMAS / f"{name}.SNAPSHOT.schema.json").read_text("utf-8"))


def test_it_keeps_the_schema_of_cyclonedx(bill: dict[str, Any]) -> None:
    whole = schema(f"bom-{bill['specVersion']}")
    known = Registry().with_resources(
        (
            urljoin(whole["$id"], f"{name}.SNAPSHOT.schema.json"),
            DRAFT7.create_resource(schema(name)),
        )
        for name in ("spdx", "jsf-0.82", "cryptography-defs")
    )
    jsonschema.Draft7Validator(whole, registry=known).validate(bill)


def test_all_that_is_installed_is_on_it_and_what_is_not_is_told(bill: dict[str, Any]) -> None:
    assert sbom.lacking(bill) == []
    shorter = bill | {"components": [one for one in bill["components"] if one["name"] != "Flask"]}
    assert [one.split()[0] for one in sbom.lacking(shorter)] == ["Flask"]


def test_what_the_service_needs_itself_is_told_as_its_own(bill: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {one["ref"]: one.get("dependsOn", []) for one in bill["dependencies"]}
    own = needed[bill["metadata"]["component"]["bom-ref"]]
    assert len(own) >= len(project["dependencies"])
