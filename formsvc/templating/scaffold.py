"""First drafts of templates, walked from a schema: a form renders at once, then is refined.

The Word draft takes the house styles, headers and shared blocks from `_blocks.docx`; the print
draft uses the macros of `_blocks.html`. Both say the same in the same order.
"""

from collections.abc import Iterator, Sequence
from html import escape as escape_html

from lxml import etree
from marshmallow import Schema

from formsvc.forms.blocks import ActionRow
from formsvc.forms.columns import Column, Head, columns, header
from formsvc.forms.fields import LongText, Paper, Printed
from formsvc.forms.form import Form
from formsvc.forms.groups import Group, Items, Rows, Sections, Signers, Spread, Table
from formsvc.forms.parts import Captioned, Grid, Part
from formsvc.forms.walk import placed
from formsvc.renderers.archive import read_archive, write_archive
from formsvc.templating import wordml
from formsvc.templating.sync import DOCUMENT, W, parse, serialise, stamp

TEXT_WIDTH, LANDSCAPE_WIDTH = wordml.twips(170), wordml.twips(257)
_NUMBER_WIDTH = wordml.twips(10)
_WORD_STYLES = {
    "annex": "Annex",
    "title": "Title",
    "subtitle": "Subtitle",
    "hint": "Hint",
    "subject": "Subject",
    "footnote": "Footnote",
}
_WORD_LISTS = {
    "organisation": "Organisation",
    "document": "DocumentLine",
    "list": "ListLine",
    "ticks": "Field",
}
_SHARED_LISTS = {"body": "paragraphs", "requisite": "approval"}
_PLACES_TO_SIGN = {"": "signatures", "line": "signed", "list": "acquainted"}
_SINGULARS = {"children": "child", "people": "person"}


class _Tags(dict[str, str]):
    """Every option as the tag that prints it: so a table is drawn with the columns of all."""

    def __missing__(self, option: str) -> str:
        return f"{{{{ options.{option} }}}}"


def one_of(name: str) -> str:
    """Name of the loop variable over a list: `guardians` gives `guardian`."""
    if name in _SINGULARS:
        return _SINGULARS[name]
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name[:-1] if name.endswith("s") else f"one_of_{name}"


def conditions(field: Paper, path: str) -> Iterator[str]:
    """When the field is printed at all, as tests of a template."""
    if field.option:
        yield f"options.{field.option}"
    if isinstance(field, Group) and field.omit:
        yield f"{path}.given"
    if isinstance(field, Rows | Signers) and field.omit:
        yield path


def word_template(form: Form, master: bytes) -> bytes:
    """A Word template that prints every field of the form, and the mark of a copy at its end."""
    parts = read_archive(master)
    document = parse(parts[DOCUMENT])
    body = document.find(f"{W}body")
    assert body is not None
    paper = "".join((*_word(form.schema(), ""), wordml.block("copy_mark")))
    drawn = f'<w:body xmlns:w="{wordml.NAMESPACE}">{paper}</w:body>'
    body[:] = [*parse(drawn.encode()), body[-1]]
    number_from_second_page(body)
    parts[DOCUMENT] = serialise(document)
    return stamp(write_archive(parts), master)


def number_from_second_page(body: etree._Element) -> None:
    """The first page has no number: it is that of the first section only."""
    first, last = next(body.iter(f"{W}sectPr")), body[-1]
    if first is last:
        return
    for own in last.findall(f"{W}headerReference[@{W}type='first']"):
        first.insert(1, own)
    for title_page in last.findall(f"{W}titlePg"):
        first.append(title_page)


def _word(schema: Schema, prefix: str) -> Iterator[str]:
    for name, field in placed(schema):
        tests = list(conditions(field, prefix + name))
        yield from (wordml.control(f"if {test}") for test in tests)
        if field.landscape:
            yield wordml.section_end()
        if field.heading:
            yield wordml.paragraph("Heading1", field.heading)
        yield from _word_field(field, prefix + name, one_of(name))
        if field.landscape:
            yield wordml.section_end(landscape=True)
        yield from (wordml.control("endif") for _ in tests)


