"""HTML as lxml's plain elements, which cost much less than its elements of HTML."""

from typing import Any

from lxml import etree

_PARSER = etree.HTMLParser()


def document(source: str) -> Any:
    """The tree of a text."""
    return etree.fromstring(source, _PARSER)


def written(tree: Any) -> str:
    """The text of a tree."""
    text: str = etree.tostring(tree, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return text


def element(tag: str, attributes: dict[str, str] | None = None, *inside: Any) -> Any:
    """A new element, with others in it."""
    made: Any = etree.Element(tag, attributes)
    made.extend(inside)
    return made


def classes(one: Any) -> list[str]:
    """The classes of an element."""
    return (one.get("class") or "").split()


def add_class(one: Any, name: str) -> None:
    """Give an element a class that it may have already."""
    own = classes(one)
    if name not in own:
        one.set("class", " ".join([*own, name]))


def of_class(tree: Any, name: str, *tags: str) -> list[Any]:
    """The elements of such tags that have the class, in their order."""
    return [one for one in tree.iter(*tags) if name in classes(one)]
