"""Catalogues of the pages' words, brought up to date with the source: `make words`.

New words come without a translation, which a test then names; words that are gone are removed.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).resolve().parent.parent / "formsvc" / "web"
LOCALE = WEB / "locale"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext.babel_extract")]
OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}


def source() -> Catalog:
    """Every word that the pages and their scripts say, with the files that say it."""
    found = Catalog(project="formsvc", fuzzy=False)
    for file, _, message, comments, _ in extract_from_dir(WEB, METHODS, OPTIONS):
        found.add(message, locations=[(file, 0)], auto_comments=comments)
    return found


def read(language: str) -> Catalog:
    """The words of a language."""
    with (LOCALE / f"{language}.po").open("rb") as stream:
        return read_po(stream, locale=language)


def main() -> None:
    """Bring all catalogues up to date."""
    template = source()
    for path in sorted(LOCALE.glob("*.po")):
        words = read(path.stem)
        words.update(template, no_fuzzy_matching=True)
        words.obsolete.clear()
        with path.open("wb") as stream:
            write_po(stream, words, width=0, no_location=True, omit_header=False)
        print(path)


if __name__ == "__main__":
    main()