def _word_field(field: Paper, path: str, loop: str) -> Iterator[str]:
    match field:
        case Signers():
            yield from _word_head(field.label)
            yield wordml.control(f"set signers = {path}")
            yield wordml.block(_PLACES_TO_SIGN[field.style])
        case Spread():
            parts = "{{ line.left }}\t{{ line.centre }}\t{{ line.right }}"
            yield from _word_lines("HeadLine", path, parts)
        case Printed(style=style) if style:
            yield from _word_printed(style, path)
        case Captioned():
            yield wordml.paragraph("Captioned", f"{{{{ {path} }}}}")
            yield wordml.paragraph("SignCaption", field.label)
        case Part():
            yield wordml.paragraph("PartHead", field.label)
            yield from _word(field.schema, f"{path}.")
        case Grid():
            yield from _word_head(field.label)
            yield from _word_table(field, path)
        case Group():
            if field.label:
                yield wordml.paragraph("Heading2", field.label)
            yield from _word(field.schema, f"{path}.")
        case Table():
            yield from _word_head(field.label if field.captioned else "")
            yield from _word_table(field, path)
        case Sections():
            yield wordml.control(f"for {loop} in {path}")
            if field.title:
                yield wordml.paragraph("Heading1", f"{{{{ {loop}.heading }}}}")
            yield from _word(field.schema, f"{loop}.")
            yield wordml.control("endfor")
        case Items():
            yield from _word_head(field.label)
            yield from _word_lines("Field", path, "{{ line.line }}")
        case Rows():
            yield wordml.control(f"for {loop} in {path}")
            yield from _word(field.schema, f"{loop}.")
            yield wordml.control("endfor")
        case LongText() | Paper(label=""):
            yield from _word_head(field.label)
            yield wordml.paragraph("Field", f"{{{{ {path} }}}}")
        case _:
            label = wordml.run(f"{field.label} ", "Label")
            yield wordml.paragraph("Field", label, wordml.run(f"{{{{ {path} }}}}"))


def _word_printed(style: str, path: str) -> Iterator[str]:
    """What is computed, in the shape that its style stands for: a text, or several."""
    if style in _SHARED_LISTS:
        yield wordml.control(f"set {_SHARED_LISTS[style]} = {path}")
        yield wordml.block(_SHARED_LISTS[style])
    elif style in _WORD_LISTS:
        yield from _word_lines(_WORD_LISTS[style], path, "{{ line }}")
    else:
        yield wordml.paragraph(_WORD_STYLES.get(style, "Field"), f"{{{{ {path} }}}}")


def _word_lines(style: str, path: str, line: str) -> Iterator[str]:
    yield wordml.control(f"for line in {path}")
    yield wordml.paragraph(style, line)
    yield wordml.control("endfor")


def _word_head(label: str) -> Iterator[str]:
    if label:
        yield wordml.paragraph("FieldHead", label)


def _word_table(field: Table | Grid, path: str) -> Iterator[str]:
    yield wordml.control(f"set rows = {path}")
    if isinstance(field.schema, ActionRow):
        yield wordml.block("actions")
        return
    shown = columns(field, _Tags())
    loops = list(_loops("rows", shown))
    numbers = [_NUMBER_WIDTH for one in shown if one.is_number]
    shares = [one.width for one in shown if not one.is_number]
    whole = LANDSCAPE_WIDTH if field.landscape else TEXT_WIDTH
    widths = [*numbers, *wordml.shares(shares, whole - sum(numbers))]
    yield wordml.table(
        "FormTable",
        widths,
        *word_header(shown, widths),
        *(wordml.control_row(loop, widths) for loop in loops),
        wordml.row(
            *(
                wordml.cell(width, wordml.paragraph(_word_cell_style(one), _word_tag(one, shown)))
                for width, one in zip(widths, shown, strict=True)
            ),
            height=field.row_height,
        ),
        *(wordml.control_row("endfor", widths) for _ in loops),
    )
    yield wordml.paragraph("TableEnd")


