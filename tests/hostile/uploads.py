"""Uploads that lie: archives, XML, PDF and forms of several parts."""

import zipfile
from io import BytesIO

from tests.embedding.documents import LETTER, plan_docx

Upload = tuple[str, int, bytes, dict[str, str]]
RAW = {"Content-Type": "application/octet-stream"}
PARTS = {"Content-Type": "multipart/form-data; boundary=x"}
BOMB_MIB = 200
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{at} '{f'&a{at - 1};' * 10}'>" for at in range(1, 10)
)
_OUTSIDE = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"


def archive(**members: str | bytes) -> bytes:
    """A ZIP; two underscores in a name are a slash, one a point."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return buffer.getvalue()


def _document(types: str = _TYPES, body: str = "<a/>", **more: str | bytes) -> bytes:
    members: dict[str, str | bytes] = {"[Content_Types].xml": types, "word/document.xml": body}
    return archive(**members | more)


def _lying(content: bytes) -> bytes:
    """Sizes in the directory of a ZIP that are not those of its members."""
    start = content.index(b"PK\x01\x02")
    return content[: start + 24] + b"\x01\x00\x00\x00" + content[start + 28 :]


def part(name: str, content: bytes, file: str = "") -> bytes:
    """One part of a form."""
    told = f'; filename="{file}"' if file else ""
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'
    return head.encode() + content + b"\r\n"


_PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
_DEEP = b"%PDF-1.7\n1 0 obj" + b"[" * 50_000 + b"]" * 50_000 + b"endobj\ntrailer<</Root 1 0 R>>"
_LOOP = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
_LAUNCH = _PDF.replace(b"/Pages", b"/OpenAction<</S/Launch/F(/bin/sh)>>/Pages")
_FILES = {
    "an empty archive": archive(),
    "an archive of nothing known": archive(a="b"),
    "a bomb": _document(body="a" * BOMB_MIB * 2**20),
    "a bomb in a bomb": archive(a=archive(b=b"\0" * 10 * 2**20)),
    "laughs": _document(body=f"{_LAUGHS}]><a>&a9;</a>"),
    "laughs in the types": _document(types=f"{_LAUGHS}]><a>&a9;</a>"),
    "an outside entity": _document(body=_OUTSIDE),
    "an outside entity in the types": _document(types=_OUTSIDE),
    "a name that climbs": _document(**{"../../etc/cron.d/planted": "* * * * * root id"}),
    "an absolute name": _document(**{"/etc/passwd": "planted"}),
    "a directory that lies": _lying(plan_docx()),
    "cut": plan_docx()[:-100],
    "only a head": b"PK\x03\x04",
    "many members": archive(**{f"a{at}": "b" for at in range(20_000)}),
    "an old document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1_000,
    "a program": b"\x7fELF" + b"\0" * 1_000,
    "a script": b"#!/bin/sh\nid\n",
    "a picture": b"GIF89a" + b"\0" * 100,
    "a page": LETTER.encode(),
    "a drawing with a script": b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "half a PDF": _PDF,
    "a PDF in a PDF": _PDF * 500,
    "a PDF that goes deep": _DEEP,
    "a PDF that goes round": _LOOP,
    "a PDF that launches": _LAUNCH,
    "noise": bytes(range(256)) * 40,
}
_SENT = b"%PDF-"


def form(*parts: bytes) -> bytes:
    """A form of several parts."""
    return b"".join(parts) + b"--x--\r\n"


def completed(token: bytes) -> bytes:
    """A call of `complete` with this token."""
    return form(part("file", _SENT), part("token", token), part("cms", b"a"))


def prepared(request: bytes) -> bytes:
    """A call of `prepare` with this request."""
    return form(part("file", _SENT), part("request", request))


_COMPLETE, _PREPARE = "/v1/signatures/complete", "/v1/signatures/prepare"
_NAMED = "a%0d%0aSet-Cookie: planted=1"
# What /v1/verify says of anything is a report: 200.
UPLOADS: dict[str, Upload] = {
    **{f"extract, {name}": ("/v1/extract", 415, body, RAW) for name, body in _FILES.items()},
    **{f"verify, {name}": ("/v1/verify", 200, body, RAW) for name, body in _FILES.items()},
    "file that climbs": ("/v1/extract", 415, form(part("file", b"a", "../../passwd")), PARTS),
    "file with a header": ("/v1/extract", 415, form(part("file", b"a", _NAMED)), PARTS),
    "unasked part": ("/v1/verify", 400, form(part("file", b"a"), part("planted", b"")), PARTS),
    "form without an end": ("/v1/extract", 400, b"--x\r\nContent-Disposition: form-", PARTS),
    "many parts": ("/v1/verify", 413, form(part("a", b"") * 2_000), PARTS),
    "token that is none": (_COMPLETE, 422, completed(b"planted"), PARTS),
    "token of zeros": (_COMPLETE, 422, completed(b"gAAAAA" + b"A" * 100), PARTS),
    "token of letters": (_COMPLETE, 422, completed("метка".encode()), PARTS),
    "request that is a list": (_PREPARE, 400, prepared(b"[]"), PARTS),
    "certificate that is none": (_PREPARE, 422, prepared(b'{"certificate": "planted"}'), PARTS),
    "pack of nothing": ("/v1/packs", 422, b"{}", {"Content-Type": "application/json"}),
    "pack that is a list": ("/v1/packs", 422, b"[]", {"Content-Type": "application/json"}),
}
