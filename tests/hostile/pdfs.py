"""PDFs that claim, nest or repeat more than anybody can read, written byte by byte."""

import zlib
from collections.abc import Mapping

PLAIN: dict[int, bytes] = {
    1: b"<</Type/Catalog/Pages 2 0 R>>",
    2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
}


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects with a table in which each has a section of its own."""
    out, entries = bytearray(b"%PDF-1.7\n"), bytearray(b"0 1\n0000000000 65535 f \n")
    for number, value in objects.items():
        entries += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    size = max(objects) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out) + b"xref\n" + bytes(entries) + end % (size, trailer, len(out))


def packed(objects: Mapping[int, bytes], table: bytes, more: bytes = b"") -> bytes:
    """The same with a table that is a packed stream, which says `table` of itself."""
    out, rows = bytearray(b"%PDF-1.7\n"), bytes(7)
    for number, value in objects.items():
        rows += b"\1" + len(out).to_bytes(4) + bytes(2)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    body = zlib.compress(rows + more)
    head = b"99 0 obj\n<</Type/XRef/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d%s>>stream\n"
    at = len(out)
    out += head % (len(body), table) + body + b"\nendstream\nendobj\n"
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % at


def object_stream(members: int, body: bytes, of: bytes = b"/ObjStm") -> bytes:
    """An object in which others are packed."""
    content = zlib.compress(body, 1)
    told = b"<</Type%s/N %d/First 4/Filter/FlateDecode/Length %d>>"
    return told % (of, members, len(content)) + b"stream\n" + content + b"\nendstream"


def _of_no_kind(told: bytes, numbers: int = 0) -> bytes:
    """A file whose catalogue leads to a stream of objects that does not call itself one."""
    pairs = b"".join(b"%d 0 " % number for number in range(9, 9 + numbers)) or b"5 0 "
    content = zlib.compress(pairs + b"<<>>")
    head = b"<<%s/First %d/Filter/FlateDecode/Length %d>>stream\n"
    stream = head % (told, len(pairs), len(content)) + content + b"\nendstream"
    root = b"<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>"
    within = b"\2" + (4).to_bytes(4) + bytes(2)
    return packed(PLAIN | {1: root, 4: stream}, b"/Size 6", within)


def revised(times: int) -> bytes:
    """A file to which so many empty revisions were added."""
    out = bytearray(pdf(PLAIN))
    last = out.rindex(b"xref\n0 1")
    for _ in range(times):
        at = len(out)
        told = b"xref\n0 0\ntrailer\n<</Size 4/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        out += told % (last, at)
        last = at
    return bytes(out)


def _form(fields: bytes, more: dict[int, bytes]) -> bytes:
    root = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%s]>>>>" % fields
    return pdf(PLAIN | {1: root} | more)


def _tree(*kids: bytes) -> bytes:
    nodes = {10 + at: b"<</Type/Pages/Count 1/Kids[%s]>>" % kid for at, kid in enumerate(kids)}
    return pdf(PLAIN | {2: b"<</Type/Pages/Kids[10 0 R]/Count 1>>"} | nodes)


_TWICE = [b"%d 0 R %d 0 R" % (11 + at, 11 + at) for at in range(40)]
_EMPTY = {10 + at: b"<<>>" for at in range(200_001)}

PAGES = "Страниц в файле PDF больше, чем 5000 (FORMSVC_MAX_UPLOAD_PAGES)."
OBJECTS = "Объектов в файле PDF больше, чем 200000 (FORMSVC_MAX_UPLOAD_OBJECTS)."
UNCLEAR = (
    "В файле PDF не сказано ясно, сколько в нём объектов (разрешено 200000,"
    " FORMSVC_MAX_UPLOAD_OBJECTS): он повреждён или записан необычно."
)
REVISIONS = "Файл PDF дополняли больше 1000 раз."
FIELDS = "Полей формы в файле PDF больше 10000."

OVER_A_LIMIT = {
    "a page that comes very often": (
        PAGES,
        pdf(PLAIN | {2: b"<</Type/Pages/Count 1/Kids[%s]>>" % (b"3 0 R " * 300_000)}),
    ),
    "pages of which its tree tells one": (
        PAGES,
        _tree(b"11 0 R 12 0 R", *[b"3 0 R " * 2_600] * 2),
    ),
    "very many objects": (OBJECTS, pdf(PLAIN | _EMPTY)),
    "a table of millions": (OBJECTS, packed(PLAIN, b"/Size 50000000", bytes(7 * 5_000_000))),
    "parts of a table": (OBJECTS, packed(PLAIN, b"/Size 9/Index[0 9 9 4000000]")),
    "a table of unknown size": (UNCLEAR, packed(PLAIN, b"/Size 1 0 R")),
    "a stream of millions": (OBJECTS, pdf(PLAIN | {4: object_stream(9_000_000, b"4 0 <<>>")})),
    "a stream in disguise": (
        OBJECTS,
        pdf(PLAIN | {4: object_stream(9_000_000, b"4 0 <<>>", of=b"/Obj#53tm")}),
    ),
    "a stream of no kind": (OBJECTS, _of_no_kind(b"/N 300000", 300_000)),
    "a stream of another kind": (OBJECTS, _of_no_kind(b"/Type/Metadata/N 300000")),
    "a stream of hidden length": (OBJECTS, _of_no_kind(b"/X(/N 5 )/N%/\n300000")),
    "a stream of two lengths": (UNCLEAR, _of_no_kind(b"/N 300000/X 1 obj/N 5")),
    "a stream of length elsewhere": (UNCLEAR, _of_no_kind(b"/N 3 0 R")),
    "a stream behind a comment": (
        UNCLEAR,
        _of_no_kind(b"/N 300000").replace(b"4 0 obj\n", b"4 0 obj%" + b"%" * 999 + b"\n"),
    ),
    "a stream after an end in a string": (OBJECTS, _of_no_kind(b"/X(\\)endobj>>)/N 300000")),
    "dictionaries in one another": (UNCLEAR, pdf(PLAIN | {4: b"1 obj<</First (" * 190_000})),
    "very many revisions": (REVISIONS, revised(1_001)),
    "fields that double": (
        FIELDS,
        _form(b"10 0 R", {10 + at: b"<</T(a)/Kids[%s]>>" % kids for at, kids in enumerate(_TWICE)}),
    ),
    "a field within itself": (FIELDS, _form(b"10 0 R", {10: b"<</T(a)/Kids[10 0 R]>>"})),
    "very many fields": (FIELDS, _form(b"10 0 R " * 10_001, {10: b"<</T(a)>>"})),
}
WITHIN_LIMITS = {
    "a plan that is not there": pdf(
        PLAIN | {1: b"<</Type/Catalog/Pages 2 0 R/PieceInfo<</formsvc 99 0 R>>>>"}
    ),
    "a stream of no kind and few objects": _of_no_kind(b"/N 1"),
    "an outline": pdf(
        PLAIN
        | {1: b"<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>", 4: b"<</First 5 0 R/Last 5 0 R>>"}
        | {5: b"<</Title(\\)stream(/N 9999999)>>)/Parent 4 0 R/First 6 0 R/Last 6 0 R>>"}
        | {6: b"<</Title<28>/Parent 5 0 R/AP<</N 5 0 R>>>>"}
    ),
    "a count that lies": pdf(PLAIN | {2: b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>"}),
    "a size that lies": pdf(PLAIN).replace(b"/Size 4", b"/Size 2147483647"),
    "a deep tree": _tree(*[b"%d 0 R" % (11 + at) for at in range(20_000)], b"3 0 R"),
    "a tree that doubles": _tree(*_TWICE, b"3 0 R"),
    "a tree that goes round": _tree(b"10 0 R"),
    "a stream that swells": pdf(PLAIN | {4: object_stream(1, b"4 0 <<>>" + b" " * 260 * 2**20)}),
    "a stream of endless length": pdf(PLAIN | {4: b"<</Length %d>>stream\nab\nendstream" % 10**20}),
    "a stream of its own length": pdf(PLAIN | {4: b"<</Length 4 0 R>>stream\nab\nendstream"}),
    "a table that goes round": pdf(PLAIN, b"/Prev %d" % pdf(PLAIN).rindex(b"xref\n0 1")),
    "arrays in arrays": pdf(PLAIN | {4: b"[" * 100_000 + b"]" * 100_000}),
}
