"""Attachments of an order, each from a new page under its approval or its number [S2]."""

from formsvc.forms.blocks import (
    APPROVED,
    PLACE_RULE,
    Approval,
    Paragraph,
    approval_lines,
    dated_and_numbered,
    paragraphs,
    ruled,
)
from formsvc.forms.fields import Choice, LongText, Printed, Text
from formsvc.forms.groups import Group
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Scope

_TEXT_LINES = 20


def _approval(scope: Scope) -> list[str]:
    """The approval, or the mark of an attachment; numbered where there are several."""
    approval, order = scope.data.get("approval"), scope.root
    day, number = ((approval or {}).get(key) or order.get(key) for key in ("date", "number"))
    several = len(order.get("attachments") or []) > 1
    title = f"Приложение №\u00a0{scope.number}" if several else "Приложение"
    if approval or scope.blank:
        approved = approval_lines(scope.data.get("kind"), (approval or {}).get("by"), day, number)
        return [title, *approved] if several else approved
    return [title, "к приказу", dated_and_numbered(day, number)]


def _attachment_kind(scope: Scope) -> str:
    return str(scope.data.get("kind", PLACE_RULE)).upper()


def _attachment_title(scope: Scope) -> str:
    return str(scope.data.get("title", ""))


def _attachment_text(scope: Scope) -> list[Paragraph]:
    text = scope.data.get("text")
    return ruled(_TEXT_LINES) if scope.blank else paragraphs(text or "")


class Attachment(FormSchema):
    """What the order approves or what belongs to it, from a new page."""

    approval = Group("гриф утверждения", Approval, via="approval_mark")
    approval_mark = Printed("", _approval, style="requisite")
    kind = Choice("вид документа", choices=tuple(APPROVED), required=True, via="kind_line")
    kind_line = Printed("", _attachment_kind, style="title")
    title = Text("заголовок", required=True, via="title_line")
    title_line = Printed("", _attachment_title, style="subtitle", lines=2)
    text = LongText("текст", via="body")
    body = Printed("", _attachment_text, style="body")
