"""Whatever is uploaded is refused with a reason, soon and without using much memory."""

import random
import resource
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Literal

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, StreamDecodeLevel

from formsvc.embedding import (
    MAX_SOURCE_BYTES,
    ExtractRefused,
    NothingEmbedded,
    embed,
    extract,
)
from formsvc.embedding.docx import NAMESPACE
from formsvc.renderers.archive import read_archive, write_archive
from tests.embedding.documents import ENVELOPE, MADE, with_part, with_pdf

# Of the processor, making of the file included: a busy machine does not fail the tests.
SECONDS = 20
MEMORY_KIB = 300 * 1024
BODY, WORD = "word/document.xml", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
EXCEL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CARRIER = {"docx": "customXml/item2.xml", "xlsx": "xl/worksheets/formsvc.xml"}


@pytest.fixture(autouse=True)
def soon_and_small() -> Iterator[None]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    yield
    assert time.process_time() - start < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY_KIB


def carrying(extension: str) -> bytes:
    return embed(MADE[extension](), extension, ENVELOPE)


def body(content: str) -> bytes:
    part = f'<w:document xmlns:w="{WORD}"><w:body>{content}</w:body></w:document>'
    return with_part(carrying("docx"), BODY, part.encode())


def sheet(content: str, part: str = SHEET) -> bytes:
    worksheet = f'<worksheet xmlns="{EXCEL}">{content}</worksheet>'
    return with_part(carrying("xlsx"), part, worksheet.encode())


def source(text: str) -> dict[str, bytes]:
    """DOCX, XLSX and PDF that carry this text for a source."""
    custom = f'<source xmlns="{NAMESPACE}">{text}</source>'
    row = f'<row><c t="inlineStr"><is><t>{text}</t></is></c></row>'

    def replace(pdf: Pdf) -> None:
        pdf.attachments["formsvc.json"] = text.encode()

    return {
        "docx": with_part(carrying("docx"), CARRIER["docx"], custom.encode()),
        "xlsx": sheet(f"<sheetData>{row}</sheetData>", CARRIER["xlsx"]),
        "pdf": with_pdf(carrying("pdf"), replace),
    }


# --- Files of other kinds, broken and locked files ------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"PK\x03\x04",
        b"Not a document",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        b"<html><body>%PDF</body></html>",
        random.Random(7).randbytes(10_000),
        b"PK\x03\x04" + random.Random(8).randbytes(10_000),
        b"%PDF-1.7\n" + random.Random(9).randbytes(10_000),
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \n"
        b"trailer<</Size 1/Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF",
    ],
    ids=range(10),
)
def test_what_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(ExtractRefused):
        extract(content)


def test_a_workbook_with_macros_or_another_package_is_refused() -> None:
    types = "[Content_Types].xml"
    other = with_part(carrying("xlsx"), types, b'<Types xmlns="urn:other"/>')

    with pytest.raises(ExtractRefused, match="не документ DOCX, XLSX или PDF"):
        extract(other)


def test_a_locked_or_old_office_file_is_refused_by_its_name() -> None:
    with pytest.raises(ExtractRefused, match="паролем или сохранён в старом формате"):
        extract(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5_000)


@pytest.mark.parametrize("password", ["", "secret"])
@pytest.mark.parametrize("revision", [4, 6])
def test_an_encrypted_pdf_is_refused_by_its_name(password: str, revision: Literal[4, 6]) -> None:
    encryption = pikepdf.Encryption(user=password, owner="office", R=revision)

    with pytest.raises(ExtractRefused, match="зашифрован"):
        extract(with_pdf(carrying("pdf"), lambda pdf: None, encryption=encryption))


@pytest.mark.parametrize("extension", sorted(MADE))
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(extension: str, part: float) -> None:
    content = carrying(extension)

    with pytest.raises(ExtractRefused):
        extract(content[: int(len(content) * part)])


