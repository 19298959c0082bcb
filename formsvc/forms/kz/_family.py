"""Who is who in case work: the family, the case worker, the one who chairs [S0]."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from formsvc.forms import names

# Whole words in the nominative: «специалист по работе с семьей» is not of the family.
_PARENT = (
    r"\b(мать|мама|отец|папа|родител[ьи]|опекун(ы|ша)?|попечител[ьи]|усыновител[ьи]"
    r"|ата-ана(сы)?|анасы|әкесі|қамқоршы(сы)?|қорғаншы(сы)?)\b"
)
PARENT = re.compile(_PARENT, re.IGNORECASE)
FAMILY = re.compile(
    _PARENT + r"|\b(семья|члены? семьи|бабушка|дедушка|родственни(к|ки|ца)|отбасы)\b",
    re.IGNORECASE,
)
CASE_WORKER = re.compile(
    r"\b(социальный работник|соцработник|кейс.менеджер|әлеуметтік қызметкер)\b", re.IGNORECASE
)
CHAIR = re.compile(r"(?<!кейс[ -])\bменеджер|супервизор", re.IGNORECASE)


def same_person(name: str) -> object:
    """A key under which full and short forms of a name are one."""
    return names.parse(name) or name


def known_as(people: Iterable[Mapping[str, Any]] | None) -> set[object]:
    """The keys of all who are named."""
    return {same_person(one["full_name"]) for one in people or [] if "full_name" in one}