def word_header(shown: Sequence[Column], widths: Sequence[int]) -> Iterator[str]:
    """The header rows of a Word table; `widths` are those of its columns in twips."""
    upper, *lower = header(shown)
    yield wordml.row(*(_word_head_cell(one, widths) for one in upper), header=True)
    for heads in lower:
        short = {one.first: _word_head_cell(one, widths) for one in heads}
        below = wordml.paragraph("TableHead")
        yield wordml.row(
            *(
                short.get(at) or wordml.cell(width, below, merged="continue")
                for at, width in enumerate(widths, 1)
            ),
            header=True,
        )


def _word_head_cell(head: Head, widths: Sequence[int]) -> str:
    over = widths[head.first - 1 : head.last]
    words = wordml.paragraph("TableHead", head.label)
    return wordml.cell(sum(over), words, columns=len(over), merged="restart" if head.tall else "")


def _word_cell_style(column: Column) -> str:
    return "TableNumber" if column.is_number else "TableText"


def _row_tag(column: Column) -> str:
    row = one_of(column.within) if column.within else "row"
    return f"{{{{ {row}.{'.'.join(column.path)} }}}}"


def _within(shown: Sequence[Column]) -> str:
    """The sub-rows of a table, if it has any."""
    return next((one.within for one in shown if one.within), "")


def _loops(rows: str, shown: Sequence[Column]) -> Iterator[str]:
    """The loops around the printed rows of a table."""
    yield f"for row in {rows}"
    if within := _within(shown):
        yield f"for {one_of(within)} in row.{within}"


def _word_tag(column: Column, shown: Sequence[Column]) -> str:
    """docxtpl merges the cells of a loop where `vm` stands."""
    merged = _within(shown) and not column.within
    return _row_tag(column) + ("{% vm %}" if merged else "")


def print_template(form: Form) -> str:
    """A print template (HTML) that prints every field of the form; its frame adds the copy mark."""
    body = "\n".join(_html(form.schema(), ""))
    return (
        '{% extends "_base.html" %}\n{% import "_blocks.html" as blocks %}\n'
        f"{{% block content %}}\n{body}\n{{% endblock %}}\n"
    )


def _html(schema: Schema, prefix: str) -> Iterator[str]:
    for name, field in placed(schema):
        tests = list(conditions(field, prefix + name))
        yield from (f"{{% if {test} %}}" for test in tests)
        if field.landscape:
            yield '<div class="landscape">'
        if field.heading:
            yield f"<h2>{escape_html(field.heading)}</h2>"
        yield from _html_field(field, prefix + name, one_of(name))
        if field.landscape:
            yield "</div>"
        yield from ("{% endif %}" for _ in tests)


def _html_field(field: Paper, path: str, loop: str) -> Iterator[str]:
    label = quoted(field.label)
    match field:
        case Signers():
            yield f"{{{{ blocks.{_PLACES_TO_SIGN[field.style]}({label}, {path}) }}}}"
        case Spread():
            yield f"{{{{ blocks.spread({path}) }}}}"
        case Printed(style=style) if style:
            yield _html_printed(style, path)
        case Captioned():
            yield f"{{{{ blocks.captioned({label}, {path}) }}}}"
        case Part():
            yield f'<h2 class="new-page">{escape_html(field.label)}</h2>'
            yield from _html(field.schema, f"{path}.")
        case Grid():
            yield f'<p class="field-head">{escape_html(field.label)}</p>'
            yield from _html_table(field, path)
        case Group():
            if field.label:
                yield f"<h3>{escape_html(field.label)}</h3>"
            yield from _html(field.schema, f"{path}.")
        case Table(schema=ActionRow()):
            yield f"{{{{ blocks.actions({label}, {path}) }}}}"
        case Table():
            if field.captioned:
                yield f'<p class="field-head">{escape_html(field.label)}</p>'
            yield from _html_table(field, path)
        case Sections():
            yield f"{{% for {loop} in {path} %}}"
            if field.title:
                yield f"<h2>{{{{ {loop}.heading }}}}</h2>"
            yield from _html(field.schema, f"{loop}.")
            yield "{% endfor %}"
        case Items():
            yield f"{{{{ blocks.items({label}, {path}) }}}}"
        case Rows():
            yield f"{{% for {loop} in {path} %}}"
            yield from _html(field.schema, f"{loop}.")
            yield "{% endfor %}"
        case Paper(label=""):
            yield f"{{{{ blocks.line({path}) }}}}"
        case LongText():
            yield f"{{{{ blocks.text({label}, {path}) }}}}"
        case _:
            yield f"{{{{ blocks.field({label}, {path}) }}}}"


