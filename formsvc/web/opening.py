"""A saved file as a form again: a working copy (DOCX, XLSX, PDF) or the JSON of a draft."""

from typing import Any

from flask import Response

from formsvc.api import service
from formsvc.errors import InvalidData
from formsvc.forms.load import read_json
from formsvc.reopening import reopened
from formsvc.web import actions, decoding
from formsvc.web.controls import texts
from formsvc.web.filling import Filling
from formsvc.web.language import translated as _
from formsvc.web.posted import tree
from formsvc.web.told import lost


def opened(content: bytes) -> Response:
    """The form with the data of the file; what is to be said of it stands above."""
    source, notices = _json(content) if content.lstrip()[:1] == b"{" else _working_copy(content)
    form_id, data = source["form"], source["data"]
    given = Filling(service(), actions.wanted(form_id), data)
    typed = decoding.read(given.form, tree(texts(given.controls)))
    unread = sorted(lost(data, typed))
    if unread:
        told = _("В файле есть значения, для которых в форме нет места:")
        notices = [*notices, f"{told} {', '.join(unread)}"]
    return actions.shown(given, notices=notices, opened=True)


def _working_copy(content: bytes) -> tuple[dict[str, Any], list[str]]:
    source = reopened(service(), content)
    edited = _(
        "Файл изменён после того, как был создан. Здесь данные, с которыми он создан:"
        " правок, сделанных в самом файле, среди них нет. Сверьте их с файлом."
    )
    return source, [edited] if source["edited"] else []


def _json(content: bytes) -> tuple[dict[str, Any], list[str]]:
    source = read_json(content)
    if not isinstance(source.get("form"), str) or not isinstance(source.get("data"), dict):
        raise InvalidData("Это не файл черновика: в нём нет имени формы и данных.")
    return source, []
