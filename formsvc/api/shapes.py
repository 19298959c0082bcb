"""JSON Schemas of what the service answers, for OpenAPI."""

from typing import Any

TEXT = {"type": "string"}
DAY = {"type": "string", "format": "date"}
OBJECT = {"type": "object"}
BINARY = {"type": "string", "format": "binary"}


def array(items: dict[str, Any]) -> dict[str, Any]:
    """A list of one kind of things."""
    return {"type": "array", "items": items}


def record(**properties: Any) -> dict[str, Any]:
    """An object that always has all of its properties."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def ref(component: str) -> dict[str, str]:
    """A reference to one of COMPONENTS or to the body of a form."""
    return {"$ref": f"#/components/schemas/{component}"}


FINDINGS = array(ref("Finding"))
COMPONENTS = {
    "Finding": record(
        severity={"enum": ["error", "warning"]}, rule=TEXT, pointer=TEXT, label=TEXT, message=TEXT
    ),
    "Problem": record(
        type=TEXT, title=TEXT, status={"type": "integer"}, detail=TEXT, findings=FINDINGS
    ),
    "Edition": record(
        edition=TEXT,
        in_force_since=DAY,
        in_force_until={"type": ["string", "null"], "format": "date"},
        repealed_by={"type": ["string", "null"]},
    ),
    "Form": record(
        id=TEXT,
        title=TEXT,
        edition=TEXT,
        group=TEXT,
        issuer=TEXT,
        legal_basis=array(TEXT),
        status={
            "type": "object",
            "additionalProperties": {"enum": ["official", "house layout"]},
        },
        formats=array(TEXT),
        layout=TEXT,
        deadlines=array(TEXT),
        signed_by=array(TEXT),
        samples=array(TEXT),
        editions=array(ref("Edition")),
    ),
}
CATALOGUE = record(forms=array(ref("Form")))
SAMPLES = record(samples=array(TEXT))
STATE = record(status=TEXT)
REPORT = record(
    valid={"type": "boolean"},
    edition=TEXT,
    as_of=DAY,
    data=OBJECT,
    computed=OBJECT,
    findings=FINDINGS,
)
EXTRACTED = record(
    form=TEXT,
    edition=TEXT,
    engine=TEXT,
    as_of=DAY,
    mode={"enum": ["filled", "draft"]},
    layout=TEXT,
    data=OBJECT,
    edited={"type": "boolean"},
    findings=FINDINGS,
)