def _html_printed(style: str, path: str) -> str:
    if style in _SHARED_LISTS:
        return f"{{{{ blocks.{_SHARED_LISTS[style]}({path}) }}}}"
    if style in _WORD_LISTS:
        return f'{{{{ blocks.lines({path}, "{style}") }}}}'
    if style == "title":
        return f"<h1>{{{{ {path} }}}}</h1>"
    return f'<p class="{style}">{{{{ {path} }}}}</p>'


def quoted(words: str) -> str:
    """A text as Jinja writes it between quotation marks."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _html_table(field: Table | Grid, path: str) -> Iterator[str]:
    shown = columns(field, _Tags())
    within = _within(shown)
    yield f'<table class="table{" spanned" if within else ""}">'
    yield f"<colgroup>{''.join(_html_widths(shown))}</colgroup>"
    heads = "</tr>\n<tr>".join("".join(map(_html_head, level)) for level in header(shown))
    yield f"<thead><tr>{heads}</tr></thead>"
    yield from _html_spanned(shown, path) if within else _html_rows(shown, path)
    yield "</table>"


def _html_rows(shown: Sequence[Column], path: str) -> Iterator[str]:
    yield f"<tbody>\n{{% for row in {path} %}}"
    yield f"<tr>{''.join(map(_html_cell, shown))}</tr>"
    yield "{% endfor %}\n</tbody>"


def _html_spanned(shown: Sequence[Column], path: str) -> Iterator[str]:
    """A body a row; what is merged over its sub-rows is only drawn so.

    The engine lets a true rowspan run out of its page, and links the cells beside it to wrong
    headers. The foot closes the cells that go on over a page.
    """
    row, part = _loops(path, shown)
    yield f'<tfoot class="edge"><tr><td colspan="{len(shown)}"></td></tr></tfoot>'
    yield f"{{% {row} %}}\n<tbody>\n{{% {part} %}}"
    cells = (_html_cell(one) if one.within else _html_beside(one) for one in shown)
    yield f"<tr class=\"{{{{ 'goes-on' if not loop.first }}}}\">{''.join(cells)}</tr>"
    yield "{% endfor %}\n</tbody>\n{% endfor %}"


def _html_beside(column: Column) -> str:
    numbered = "number " if column.is_number else ""
    words = f"{{% if loop.first %}}{_row_tag(column)}{{% endif %}}"
    return f'<td class="{numbered}beside">{words}</td>'


def _html_widths(shown: Sequence[Column]) -> Iterator[str]:
    total = sum(one.width for one in shown)
    for one in shown:
        width = "10mm" if one.is_number else f"{95 * one.width // total}%"
        yield f'<col style="width: {width}">'


def _html_head(head: Head) -> str:
    over = head.last - head.first + 1
    spans = f' colspan="{over}"' if over > 1 else ' rowspan="2"' if head.tall else ""
    scope = "colgroup" if over > 1 else "col"
    return f'<th scope="{scope}"{spans}>{escape_html(head.label)}</th>'


def _html_cell(column: Column) -> str:
    numbered = ' class="number"' if column.is_number else ""
    return f"<td{numbered}>{_row_tag(column)}</td>"
