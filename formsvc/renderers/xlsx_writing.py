"""Writes a workbook (see xlsx_model) as an Excel file, its parts straight as text (ECMA-376).

What is the same in every workbook is packed once. Equal workbooks are equal byte for byte.
"""

from collections.abc import Iterator
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from openpyxl.worksheet.page import PageMargins, PrintPageSetup

from formsvc.forms.layouts import PageLayout
from formsvc.renderers.archive import CONTENT_TYPES, RELATIONSHIP_KINDS
from formsvc.renderers.xlsx_cells import SharedTexts, merged_xml, rows_xml
from formsvc.renderers.xlsx_model import Sheet, Workbook
from formsvc.renderers.xlsx_styles import DECLARATION, MAIN, Styles, described
from formsvc.renderers.zip_writing import Member, joined

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_LINKS = f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
_KIND = "application/vnd.openxmlformats-officedocument"
_PACKAGE_KIND = "application/vnd.openxmlformats-package"
_MM_PER_INCH, _A4 = 25.4, 9
_FOOTER = 0.5  # inches from the paper's edge, as everywhere; nothing stands there


def _link(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'


_PACKAGE_LINKS = Member.of(
    "_rels/.rels",
    (
        _LINKS
        + _link(1, f"{RELATIONSHIP_KINDS}officeDocument", "xl/workbook.xml")
        + _link(2, f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")
        + _link(3, f"{RELATIONSHIP_KINDS}extended-properties", "docProps/app.xml")
        + "</Relationships>"
    ).encode(),
)
# LibreOffice trusts the numbers of a file by this name, and computes those of others anew.
_APPLICATION = Member.of(
    "docProps/app.xml",
    (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"><Application>Microsoft Excel</Application></Properties>'
    ).encode(),
)


def write_workbook(book: Workbook) -> bytes:
    """The XLSX of a workbook."""
    styles, texts = Styles(), SharedTexts()
    sheets = [_sheet(sheet, at == 0, styles, texts) for at, sheet in enumerate(book.sheets)]
    parts = {
        CONTENT_TYPES: _content_types(len(sheets)),
        "docProps/core.xml": _core(book),
        "xl/workbook.xml": _workbook(book),
        "xl/_rels/workbook.xml.rels": _workbook_links(len(sheets)),
        "xl/styles.xml": styles.xml(),
        "xl/sharedStrings.xml": texts.xml(),
    }
    parts |= {f"xl/{_sheet_name(at)}": xml for at, xml in enumerate(sheets, 1)}
    first, *rest = (Member.of(name, xml.encode()) for name, xml in parts.items())
    return joined([first, _PACKAGE_LINKS, _APPLICATION, *rest])


def _sheet_name(number: int) -> str:
    return f"worksheets/sheet{number}.xml"


def _content_types(sheets: int) -> str:
    main = f"{_KIND}.spreadsheetml"
    parts = {
        "xl/workbook.xml": f"{main}.sheet.main+xml",
        "xl/styles.xml": f"{main}.styles+xml",
        "xl/sharedStrings.xml": f"{main}.sharedStrings+xml",
        "docProps/core.xml": f"{_PACKAGE_KIND}.core-properties+xml",
        "docProps/app.xml": f"{_KIND}.extended-properties+xml",
    }
    parts |= {f"xl/{_sheet_name(at)}": f"{main}.worksheet+xml" for at in range(1, sheets + 1)}
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="{_PACKAGE_KIND}.relationships+xml"/>'
        + "".join(f'<Override PartName="/{n}" ContentType="{kind}"/>' for n, kind in parts.items())
        + "</Types>"
    )


def _core(book: Workbook) -> str:
    time = f'xsi:type="dcterms:W3CDTF">{book.created}'
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:creator>formsvc</dc:creator><dc:title>{escape(book.title)}</dc:title>"
        f"<dc:identifier>{escape(book.identifier)}</dc:identifier>"
        f"<dcterms:created {time}</dcterms:created><dcterms:modified {time}</dcterms:modified>"
        "</cp:coreProperties>"
    )


def _workbook(book: Workbook) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(sheet.title)} sheetId="{at}" r:id="rId{at}"/>'
        for at, sheet in enumerate(book.sheets, 1)
    )
    names = "".join(map(_print_titles, range(len(book.sheets)), book.sheets))
    links = RELATIONSHIP_KINDS.rstrip("/")
    defined = f"<definedNames>{names}</definedNames>" if names else ""
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{links}">'
        f"<bookViews><workbookView/></bookViews><sheets>{sheets}</sheets>{defined}</workbook>"
    )


def _print_titles(at: int, sheet: Sheet) -> str:
    if not sheet.repeated:
        return ""
    title = sheet.title.replace("'", "''")
    rows = f"'{title}'!${sheet.repeated.start}:${sheet.repeated.stop - 1}"
    name = f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">'
    return f"{name}{escape(rows)}</definedName>"


def _workbook_links(sheets: int) -> str:
    own = [("worksheet", _sheet_name(at)) for at in range(1, sheets + 1)]
    own += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    links = (_link(at, RELATIONSHIP_KINDS + kind, part) for at, (kind, part) in enumerate(own, 1))
    return f"{_LINKS}{''.join(links)}</Relationships>"


def _sheet(sheet: Sheet, is_first: bool, styles: Styles, texts: SharedTexts) -> str:
    """The elements of a worksheet, in the order of the standard."""
    return "".join(
        (
            f'{DECLARATION}<worksheet xmlns="{MAIN}">',
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<sheetViews><sheetView tabSelected="{is_first:d}" workbookViewId="0"/></sheetViews>',
            '<sheetFormatPr defaultRowHeight="15"/>',
            f"<cols>{''.join(_columns(sheet))}</cols>",
            f"<sheetData>{''.join(rows_xml(sheet, styles, texts))}</sheetData>",
            merged_xml(sheet.merged),
            _page(sheet.layout),
            _headers(sheet.draft_mark, is_first),
            _breaks(sheet.breaks),
            "</worksheet>",
        )
    )


def _columns(sheet: Sheet) -> Iterator[str]:
    for at, width in enumerate(sheet.widths, 1):
        yield f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'


@lru_cache(maxsize=64)
def _page(layout: PageLayout) -> str:
    """A4, one page wide, with the layout's margins."""
    sides = ("left", "right", "top", "bottom", "header")
    inches = {side: getattr(layout, side) / _MM_PER_INCH for side in sides}
    setup = PrintPageSetup(paperSize=_A4, fitToWidth=1, fitToHeight=0)
    setup.orientation = "landscape" if layout.landscape else "portrait"
    return described(PageMargins(**inches, footer=_FOOTER)) + described(setup)


def _headers(draft_mark: str, is_first: bool) -> str:
    """The first page of the document has no number; later sheets begin on later pages."""
    mark = escape(f"&R{draft_mark}") if draft_mark else ""
    odd = f"<oddHeader>&amp;C&amp;P{mark}</oddHeader>"
    if not is_first:
        return f"<headerFooter>{odd}</headerFooter>"
    first = f"<firstHeader>{mark}</firstHeader>"
    return f'<headerFooter differentFirst="1">{odd}{first}</headerFooter>'


def _breaks(rows: list[int]) -> str:
    breaks = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in rows)
    count = f'count="{len(rows)}" manualBreakCount="{len(rows)}"'
    return f"<rowBreaks {count}>{breaks}</rowBreaks>" if rows else ""
