"""Languages of the pages: the source is Russian, others are gettext catalogues read once.

Only words of the pages are translated. Labels of documents and texts of findings stay as they are.
"""

import gettext
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from flask import g, request

SOURCE = "ru"
LOCALE = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Language:
    """A language by its code, as it calls itself; `unreviewed` where no native reader saw it."""

    code: str
    name: str
    unreviewed: bool = False


LANGUAGES = (
    Language("ru", "Русский"),
    Language("kk", "Қазақша", unreviewed=True),
    Language("en", "English"),
)
_CODES = {language.code: language for language in LANGUAGES}


def language() -> Language:
    """The language of the present request: that of its parameter `lang`."""
    return _CODES.get(request.args.get("lang", ""), LANGUAGES[0])


def translated(text: str) -> str:
    """A word of the pages in the language of the request."""
    if "words" not in g:
        g.words = catalogue(language().code)
    words: gettext.NullTranslations = g.words
    return words.gettext(text)


_ = translated


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(code: str) -> gettext.NullTranslations:
    """The words of a language."""
    if code == SOURCE:
        return gettext.NullTranslations()
    # Loaded when another language is first asked for: a twenty-fifth of the service's start.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with (LOCALE / f"{code}.po").open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def address(path: str) -> str:
    """A path of the service that keeps the language."""
    code = language().code
    return path if code == SOURCE else f"{path}?lang={code}"