def scratched(content: bytes, chance: random.Random) -> bytes:
    scratched = bytearray(content)
    for _ in range(chance.choice([1, 3, 30])):
        scratched[chance.randrange(len(scratched))] = chance.choice(b"<>/=\"&' 09azAZ")
    return bytes(scratched)


def with_scratched_part(content: bytes, chance: random.Random) -> bytes:
    """Damage inside the ZIP, where no checksum tells of it."""
    members = read_archive(content)
    name = chance.choice([name for name in members if name.endswith((".xml", ".rels"))])
    return write_archive(members | {name: scratched(members[name], chance)})


DAMAGE = {"docx": with_scratched_part, "xlsx": with_scratched_part, "pdf": scratched}


@pytest.mark.parametrize("extension", sorted(MADE))
def test_damaged_files_are_read_or_refused_but_never_raise_anything_else(extension: str) -> None:
    outcomes = set()
    for seed in range(60):
        damaged = DAMAGE[extension](carrying(extension), random.Random(seed))
        try:
            outcomes.add(f"edited: {extract(damaged).edited}")
        except (ExtractRefused, NothingEmbedded) as refused:
            outcomes.add(type(refused).__name__)

    assert len(outcomes) > 1


# --- The source -----------------------------------------------------------------------------------


@pytest.mark.parametrize("extension", sorted(MADE))
@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        '"text"',
        "{",
        '{"data":NaN}',
        '{"data":Infinity}',
        '{"a":' * 90 + "1" + "}" * 90,
        "[" * 1_000_000,
        '{"number":' + "9" * 5_000 + "}",
    ],
    ids=range(10),
)
def test_a_source_that_is_none_is_refused(extension: str, text: str) -> None:
    with pytest.raises(ExtractRefused, match="Исходные данные внутри файла повреждены"):
        extract(source(text)[extension])


@pytest.mark.parametrize("extension", sorted(MADE))
def test_a_source_that_is_too_long_is_refused(extension: str) -> None:
    with pytest.raises(ExtractRefused, match="слишком велики"):
        extract(source(f'{{"a":"{"x" * MAX_SOURCE_BYTES}"}}')[extension])


@pytest.mark.parametrize("extension", sorted(MADE))
def test_a_source_without_a_digest_counts_as_edited(extension: str) -> None:
    found = extract(source('{"form":"kz.plan"}')[extension])

    assert found.edited
    assert found.envelope == {"form": "kz.plan"}


def test_half_a_character_in_a_cell_is_refused() -> None:
    with pytest.raises(ExtractRefused, match="повреждены"):
        extract(source('{"a":"_xD800_"}')["xlsx"])


# --- XML ------------------------------------------------------------------------------------------


def laughing(name: str, encoding: str) -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    doctype = f'<!DOCTYPE {name} [<!ENTITY l0 "смех">{levels}]>'
    return f"{declared}{doctype}<{name}>&l11;</{name}>".encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize(
    ("extension", "part"),
    [
        ("docx", BODY),
        ("docx", CARRIER["docx"]),
        ("docx", "word/styles.xml"),
        ("docx", "word/_rels/document.xml.rels"),
        ("docx", "[Content_Types].xml"),
        ("xlsx", "xl/workbook.xml"),
        ("xlsx", SHEET),
        ("xlsx", CARRIER["xlsx"]),
        ("xlsx", "xl/styles.xml"),
    ],
)
def test_a_part_that_declares_entities_is_refused(extension: str, part: str, encoding: str) -> None:
    with pytest.raises(ExtractRefused, match="DOCTYPE"):
        extract(with_part(carrying(extension), part, laughing("document", encoding)))


def test_a_part_does_not_read_files_of_the_machine() -> None:
    doctype = '<!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/hostname">]><d>&f;</d>'

    with pytest.raises(ExtractRefused, match="DOCTYPE"):
        extract(with_part(carrying("docx"), CARRIER["docx"], doctype.encode()))


