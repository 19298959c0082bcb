"""How much a PDF from outside may hold: objects, revisions, pages; counted before it is read.

Readers of PDF make lists as long as a file claims, and a few packed bytes can claim millions. So
claims are counted in the bytes of the file first, and pages by walking their tree, whose own count
may lie. What is merely broken passes: whoever reads the file says what is wrong with it.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from formsvc.config import Config, variable
from formsvc.errors import TooLarge

MOST_REVISIONS = 1_000
"""Parts that were added to a file one after another, each signature with one or two."""
MOST_FIELDS = 10_000
"""Fields of a form, among them those of signatures."""
UNPACKED_MIB = 256
"""Largest stream of a PDF that is unpacked."""

_MIB = 1024 * 1024
_WITHIN = 64 * 1024
_MOST_STEPS, _BYTES_A_STEP = 1_000_000, 100
"""No program writes dictionaries that lie within one another; to read them would take long."""
_DEFINED = re.compile(rb"(?<!d)obj\b")
_ENTRY = re.compile(rb"\d{10} \d{5} [nf]")
# More space and comments than any program writes: a reader may see a dictionary behind them.
_SPACE = rb"(?:[\0\s]{1,255}+|%[^\r\n]{0,255}+(?=[\r\n])){0,9}+"
_DICTIONARY = re.compile(rb"(?<!d)obj" + _SPACE + rb"(?:<<|(?=[\0\s%]))")
_MARK = re.compile(rb"\(|<<|>>|<[^<>]*+>?|%[^\r\n]*+")
_NESTED = {b"<<": 1, b">>": -1}
_STRING = {b"(": 1, b")": -1}
_BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)
_STREAM = re.compile(_SPACE + rb"(?:stream\b|[\0\s%])")
_NAME_ENDS = rb"(?=[\0\s/<>()\[\]%])"
_NUMBER = rb"/%b\s+(\d{1,10})\s*(?=[/>]|$)"
_KINDS = {b"First": b"N", b"W": b"Size"}
"""A stream with the one is a list as long as the other says, whatever it calls itself."""
_LETTER = re.compile(rb"#([0-9A-Fa-f]{2})")
_INDEX = re.compile(rb"/Index\s*\[([\d\s]*)\]")
_ENDLESS = b"/First "
"""What hides how long its list is."""


def _spelt(name: bytes) -> bytes:
    """A name as it may stand in a file: any letter may be given by its number."""
    return b"/" + b"".join(b"(?:%c|(?i:#%02x))" % (letter, letter) for letter in name)


_TABLE = re.compile(rb"\bxref\b|" + _spelt(b"XRef") + rb"\b")
_HINT = re.compile(b"|".join(_spelt(kind) + _NAME_ENDS for kind in _KINDS))

# For the whole process: nothing that is made or bound here has larger streams.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=UNPACKED_MIB * _MIB, run_length_max_memory=UNPACKED_MIB * _MIB
)


def check(content: bytes, config: Config) -> None:
    """Raises TooLarge over a limit, which it names."""
    if sum(1 for _ in _TABLE.finditer(content)) > MOST_REVISIONS:
        raise TooLarge(f"Файл PDF дополняли больше {MOST_REVISIONS} раз.")
    _refuse_many_objects(_objects(content), config.max_upload_objects)
    pages, fields = _counted(content, config.max_upload_pages)
    if pages > config.max_upload_pages:
        raise _told("Страниц", "max_upload_pages", config.max_upload_pages)
    if fields > MOST_FIELDS:
        raise TooLarge(f"Полей формы в файле PDF больше {MOST_FIELDS}.")


def _refuse_many_objects(number: float, most: int) -> None:
    if number == float("inf"):
        raise TooLarge(
            f"В файле PDF не сказано ясно, сколько в нём объектов (разрешено {most},"
            f" {variable('max_upload_objects')}): он повреждён или записан необычно."
        )
    if number > most:
        raise _told("Объектов", "max_upload_objects", most)


def _told(what: str, setting: str, most: int) -> TooLarge:
    return TooLarge(f"{what} в файле PDF больше, чем {most} ({variable(setting)}).")


def _objects(content: bytes) -> float:
    """Objects that a file has or claims to have, whichever are more; infinity where it hides it."""
    defined = sum(1 for _ in _DEFINED.finditer(content))
    entered = sum(1 for _ in _ENTRY.finditer(content))
    claims = dict.fromkeys(_KINDS, 0.0)
    for head in _heads(content):
        for kind in _KINDS:
            claims[kind] += _claimed(kind, head)
    return max(defined + claims[b"First"], entered + claims[b"W"])


def _heads(content: bytes) -> Iterator[bytes]:
    """What the dictionaries say of streams that may be such a list, wherever one may begin."""
    hint, steps = -1, _MOST_STEPS
    for found in _DICTIONARY.finditer(content):
        if hint < found.end():
            told = _HINT.search(content, found.end())
            hint = told.start() if told else len(content) + _WITHIN
        if hint >= found.end() + _WITHIN or steps <= 0:
            continue
        head = _ENDLESS
        if found[0].endswith(b"<<"):
            head, steps = _head(content, found.end(), steps)
        yield head


def _head(content: bytes, begin: int, steps: int) -> tuple[bytes, int]:
    """A stream's dictionary without what is nested, strings and comments, and steps left.

    Nothing of a dictionary that is no stream's; the end is to be found within so many steps.
    """
    at, depth, string, said = begin, 1, 0, bytearray()
    while steps > 0 and (
        mark := (_BRACKET if string else _MARK).search(content, at, begin + _WITHIN)
    ):
        if depth == 1 and not string:
            said += content[at : mark.start()] + b" "
        steps -= 1 + (mark.end() - at) // _BYTES_A_STEP
        at = mark.end()
        string += _STRING.get(mark[0], 0)
        depth += _NESTED.get(mark[0], 0)
        if not depth:
            return _plain(bytes(said)) if _STREAM.match(content, at) else b"", steps
    return _ENDLESS, steps - _WITHIN // _BYTES_A_STEP


def _plain(text: bytes) -> bytes:
    return _LETTER.sub(lambda code: bytes([int(code[1], 16)]), text)


def _named(name: bytes, text: bytes) -> int:
    """How often a name stands in a text."""
    return len(re.findall(b"/" + name + _NAME_ENDS, text))


def _claimed(kind: bytes, head: bytes) -> float:
    """Objects that a stream claims to list; infinity where it says so in no plain words."""
    if not _named(kind, head):
        return 0
    name = _KINDS[kind]
    counts = re.findall(_NUMBER % name, head)
    if len(counts) != 1 or _named(name, head) != 1:
        return float("inf")
    index = _INDEX.findall(head)
    if kind == b"W" and head.count(b"/Index"):
        return sum(map(int, index[0].split()[1::2])) if len(index) == 1 else float("inf")
    return int(counts[0])


def _counted(content: bytes, most_pages: int) -> tuple[int, int]:
    """Pages and fields, more than the limit where there are more; 0 of a file that is not read."""
    try:
        with pikepdf.open(
            BytesIO(content), suppress_warnings=True, inherit_page_attributes=False
        ) as pdf:
            fields = _array(_entry(pdf.Root, "/AcroForm"), "/Fields")
            return _leaves(_entry(pdf.Root, "/Pages"), most_pages), _walked(fields, MOST_FIELDS)
    # qpdf raises whatever there is over a broken file; who reads it next refuses it.
    except Exception:
        return 0, 0


def _leaves(tree: Any, most: int) -> int:
    """Pages below a node; a branch that comes again is no page tree, and counts once."""
    left, seen, pages = [tree], set(), 0
    while left and pages + len(left) <= most:
        node = left.pop()
        kids = _array(node, "/Kids")
        if not kids:
            pages += 1
        elif node.objgen not in seen:
            seen.add(node.objgen)
            left += _some(kids, most)
    return pages + len(left)


def _walked(fields: Any, most: int) -> int:
    """Fields as often as a reader comes by them, who walks a branch that comes again once more."""
    left, walked = _some(fields, most), 0
    while left and walked + len(left) <= most:
        walked += 1
        left += _some(_array(left.pop(), "/Kids"), most)
    return walked + len(left)


def _entry(node: Any, key: str) -> Any:
    """Nothing where there is none, or the node is of another kind: one must not hide the others."""
    return node.get(key) if isinstance(node, pikepdf.Dictionary) else None


def _array(node: Any, key: str) -> Any:
    found = _entry(node, key)
    return found if isinstance(found, pikepdf.Array) else ()


def _some(array: Any, most: int) -> list[Any]:
    """The members, or too many of one: those of a very long array take long to come by."""
    return list(array) if len(array) <= most else [array] * (most + 1)
