"""Styles and scripts of the pages: our own, and Bootstrap's style sheet from its package."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from flask import Response, request

from formsvc.errors import NotFound

_OWN = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
LEAST_COMPRESSED = 1_000
_KEPT = "public, max-age=31536000, immutable"
_IMPORTED = re.compile(r'^import [^"]*"\./([a-z]+\.js)";$', re.MULTILINE)


@dataclass(frozen=True)
class Asset:
    """A file as it is sent, with its digest."""

    content: bytes
    compressed: bytes
    media_type: str
    digest: str


@lru_cache(maxsize=64)
def asset(name: str) -> Asset:
    """A style or script by its name; raises NotFound."""
    path = _path(name)
    if path is None or path.suffix not in _TYPES or not path.is_file():
        raise NotFound("Такого файла нет.")
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return Asset(content, gzip.compress(content, mtime=0), _TYPES[path.suffix], digest)


def _path(name: str) -> Path | None:
    if name == "bootstrap.css":
        return _bootstrap()
    return _OWN / name if name in {one.name for one in _OWN.iterdir()} else None


@lru_cache(maxsize=1)
def _bootstrap() -> Path:
    """Where the package keeps it; the package itself is not loaded."""
    spec = find_spec("flask_bootstrap")
    assert spec and spec.origin, "bootstrap-flask is a dependency of this package"
    return Path(spec.origin).parent / "static" / "bootstrap5" / "css" / "bootstrap.min.css"


@lru_cache(maxsize=1)
def version() -> str:
    """Of all styles and scripts together: scripts load each other from the same folder."""
    names = sorted(one.name for one in _OWN.iterdir() if one.suffix in _TYPES)
    digests = "".join(asset(name).digest for name in (*names, "bootstrap.css"))
    return hashlib.sha256(digests.encode()).hexdigest()[:16]


def address(name: str) -> str:
    """Where a page finds a file: the address changes with what is there, so it may be kept."""
    return f"/web/{version()}/{name}"


@lru_cache(maxsize=64)
def needed_by(script: str) -> tuple[str, ...]:
    """All scripts that a script imports: a browser that knows them asks for them at once."""
    found: dict[str, None] = {}
    waiting = [script]
    while waiting:
        text = asset(waiting.pop()).content.decode()
        fresh = [name for name in _IMPORTED.findall(text) if name not in found]
        found |= dict.fromkeys(fresh)
        waiting += fresh
    return tuple(found)


def sent(name: str, wanted: str = "") -> Response:
    """The file, compressed where the client likes it so, or 304; kept if of the present version."""
    found = asset(name)
    zipped = request.accept_encodings["gzip"] > 0
    answer = Response(found.compressed if zipped else found.content, mimetype=found.media_type)
    if zipped:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = _KEPT if wanted == version() else "no-cache"
    answer.set_etag(f"{found.digest}{'-gz' if zipped else ''}")
    answer.make_conditional(request)
    return answer


def compressed(answer: Response) -> Response:
    """A page, smaller on its way where the client likes it so."""
    wanted = request.accept_encodings["gzip"] > 0 and answer.mimetype == "text/html"
    if not wanted or answer.is_streamed or len(answer.get_data()) < LEAST_COMPRESSED:
        return answer
    answer.set_data(gzip.compress(answer.get_data(), compresslevel=6, mtime=0))
    answer.headers["Content-Encoding"] = "gzip"
    answer.vary.add("Accept-Encoding")
    return answer