@pytest.mark.parametrize(
    "content",
    [
        "<w:p>" * 100_000 + "</w:p>" * 100_000,
        "<w:tbl>" * 300 + "</w:tbl>" * 300,
        "<w:p/>" * 1_000_000,
        "<w:p>" + "".join(f' <w:t a{n % 9}=""/>' for n in range(500_000)) + "</w:p>",
        f"<w:t>{'а' * 12_000_000}</w:t>",
        "<w:p><w:t>не закрыт",
    ],
    ids=range(6),
)
def test_a_body_that_is_too_much_for_any_document_is_refused(content: str) -> None:
    with pytest.raises(ExtractRefused):
        extract(body(content))


@pytest.mark.parametrize(
    "content",
    [
        "<w:p>" * 200 + "</w:p>" * 200,
        "<w:p/>" * 200_000,
        '<w:fldChar w:fldCharType="begin"/>'
        + "<w:instrText> </w:instrText>" * 100_000
        + '<w:fldChar w:fldCharType="separate"/>' * 100_000
        + "<w:t>1</w:t>" * 100_000,
        '<w:fldChar w:fldCharType="end"/>' * 1_000 + "<AlternateContent/>",
        '<w:footnoteReference w:id="2"/>' * 100_000,
    ],
    ids=range(5),
)
def test_a_body_that_is_odd_is_read_in_good_time(content: str) -> None:
    assert extract(body(content)).edited


def test_a_document_that_is_its_own_header_is_read_once() -> None:
    content = '<w:sectPr><w:headerReference w:type="default" r:id="self"/></w:sectPr>' * 1_000
    links = "word/_rels/document.xml.rels"
    relationship = '<Relationship Id="self" Type="/header" Target="document.xml"/>'
    own = body(content.replace("r:id", 'xmlns:r="urn:r" r:id'))

    looped = with_part(
        own, links, f'<Relationships xmlns="urn:x">{relationship}</Relationships>'.encode()
    )

    assert extract(looped).edited


@pytest.mark.parametrize(
    "content",
    [
        '<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<sheetData><row r="9999999"/><row r="-1"/><row r="x" hidden="1"/></sheetData>',
        '<sheetData><row><c r="AAAAAAAA1" t="s"><v>99999999999</v></c></row></sheetData>',
        '<sheetData><row><c s="-1" t="s"><v>-1</v></c><c t="?"><v>?</v></c></row></sheetData>',
        f"<sheetData><row><c><v>{'9' * 3_000_000}</v></c></row></sheetData>",
        '<cols><col min="1" max="9999999" hidden="1"/></cols>',
        f"<headerFooter><oddHeader>{'&amp;&quot;' * 500_000}</oddHeader></headerFooter>",
        f"<sheetData><row>{'<c><v>1</v></c>' * 150_000}</row></sheetData>",
    ],
    ids=range(8),
)
def test_a_sheet_that_is_odd_is_read_in_good_time(content: str) -> None:
    assert extract(sheet(content)).edited


