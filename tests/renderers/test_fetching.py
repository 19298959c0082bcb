"""The PDF engine reads no file and asks no host, and what it would have read is no silent hole."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from formsvc.errors import RenderFailed
from formsvc.renderers.base import PdfKind
from formsvc.renderers.engines import typeset
from tests.renderers.support import page, settings

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
WAYS = {
    "picture": ('<img src="{}" alt="a">', ""),
    "picture of a style": ('<p style="background: url({})">a</p>', ""),
    "marker": ('<ul style="list-style-image: url({})"><li>a</li></ul>', ""),
    "content": ("<p>a</p>", "<style>p::before {{ content: url({}) }}</style>"),
    "border": ("<p>a</p>", "<style>p {{ border-image: url({}) 1 }}</style>"),
    "style sheet": ("<p>a</p>", '<link rel="stylesheet" href="{}">'),
    "imported style sheet": ("<p>a</p>", "<style>@import url({});</style>"),
    "font": (
        '<p style="font-family: other">a</p>',
        "<style>@font-face {{ font-family: other; src: url({}) }}</style>",
    ),
    "object": ('<object data="{}">a</object>', ""),
    "embedded": ('<embed src="{}">', ""),
    "attachment of the file": ("<p>a</p>", '<link rel="attachment" href="{}">'),
    "attachment of a word": ('<p><a rel="attachment" href="{}">a</a></p>', ""),
    "picture in a drawing": (SVG.format('<image href="{}" width="9" height="9"/>'), ""),
    "old picture in a drawing": (SVG.format('<image xlink:href="{}" width="9" height="9"/>'), ""),
    "style sheet of a drawing": (SVG.format("<style>@import url({});</style><text>a</text>"), ""),
}


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that is there and that would be read."""
    path = tmp_path / "secret.svg"
    path.write_text(SVG.format('<rect id="a" width="9" height="9"/>'))
    return path


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """Address of a host of this machine, and what it was asked for."""
    paths: list[str] = []

    class Host(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Nothing: `paths` is the log."""

    with http.server.HTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        yield f"http://127.0.0.1:{server.server_port}/asked.svg", paths
        server.shutdown()


def refused(way: str, address: str) -> None:
    """A page that refers to an address in one way is not made."""
    content, head = WAYS[way]
    with pytest.raises(RenderFailed):
        typeset(page(content.format(address), head.format(address)), settings())


@pytest.mark.parametrize("way", WAYS)
def test_a_file_is_not_read(way: str, secret: Path) -> None:
    refused(way, secret.as_uri())


@pytest.mark.parametrize("way", WAYS)
def test_a_host_is_not_asked(way: str, asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    refused(way, address)
    assert paths == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("address", ["secret.svg", "/etc/passwd", "../x.css", "ftp://a.test/x"])
def test_no_other_address_is_followed(way: str, address: str) -> None:
    refused(way, address)


@pytest.mark.parametrize("base", ["file:///etc/", "http://a.test/"])
def test_a_base_address_changes_nothing(base: str) -> None:
    with pytest.raises(RenderFailed):
        typeset(page('<img src="passwd" alt="a">', f'<base href="{base}">'), settings())


def test_a_drawing_that_uses_another_does_not_ask_for_it(asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    assert typeset(page(SVG.format(f'<use href="{address}#a"/>')), settings()).content
    assert paths == []


def test_a_page_without_references_is_made() -> None:
    assert typeset(page("<p>a</p>" + SVG.format("<title>a</title>")), settings()).content


def outcome(way: str, address: str) -> bytes | None:
    """The print PDF of a page that refers to an address, nothing where it is refused."""
    content, head = WAYS[way]
    source = page(content.format(address), head.format(address))
    try:
        return typeset(source, settings(), PdfKind.PRINT).content
    except RenderFailed:
        return None


@pytest.mark.parametrize("way", WAYS)
def test_the_fast_engine_makes_nothing_of_a_file_that_is_there(way: str, secret: Path) -> None:
    found = outcome(way, secret.as_uri())
    secret.unlink()
    assert found == outcome(way, secret.as_uri())


@pytest.mark.parametrize("way", WAYS)
def test_the_fast_engine_asks_no_host(way: str, asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    outcome(way, address)
    assert paths == []


@pytest.mark.parametrize("address", ["secret.svg", "/etc/passwd", "../x.css", "ftp://a.test/x"])
@pytest.mark.parametrize("way", ["picture", "marker", "content", "style sheet", "font"])
def test_the_fast_engine_makes_no_page_that_lacks_what_it_refers_to(way: str, address: str) -> None:
    assert outcome(way, address) is None


@pytest.mark.parametrize("base", ["file:///etc/", "http://a.test/"])
def test_a_base_address_changes_nothing_for_the_fast_engine(base: str) -> None:
    with pytest.raises(RenderFailed):
        typeset(page('<img src="passwd">', f'<base href="{base}">'), settings(), PdfKind.PRINT)
