"""JSON Schemas of what the service answers, for OpenAPI."""

from enum import StrEnum
from typing import Any

from formsvc.signing import words

TEXT = {"type": "string"}
FILLED = {"type": "string", "minLength": 1}
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


def word(words_: type[StrEnum]) -> dict[str, Any]:
    """One of some words."""
    return {"enum": [str(one) for one in words_]}


def nullable(shape: dict[str, Any]) -> dict[str, Any]:
    """The shape, or null."""
    return {"anyOf": [shape, {"type": "null"}]}


FLAG = {"type": "boolean"}
NUMBER = {"type": "integer"}
MOMENT = {"type": "string", "format": "date-time"}
BASE64 = {"type": "string", "contentEncoding": "base64"}
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
    "Certificate": record(
        number=TEXT,
        owner=TEXT,
        organisation=TEXT,
        issuer=TEXT,
        valid_from=MOMENT,
        valid_until=MOMENT,
    ),
    "SignatureReport": record(
        verdict=word(words.Verdict),
        field=TEXT,
        kind=word(words.Kind),
        certificate=nullable(ref("Certificate")),
        signed_at=nullable(MOMENT),
        time_source=nullable(word(words.TimeSource)),
        algorithm=TEXT,
        integrity=word(words.Integrity),
        coverage=nullable(word(words.Coverage)),
        changes=nullable(word(words.Changes)),
        trusted=FLAG,
        revocation=word(words.Revocation),
        level=TEXT,
        checked_outside=FLAG,
        summary=TEXT,
    ),
    "SlotState": record(field=TEXT, role=TEXT, name=TEXT, step=NUMBER, signed=FLAG),
    "PlanState": record(
        complete=FLAG,
        required=array(NUMBER),
        open=array(TEXT),
        due=NUMBER,
        unsigned=array(TEXT),
        slots=array(ref("SlotState")),
    ),
}
VERIFIED = record(
    valid=FLAG,
    verdict=word(words.Verdict),
    summary=TEXT,
    signatures=array(ref("SignatureReport")),
    plan=nullable(ref("PlanState")),
)
PREPARED = record(
    prepared=BASE64,
    to_sign=BASE64,
    digests=record(sha256=TEXT, sha512=TEXT),
    slot=TEXT,
    token=TEXT,
    expires_at=MOMENT,
)
ORDERS = record(
    orders=array(
        record(
            id=TEXT,
            title=TEXT,
            source=TEXT,
            sections=array(record(id=TEXT, title=TEXT, forms=array(TEXT), expected=FLAG)),
        )
    )
)
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
