"""The visible mark of a signature: phrase, number of the certificate, owner, validity.

ГОСТ Р 7.0.97, 5.23 (formal.md 2.6) names these four and asks for the place of a hand signature.
In Kazakhstan (formal.md 7) the phrase is that of the law on electronic documents, and owner,
particulars of the signature and its time are told. It is drawn in Noto Sans, embedded, and in
black alone, which every colour profile of PDF/A allows.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.content import ResourceType
from pyhanko.pdf_utils.generic import NameObject
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.stamp import BaseStamp, BaseStampStyle

from formsvc.errors import SignatureRefused
from formsvc.signing import lettering
from formsvc.signing.lettering import Lettering
from formsvc.signing.people import Owner
from formsvc.signing.plan import Mark

SIZES = (8.0, 7.5, 7.0, 6.5, 6.0)
"""From the usual to the smallest that is still read at natural size, in points."""

_LINE_HEIGHT = 1.25
_PADDING = 5.0
_PHRASE = "Документ подписан электронной подписью"
_KAZAKH_PHRASE = (
    "Осы құжат «Электрондық құжат және электрондық цифрлық қолтаңба туралы» Қазақстан"
    " Республикасының 2003 жылғы 7 қаңтардағы N 370-II Заңы 7 бабының 1 тармағына сәйкес қағаз"
    " тасығыштағы құжатпен бірдей."
)
_RUSSIAN_PHRASE = (
    "Данный документ согласно пункту 1 статьи 7 ЗРК от 7 января 2003 года N370-II «Об электронном"
    " документе и электронной цифровой подписи» равнозначен документу на бумажном носителе."
)


def words(owner: Owner, mark: Mark, now: datetime) -> list[str]:
    """The paragraphs of a mark; `now` gives the time zone and, for Kazakhstan, the time."""
    since, until = (day.astimezone(now.tzinfo) for day in (owner.since, owner.until))
    valid = f"с {since:%d.%m.%Y} по {until:%d.%m.%Y}"
    if mark is Mark.RU:
        return [
            _PHRASE,
            f"Сертификат: {owner.number}",
            f"Владелец: {owner.name}",
            f"Действителен: {valid}",
        ]
    return [
        _KAZAKH_PHRASE,
        _RUSSIAN_PHRASE,
        f"Владелец ЭЦП: {owner.name}",
        f"Сведения о цифровой подписи: сертификат {owner.number}, действителен {valid}",
        f"Дата и время подписи: {now:%d.%m.%Y %H:%M} (UTC{_offset(now)})",
    ]


def _offset(now: datetime) -> str:
    text = f"{now:%z}"
    return f"{text[:3]}:{text[3:]}"


def style(paragraphs: Sequence[str]) -> "MarkStyle":
    """A stamp of these paragraphs; raises SignatureRefused for what the font cannot show."""
    if not lettering.characters().issuperset(map(ord, "".join(paragraphs))):
        raise SignatureRefused("В имени владельца сертификата есть знаки, которых нет в шрифте.")
    return MarkStyle(border_width=0, paragraphs=tuple(paragraphs))


@dataclass(frozen=True)
class MarkStyle(BaseStampStyle):  # type: ignore[misc]
    """What pyHanko asks for an appearance."""

    paragraphs: tuple[str, ...] = ()

    def create_stamp(self, writer: Any, box: BoxConstraints, text_params: Any) -> "_MarkStamp":
        """The appearance in a box."""
        return _MarkStamp(writer, self, box)


class _MarkStamp(BaseStamp):  # type: ignore[misc]
    """Lines of text in a frame."""

    style: MarkStyle

    def _render_inner_content(self) -> list[bytes]:
        font = Lettering()
        width, height = float(self.box.width), float(self.box.height)
        size, lines = fitted(self.style.paragraphs, width, height, font)
        top = (height + len(lines) * size * _LINE_HEIGHT) / 2 - size
        drawn = [_frame(width, height)]
        for number, line in enumerate(lines):
            baseline = top - number * size * _LINE_HEIGHT
            at = b"%g %g" % (_PADDING, baseline)
            shown = font.drawn(line, size)
            drawn.append(b"BT /F1 %g Tf 0 g %s Td %s ET" % (size, at, shown))
        font_object = font.embedded(self.writer)
        self.set_resource(ResourceType.FONT, NameObject("/F1"), font_object)
        return drawn


def _frame(width: float, height: float) -> bytes:
    return b"0.75 w 0 G 0.5 0.5 %g %g re S" % (width - 1, height - 1)


def fitted(
    paragraphs: Sequence[str], width: float, height: float, font: Lettering
) -> tuple[float, list[str]]:
    """The largest size at which the lines fit, and the lines; raises SignatureRefused."""
    for size in SIZES:
        room = (width - 2 * _PADDING) / size
        lines = [line for text in paragraphs for line in _wrapped(text, room, font)]
        if len(lines) * size * _LINE_HEIGHT <= height - _PADDING:
            return size, lines
    raise SignatureRefused("Сведения сертификата не помещаются в месте для подписи.")


def _wrapped(text: str, room: float, font: Lettering) -> Iterator[str]:
    """Lines no longer than `room` (in em); a word that is longer is broken."""

    def fits(line: str) -> bool:
        return font.width(line) <= room

    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if fits(longer):
            line = longer
            continue
        if line:
            yield line
        *full, line = _broken(word, fits)
        yield from full
    yield line


def _broken(word: str, fits: Callable[[str], bool]) -> Iterator[str]:
    while word:
        sizes = range(1, len(word) + 1)
        fitting = bisect_left(sizes, True, key=lambda size: not fits(word[:size]))
        yield word[: max(fitting, 1)]
        word = word[max(fitting, 1) :]
