"""Where the headings of a document are, for bookmarks: told by the fast engine as links.

It writes no bookmarks and no names of places, but it writes links; so each heading becomes one, and
the joined file, which takes over no links of documents, shows none of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

SECTION_URI = "urn:formsvc:section:"
# Text cannot look like a tag, for it is escaped.
_HEADING = re.compile(r"<h([23])([^>]*)>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_STYLE = 'style="color: inherit; text-decoration: none"'


@dataclass(frozen=True)
class Section:
    """A heading: its level below the document (from 0), and its words."""

    level: int
    title: str


def marked(source: str) -> tuple[str, tuple[Section, ...]]:
    """The HTML with a link in each heading, and the headings; link number n is of the n-th."""
    numbers = iter(range(source.count("<h")))
    linked = _HEADING.sub(lambda found: _linked(found, next(numbers)), source)
    return linked, tuple(_sections(source))


def _linked(found: re.Match[str], number: int) -> str:
    level, attributes, words = found.groups()
    link = f'<a href="{SECTION_URI}{number}" {_STYLE}>{words}</a>'
    return f"<h{level}{attributes}>{link}</h{level}>"


def _sections(source: str) -> Iterator[Section]:
    for level, _, words in _HEADING.findall(source):
        yield Section(int(level) - 2, " ".join(unescape(_TAG.sub("", words)).split()))


def depths(sections: Sequence[Section]) -> list[int]:
    """The depth of each bookmark: a subheading without a heading above stands as one itself."""
    found: list[int] = []
    for section in sections:
        found.append(min(section.level, found[-1] + 1 if found else 0))
    return found
