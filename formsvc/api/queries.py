"""Parameters of the calls: read strictly, and described in OpenAPI from the same schemas."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import Any, cast

from flask import request
from marshmallow import RAISE, Schema, ValidationError, fields, validate

from formsvc.api import service
from formsvc.errors import BadRequest, NotAcceptable
from formsvc.forms.fields import DAY_SCHEMA, iso_day
from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.shown import Mode
from formsvc.pipeline import Wanted
from formsvc.renderers import FORMATS, MEDIA_TYPES, PREVIEWS
from formsvc.renderers.base import PdfKind


def _word(choices: Collection[str], description: str) -> fields.String:
    one_of = validate.OneOf(choices, error=f"допустимо: {', '.join(choices)}")
    return fields.String(validate=one_of, metadata={"description": description})


class Day(fields.Field[date]):
    """A date in a parameter."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> date:
        day = iso_day(value)
        if day is None:
            raise ValidationError("ожидается дата вида ГГГГ-ММ-ДД")
        return day


class Number(fields.Integer):
    """A whole number in figures alone: Python would take « 1», «+1» and «1_0» as well."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **how: Any) -> int:
        if not (isinstance(value, str) and value.isascii() and value.isdigit()):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **how)


def _as_of() -> Day:
    description = "Отчётная дата; без неё сегодня в часовом поясе учреждения"
    return Day(metadata=DAY_SCHEMA | {"description": description})


class Strict(Schema):
    """Unknown parameters are refused: a misspelt one must not be ignored in silence."""

    class Meta:
        """No unknown parameter."""

        unknown = RAISE

    error_messages: dict[str, str] = {  # noqa: RUF012 — declared so by marshmallow
        "unknown": "такого параметра нет"
    }


class EditionQuery(Strict):
    """Which edition of a form; default: the latest."""

    edition = fields.String(metadata={"description": "Редакция формы"})


def with_editions(query: type[Strict], editions: Collection[str]) -> type[Strict]:
    """The same parameters, of a form that has these editions: what its contract tells."""
    if not issubclass(query, EditionQuery):
        return query
    known = _word(editions, query().fields["edition"].metadata["description"])
    return cast("type[Strict]", type(query.__name__, (query,), {"edition": known}))


class BlankQuery(EditionQuery):
    """How to print an empty form."""

    format = _word(FORMATS, "Формат; важнее заголовка Accept")
    layout = _word(LAYOUTS, "Разметка страницы")
    as_of = _as_of()
    pdf = _word(
        list(PdfKind),
        "Вид PDF: archive — PDF/A-3a и PDF/UA-1, для хранения (без параметра);"
        " print — PDF/A-3u, во много раз быстрее, для печати",
    )


class ValidateQuery(EditionQuery):
    """How to check data."""

    mode = _word(("filled", "draft"), "Готовый документ или проект")
    as_of = _as_of()


class DocumentQuery(BlankQuery, ValidateQuery):
    """How to print data."""

    embed = _word(("true", "false"), "Вложить исходные данные, чтобы файл можно было открыть снова")


class PreviewQuery(EditionQuery):
    """How to show what is being written."""

    format = _word(PREVIEWS, "png — одна страница картинкой, pdf — все; важнее заголовка Accept")
    page = Number(
        validate=validate.Range(min=1, error="ожидается число от 1"),
        error_messages={"invalid": "ожидается число от 1"},
        metadata={"description": "Страница картинки; за последней — последняя. По умолчанию 1"},
    )
    layout = _word(LAYOUTS, "Разметка страницы")
    as_of = _as_of()


def parameters(schema: type[Strict]) -> dict[str, Any]:
    """The parameters of the call; raises BadRequest naming those that are wrong."""
    given = request.args
    repeated = [name for name, values in given.lists() if len(values) > 1]
    if repeated:
        raise BadRequest(f"Параметры запроса даны дважды: {', '.join(repeated)}.")
    try:
        return dict(_loaded(schema, tuple(given.items())))
    except ValidationError as fault:
        told = "; ".join(f"{name}: {', '.join(why)}" for name, why in fault.messages_dict.items())
        raise BadRequest(f"Параметры запроса: {told}.") from None


@cache
def _made(schema: type[Strict]) -> Strict:
    """marshmallow takes longer to make a schema than to read a query with it."""
    return schema()


@lru_cache(maxsize=256)
def _loaded(schema: type[Strict], given: tuple[tuple[str, str], ...]) -> Mapping[str, Any]:
    """Parameters that are right; a caller asks for many documents with the same ones."""
    loaded: Mapping[str, Any] = _made(schema).load(dict(given))
    return loaded


def wanted(form_id: str, query: dict[str, Any]) -> Wanted:
    """What the parameters ask for, without the format."""
    return Wanted(
        form_id=form_id,
        format="",
        as_of=query.get("as_of") or service().config.now().date(),
        mode=Mode(query.get("mode", Mode.FILLED)),
        layout=query.get("layout"),
        edition=query.get("edition"),
        embed=query.get("embed") == "true",
        pdf=PdfKind(query.get("pdf", PdfKind.ARCHIVE)),
        page=query.get("page", 1),
    )


def wanted_file(form_id: str, query: dict[str, Any], formats: Sequence[str] = FORMATS) -> Wanted:
    """What the parameters and the Accept header ask for; raises NotAcceptable."""
    return replace(wanted(form_id, query), format=query.get("format") or _accepted(formats))


def _accepted(formats: Sequence[str]) -> str:
    """The format that the client likes best, the first where it likes several the same."""
    if not request.accept_mimetypes:
        return formats[0]
    best = request.accept_mimetypes.best_match([MEDIA_TYPES[one] for one in formats])
    for extension in formats:
        if MEDIA_TYPES[extension] == best:
            return extension
    raise NotAcceptable(f"Выдаются: {', '.join(MEDIA_TYPES[one] for one in formats)}.")
