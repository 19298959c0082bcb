"""Finds the text of a Jinja tag again, since a syntax tree remembers only the line."""

import re

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_WORD = re.compile(r"\{%[-+]?\s*(\w+)")
_WITH_END = ("for", "if", "macro", "block", "with", "filter", "call")


def tag_on(source: str, line: int, words: str = "") -> str:
    """The tag on a line that holds the words, else the line's first, else nothing."""
    tags = [
        found.group()
        for found in _TAG.finditer(source)
        if _line(source, found.start()) <= line <= _line(source, found.end())
    ]
    return next((tag for tag in tags if words in tag), tags[0] if tags else "")


def _line(source: str, place: int) -> int:
    return source.count("\n", 0, place) + 1


def unbalanced_tag(source: str) -> tuple[int, str] | None:
    """Line and text of the first block tag without its end, or end without its beginning."""
    open_tags: list[re.Match[str]] = []
    for tag in _TAG.finditer(source):
        word = _word(tag)
        if word in _WITH_END:
            open_tags.append(tag)
        elif word.removeprefix("end") in _WITH_END:
            opened_by = open_tags.pop() if open_tags else tag
            if word != f"end{_word(opened_by)}":
                return _line(source, opened_by.start()), opened_by.group()
    if not open_tags:
        return None
    return _line(source, open_tags[-1].start()), open_tags[-1].group()


def _word(tag: re.Match[str]) -> str:
    found = _WORD.match(tag.group())
    return found[1] if found else ""
