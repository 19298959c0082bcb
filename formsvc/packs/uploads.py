"""PDFs from outside, before they go into a pack: what they do, whether their pages may be bound.

A pack is read by people for years, so nothing that acts goes in: scripts, programs to launch, forms
that send. What would change its looks when bound (layers, fields that a program draws) or would get
lost (files inside) is refused too, unless the file is attached as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from formsvc import pdf_limits
from formsvc.config import Config
from formsvc.errors import TooLarge
from formsvc.packs.archival import Level, level
from formsvc.packs.joining import Joined, Part

_SIDES = range(3, 14_401)  # ISO 19005-3, 6.1.13
_ACTS = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound"),
    *("/GoToE", "/RichMediaExecute", "/SetOCGState", "/Trans", "/GoTo3DView"),
}
_PLAYERS = {"/RichMedia", "/3D", "/Movie", "/Screen", "/Sound"}


class UploadRefused(Exception):
    """A file that cannot go into a pack; the message is for the client."""


@dataclass(frozen=True)
class Checked:
    """A file that may go in: its pages, whether it is signed, and what of PDF/A it keeps."""

    pages: int
    signed: bool
    level: Level | None


def checked(content: bytes, config: Config, *, attached: bool) -> Checked:
    """What is to be known of a file; raises UploadRefused with the reason."""
    try:
        pdf_limits.check(content, config)
    except TooLarge as fault:
        raise UploadRefused(fault.detail) from fault
    with _opened(content) as pdf:
        signed = _survey(pdf)
        if not (signed or attached):
            _refuse_what_would_change(pdf)
            _refuse_what_cannot_be_joined(content)
        return Checked(len(pdf.pages), signed, level(pdf))


def _opened(content: bytes) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.open(BytesIO(content))
        pages = len(pdf.pages)
    except pikepdf.PasswordError as fault:
        raise UploadRefused("Файл зашифрован паролем.") from fault
    # qpdf raises whatever there is over a broken file; it is always the file's fault.
    except Exception as fault:
        raise UploadRefused("Это не PDF, или файл повреждён.") from fault
    if pdf.is_encrypted:
        raise UploadRefused("Файл зашифрован: сохраните его без ограничений.")
    if pdf.get_warnings():
        raise UploadRefused("Файл повреждён: откройте его и сохраните заново.")
    if pages == 0:
        raise UploadRefused("В файле нет страниц.")
    return pdf


def _survey(pdf: pikepdf.Pdf) -> bool:
    """Whether the file is signed; raises UploadRefused over anything that acts."""
    signed = False
    try:
        for one in _dictionaries(pdf):
            _refuse_acting(one)
            signed = signed or "/ByteRange" in one
    except (pikepdf.PdfError, RecursionError, ValueError) as fault:
        raise UploadRefused("Файл повреждён.") from fault
    if pdf.get_warnings():
        raise UploadRefused("Файл повреждён: откройте его и сохраните заново.")
    return signed


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary of the file, those of streams among them."""
    for one in pdf.objects:
        yield from _within(one)


def _within(value: Any) -> Iterator[Any]:
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        yield value
        inner = [value[key] for key in value.keys()]  # noqa: SIM118 — no dict of Python
    elif isinstance(value, pikepdf.Array):
        inner = list(value)
    else:
        return
    for one in inner:
        if not getattr(one, "is_indirect", True):
            yield from _within(one)


def _refuse_acting(one: Any) -> None:
    if "/JS" in one or _name(one, "/S") in _ACTS:
        raise UploadRefused("В файле есть сценарии или действия: сохраните его через печать в PDF.")
    if "/AA" in one:
        raise UploadRefused("В файле есть действия при открытии или печати.")
    if "/XFA" in one or _name(one, "/Subtype") in _PLAYERS:
        raise UploadRefused("В файле есть интерактивная форма, видео или звук.")
    if "/FFilter" in one:
        raise UploadRefused("Файл ссылается на другие файлы.")


def _name(one: Any, key: str) -> str:
    value = one.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _refuse_what_would_change(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root
    attach = "приложите его как есть (attach)"
    if len(pdf.attachments):
        raise UploadRefused(f"Внутри файла есть другие файлы: {attach}.")
    if "/OCProperties" in root:
        raise UploadRefused(f"В файле есть слои: сохраните его через печать в PDF или {attach}.")
    if root.get("/AcroForm", pikepdf.Dictionary()).get("/NeedAppearances"):
        raise UploadRefused(
            f"Поля формы в файле рисует программа: сохраните его через печать в PDF или {attach}."
        )
    for page in pdf.pages:
        unit = float(page.obj.get("/UserUnit", 1))
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        if any(round(side * unit) not in _SIDES for side in (right - left, top - bottom)):
            raise UploadRefused("Размер страницы недопустим.")


def _refuse_what_cannot_be_joined(content: bytes) -> None:
    """By joining it with nothing: what is odd in a page shows when it is bound."""
    try:
        with Joined("", date.min, None, Path()) as trial:
            trial.add(Part(content, "", "", first=1, ours=False))
    except (pikepdf.PdfError, TypeError, ValueError, LookupError, AttributeError) as fault:
        told = "Страницы файла устроены не по правилам: откройте его и сохраните заново."
        raise UploadRefused(told) from fault
