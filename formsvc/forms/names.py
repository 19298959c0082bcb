"""Kazakh and Russian personal names: short forms, alphabetical order, unusual characters.

A short form is made only of a name whose parts are certain; any other name stays as it was
typed, because a full name is never wrong in a document and a mangled one always is (G-05).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

_NBSP = "\u00a0"
_APOSTROPHES = "'’ʼ"
_USUAL_MARKS = frozenset(f" {_NBSP}-.{_APOSTROPHES}")
_INSIDE_WORD = str.maketrans("", "", f"-{_APOSTROPHES}")
_PARTICLES = frozenset({"оглы", "оғлы", "кызы", "қызы", "гызы", "улы", "ұлы"})
_INITIAL = re.compile(r"[^\W\d_]\.(-[^\W\d_]\.)?")
_PATRONYMIC = re.compile(r"(ич|вна|чна|[уұ]лы|[кқг]ызы|о[гғ]лы|vich|vna)$", re.IGNORECASE)
_LONGEST_ENDING = 4
_STOP_BEFORE_LETTER = re.compile(r"\.(?=[^\W\d_])")

# Each Kazakh letter at its place in the Kazakh alphabet, all others as in the Russian one (G-06).
_ALPHABET = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_RANKS = {char: rank for rank, char in enumerate(f" -.{_APOSTROPHES}{_ALPHABET}")}

SortKey = tuple[tuple[int, ...], str]


@dataclass(frozen=True)
class PersonName:
    """A surname and one or two initials, each with its full stop: «М.», «М.-А.»."""

    surname: str
    initials: tuple[str, ...]


def parse(full_name: str) -> PersonName | None:
    """Surname and initials of «Фамилия Имя [Отчество]», «Фамилия И. О.» or «И. О. Фамилия».

    None when it is not certain which part is which.
    """
    spaced = _STOP_BEFORE_LETTER.sub(". ", full_name) if "." in full_name else full_name
    parts = spaced.split()
    match len(parts):
        case 2 | 3:
            return _surname_last(parts) or _surname_first(parts)
        case 4 if parts[-1].lower() in _PARTICLES:
            return _surname_first(parts[:-1])  # «Гусейн оглы» is one patronymic
        case _:
            return None


def _surname_last(parts: Sequence[str]) -> PersonName | None:
    *initials, surname = parts
    if all(map(_is_initial, initials)) and _is_word(surname):
        return PersonName(surname, tuple(initials))
    return None


def _surname_first(parts: Sequence[str]) -> PersonName | None:
    surname, *given = parts
    if not _is_word(surname):
        return None
    if all(map(_is_initial, given)):
        return PersonName(surname, tuple(given))
    initials = tuple(map(_initial_of, given))
    return PersonName(surname, initials) if all(initials) and _are_in_order(given) else None


def _are_in_order(given: Sequence[str]) -> bool:
    """Whether a name, not a patronymic, follows the surname.

    Else the surname stands last, as in «Мария Петровна Иванова», or nowhere, as in «Ахмет
    Серікұлы». A name that only looks like a patronymic has a true one after it.
    """
    name, *patronymic = given
    return not _is_patronymic(name) or any(map(_is_patronymic, patronymic))


def _is_patronymic(part: str) -> bool:
    return _PATRONYMIC.search(part[-_LONGEST_ENDING:]) is not None


def _is_initial(part: str) -> bool:
    return part.isupper() and _INITIAL.fullmatch(part) is not None


def _is_word(part: str) -> bool:
    if part.isalpha():
        return part[0].isupper()
    letters = part.translate(_INSIDE_WORD)
    return part[:1].isupper() and letters.isalpha() and not part.endswith("-")


def _initial_of(name: str) -> str:
    """«М.» of «Мария», «М.-А.» of «Мухамед-Али», «Г.» of «Гусейн-оглы»; empty when uncertain."""
    if "-" not in name:
        return f"{name[0]}." if _is_word(name) and name.lower() not in _PARTICLES else ""
    parts = [part for part in name.split("-") if part.lower() not in _PARTICLES]
    return "-".join(f"{part[0]}." for part in parts) if all(map(_is_word, parts)) else ""


def surname_first(full_name: str) -> str:
    """«Иванова М. П.» that stays on one line, or the name as it was typed."""
    name = parse(full_name)
    return _NBSP.join((name.surname, *name.initials)) if name else full_name


def initials_first(full_name: str) -> str:
    """«М. П. Иванова» that stays on one line, or the name as it was typed."""
    name = parse(full_name)
    return _NBSP.join((*name.initials, name.surname)) if name else full_name


def russian_order(name: str) -> SortKey:
    """Sort key of lists of names: Russian alphabet, ё as е, Kazakh letters beside their base.

    Other letters come after; the name itself parts what is otherwise equal.
    """
    plain = " ".join(name.lower().replace("ё", "е").split())
    return tuple(_RANKS.get(char, len(_RANKS) + ord(char)) for char in plain), name


def unusual_characters(name: str) -> str:
    """Characters, each once, that are neither Cyrillic or Latin letters nor « -.'’ʼ» (G-05)."""
    if all(map(_is_usual, name)):
        return ""
    return "".join(dict.fromkeys(char for char in name if not _is_usual(char)))


@cache
def _is_usual(char: str) -> bool:
    if char in _USUAL_MARKS:
        return True
    return char.isalpha() and unicodedata.name(char, "").startswith(("CYRILLIC ", "LATIN "))
