"""Bodies of requests, read within their limits."""

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from formsvc.api import service
from formsvc.errors import BadRequest, TooLarge, UnsupportedMedia
from formsvc.forms.load import read_json

MIB = 1024 * 1024
DISCARDED_MIB = 100
_ESCAPED = 3  # a browser sends each byte of a Russian letter as «%D0»
T = TypeVar("T")


def json_body() -> Any:
    """The JSON of the request; raises UnsupportedMedia, TooLarge, BadRequest."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if not request.is_json or charset not in ("utf-8", "utf8"):
        raise UnsupportedMedia("Ожидается тело с Content-Type: application/json, в UTF-8.")
    return read_json(_content(service().config.max_body_mib))


def form_fields() -> list[tuple[str, str]]:
    """Names and texts of a form that a page posted, in their order; raises as json_body."""
    if request.mimetype != "application/x-www-form-urlencoded":
        raise UnsupportedMedia("Ожидается форма: application/x-www-form-urlencoded.")
    limit_mib = service().config.max_body_mib * _ESCAPED
    return _within(limit_mib, lambda: list(request.form.items(multi=True)), _length)


def _length(fields: list[tuple[str, str]]) -> int:
    return sum(len(name) + len(text) for name, text in fields)


def uploaded_file() -> bytes:
    """The file of the request: its body, or the field `file` of a form; raises as json_body."""
    content = _content(service().config.max_upload_mib)
    if not content:
        raise BadRequest("Нет файла: ни в теле запроса, ни в поле file.")
    return content


def parts(*required: str, optional: Collection[str] = ()) -> dict[str, bytes]:
    """The parts of a form, files or fields; a body that is no form is its `file` alone.

    Raises BadRequest naming what is missing or unknown, else as json_body.
    """
    found = _within(service().config.max_upload_mib, _form_or_file, _size)
    unknown = [name for name in found if name not in (*required, *optional)]
    missing = [name for name in required if not found.get(name)]
    if unknown or missing:
        told = [f"нет частей: {', '.join(missing)}"] if missing else []
        # The names of unknown parts are the caller's words, and are not repeated.
        told += ["есть лишние части"] if unknown else []
        raise BadRequest(f"В запросе {'; '.join(told)}.")
    return found


def json_with_files(name: str) -> tuple[Any, dict[str, bytes]]:
    """JSON alone, or as one part of a form whose other parts are files, by their names."""
    if request.mimetype != "multipart/form-data":
        return json_body(), {}
    found = _within(service().config.max_upload_mib, _form_or_file, _size)
    if name not in found:
        raise BadRequest(f"В запросе нет частей: {name}.")
    return read_json(found.pop(name)), found


def _size(found: dict[str, bytes]) -> int:
    return sum(map(len, found.values()))


def _form_or_file() -> dict[str, bytes]:
    if request.mimetype != "multipart/form-data":
        return {"file": request.get_data(cache=False)}
    fields = {name: value.encode() for name, value in request.form.items()}
    return fields | {name: file.read() for name, file in request.files.items()}


def _content(limit_mib: int) -> bytes:
    """All of the body or of the uploaded file."""
    return _within(limit_mib, _sent, len)


def _within(limit_mib: int, read: Callable[[], T], size: Callable[[T], int]) -> T:
    """What is read of the body; the limit holds without a Content-Length too."""
    if request.content_encoding not in (None, "identity"):
        raise UnsupportedMedia("Сжатое тело запроса не принимается.")
    limit = limit_mib * MIB
    # A body of unknown length is cut at this limit: the byte above ours tells that it was longer.
    request.max_content_length = request.max_form_memory_size = limit + 1
    try:
        content = read()
    except RequestEntityTooLarge:
        content = None
    if content is None or size(content) > limit:
        _discard_the_rest()
        raise TooLarge(f"Тело запроса больше {limit_mib} МиБ.")
    return content


def _sent() -> bytes:
    if request.mimetype == "multipart/form-data":
        return request.files["file"].read() if "file" in request.files else b""
    return request.get_data(cache=False)


def _discard_the_rest() -> None:
    """Within reason: a client that is still sending would not come to read the answer."""
    rest = request.environ["wsgi.input"]
    for _ in range(DISCARDED_MIB):
        if not rest.read(MIB):
            break