def shared(cells: str, part: str) -> bytes:
    """A sheet of texts that are one long shared text, again and again."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="s" Type="{kind}" Target="strings.xml"/></Relationships>'
    content = sheet(f"<sheetData>{cells}</sheetData>", part)
    links = "xl/_rels/workbook.xml.rels"
    linked = read_archive(content)[links].replace(b"</Relationships>", link.encode())
    strings = f'<sst xmlns="{EXCEL}"><si><t>{"а" * 4_000_000}</t></si></sst>'
    return with_part(with_part(content, links, linked), "xl/strings.xml", strings.encode())


def test_one_long_text_in_very_many_cells_is_read_in_good_time() -> None:
    rows = '<row><c t="s"><v>0</v></c></row>' * 50_000

    assert extract(shared(rows, SHEET)).edited
    with pytest.raises(ExtractRefused, match="слишком велики"):
        extract(shared(rows, CARRIER["xlsx"]))


# --- PDF ------------------------------------------------------------------------------------------


def packed(size: int, times: int = 1, **parameters: int) -> Callable[[Pdf], None]:
    """A page drawn by zeros that are packed so many times over."""

    def change(pdf: Pdf) -> None:
        data = b"\0" * size
        for _ in range(times):
            data = zlib.compress(data, 9)
        stream = pdf.make_stream(b"")
        decode = Dictionary({f"/{key}": value for key, value in parameters.items()})
        filters = Array([Name.FlateDecode] * times) if times > 1 else Name.FlateDecode
        stream.write(data, filter=filters, decode_parms=decode if parameters else None)
        pdf.pages[0].Contents = stream

    return change


def many_packed(pdf: Pdf) -> None:
    stream = pdf.make_stream(b"")
    stream.write(zlib.compress(b"\0" * 5_000_000, 9), filter=Name.FlateDecode)
    pdf.pages[0].Contents = Array([stream] * 1_000)


def other_filter(name: str, data: bytes) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        stream = pdf.make_stream(b"")
        stream.write(data, filter=Name(name))
        pdf.pages[0].Contents = stream

    return change


def many_numbers(pdf: Pdf) -> None:
    lists = [Array(list(range(50_000))) for _ in range(6)]
    pdf.pages[0].Resources.Numbers = Array(lists)


def deep_chain(pdf: Pdf) -> None:
    link = pdf.make_indirect(Dictionary(End=True))
    for _ in range(5_000):
        link = pdf.make_indirect(Dictionary(Next=link))
    pdf.pages[0].Resources.Chain = link


def malformed_signature(pdf: Pdf) -> None:
    widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, Rect=Array([0]))
    pdf.pages[0].Annots = Array([widget])


# Nine bits a code: start anew, forty letters, end.
LZW = int("".join(f"{code:09b}" for code in [256, *b"A" * 45, 257, 0]), 2).to_bytes(54)
UNTOUCHED = {"stream_decode_level": StreamDecodeLevel.none, "compress_streams": False}
REFUSED_PDFS: dict[str, Callable[[Pdf], None]] = {
    "200 MB of zeros": packed(200_000_000),
    "20 MB of zeros": packed(20_000_000),
    "zeros packed twice": packed(50_000_000, 2),
    "slow to unpack": packed(20_000_000, Predictor=15, Columns=1),
    "many streams": many_packed,
    "LZW": other_filter("/LZWDecode", LZW),
    "run length": other_filter("/RunLengthDecode", b"\x81\0" * 100_000),
    "JBIG2": other_filter("/JBIG2Decode", b"\0" * 100),
    "many numbers": many_numbers,
    "deep chain": deep_chain,
    "malformed signature": malformed_signature,
}


@pytest.mark.parametrize("what", REFUSED_PDFS)
@pytest.mark.filterwarnings("ignore::pikepdf.exceptions.PageCopyWarning")
def test_a_pdf_that_is_too_much_for_any_document_is_refused(what: str) -> None:
    made = with_pdf(carrying("pdf"), REFUSED_PDFS[what], **UNTOUCHED)

    with pytest.raises(ExtractRefused):
        extract(made)


def form_within_itself(pdf: Pdf) -> None:
    form = pdf.make_stream(b"/Me Do")
    form.update(Dictionary(Type=Name.XObject, Subtype=Name.Form))
    form.Resources = Dictionary(XObject=Dictionary(Me=form))
    pdf.pages[0].Resources.XObject = Dictionary(Me=form)


def same_page_very_often(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids = Array([pdf.pages[0].obj] * 5_000)


def widely_shared(pdf: Pdf) -> None:
    """An object of which, were it copied out, there would be 2 ** 60."""
    shared = pdf.make_indirect(Dictionary(End=True))
    for _ in range(60):
        shared = pdf.make_indirect(Dictionary(Left=shared, Right=shared))
    pdf.pages[0].Resources.Shared = shared


@pytest.mark.parametrize("change", [form_within_itself, same_page_very_often, widely_shared])
def test_a_pdf_that_is_odd_is_read_in_good_time(change: Callable[[Pdf], None]) -> None:
    assert extract(with_pdf(carrying("pdf"), change)).edited
