"""Makes every sample document over real HTTP and shows what came of it: `make demo`."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from tools.demo_pack import PackError, signed_pack

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out" / "demo"
SERVER_LOG = OUT / "server.log"
CASES = ("typical", "kazakh")
START_SECONDS = 60
STOP_SECONDS = 20
REQUEST_SECONDS = 120

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class DemoError(Exception):
    """Something that the demo shows does not work; the message names it."""


@dataclass(frozen=True)
class Request:
    """One document to ask for: form id, sample case or `blank`, format, and how to ask."""

    form: str
    case: str
    format: str
    path: str
    body: bytes | None

    @property
    def file(self) -> Path:
        """Where the document is written."""
        return OUT / self.form / f"{self.case}.{self.format}"


def docx_size(content: bytes) -> str:
    """Paragraphs outside tables and table rows, those inside content controls included."""
    import docx

    body = docx.Document(BytesIO(content)).element.body
    rows = sum(1 for _ in body.iter(f"{WORD}tr"))
    paragraphs = len(body.xpath(".//w:p[not(ancestor::w:tbl)]"))
    return f"{paragraphs} paragraphs, {rows} rows"


def xlsx_size(content: bytes) -> str:
    """Rows of all the sheets."""
    import openpyxl

    sheets = openpyxl.load_workbook(BytesIO(content)).worksheets
    return f"{sum(sheet.max_row for sheet in sheets)} rows"


def pdf_size(content: bytes) -> str:
    """Pages."""
    import pypdf

    return f"{len(pypdf.PdfReader(BytesIO(content)).pages)} pages"


SIZES: dict[str, Callable[[bytes], str]] = {"docx": docx_size, "xlsx": xlsx_size, "pdf": pdf_size}


class Client:
    """The service at a base URL, by means of the standard library only."""

    def __init__(self, base: str) -> None:
        self.base = base
        # A proxy that the environment names has no business with loopback.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def call(self, path: str, body: bytes | None = None) -> bytes:
        """The body of the answer to a GET, or to a POST of JSON where there is a body."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        request = urllib.request.Request(self.base + path, data=body, headers=headers)
        try:
            with self.opener.open(request, timeout=REQUEST_SECONDS) as response:
                return bytes(response.read())
        except urllib.error.HTTPError as error:
            problem = error.read().decode("utf-8", "replace").strip()
            raise DemoError(f"{request.get_method()} {path}: {error.code} {problem}") from error
        except OSError as error:
            raise DemoError(f"{request.get_method()} {path}: {error}") from error

    def json(self, path: str) -> Any:
        """The parsed JSON of a GET."""
        return json.loads(self.call(path))


def free_port() -> int:
    """A port of the loopback address that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(client: Client, server: subprocess.Popen[bytes]) -> None:
    """Returns as soon as /readyz says yes; the last refusal is the reason of a failure."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            client.call("/readyz")
            return
        except DemoError as error:
            if server.poll() is not None:
                raise DemoError(f"the service ended at once, see {SERVER_LOG}") from error
            if time.monotonic() > deadline:
                raise DemoError(f"not ready in {START_SECONDS} s: {error}") from error
        time.sleep(0.1)


def stop(server: subprocess.Popen[bytes]) -> str:
    """Asks the service to end as an operator would; what was wrong with how it ended, or ""."""
    server.send_signal(signal.SIGTERM)
    try:
        status = server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
        return f"the service did not stop in {STOP_SECONDS} s"
    return f"the service stopped with exit status {status}, see {SERVER_LOG}" if status else ""


@contextmanager
def running_service() -> Iterator[Client]:
    """The service on a free port of loopback, up and ready; stopped on the way out."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("formsvc")), "serve", "--port", str(port)]
    with SERVER_LOG.open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    try:
        client = Client(f"http://127.0.0.1:{port}")
        wait_until_ready(client, server)
        yield client
    except BaseException:
        stop(server)  # what went wrong first is what is told, not how the service ended
        raise
    if complaint := stop(server):
        raise DemoError(complaint)


def requests(client: Client) -> Iterator[Request]:
    """Every form of the catalogue: its samples and its blank, in every format."""
    for form in (entry["id"] for entry in client.json("/v1/forms")["forms"]):
        for case in CASES:
            sample = client.call(f"/v1/forms/{form}/samples/{case}")
            for name in SIZES:
                path = f"/v1/forms/{form}/documents?format={name}"
                yield Request(form, case, name, path, sample)
        for name in SIZES:
            yield Request(form, "blank", name, f"/v1/forms/{form}/blank?format={name}", None)


def size_of(request: Request, content: bytes) -> str:
    """Pages or rows, counted by a library that did not have to make the document."""
    try:
        return SIZES[request.format](content)
    except Exception as error:  # whatever the reading library raises, the document is at fault
        raise DemoError(f"{request.path} ({request.case}): unreadable: {error}") from error


def fetch(client: Client, request: Request) -> tuple[str, ...]:
    """Writes one document and gives its row of the table."""
    started = time.perf_counter()
    content = client.call(request.path, request.body)
    milliseconds = (time.perf_counter() - started) * 1000
    request.file.parent.mkdir(parents=True, exist_ok=True)
    request.file.write_bytes(content)
    size = size_of(request, content)
    file = os.path.relpath(request.file, ROOT)
    return request.form, request.case, request.format, size, f"{milliseconds:.0f}", file


def fetch_pack(client: Client) -> tuple[str, ...]:
    """Makes the signed case file and gives its row of the table."""
    started = time.perf_counter()
    try:
        file = signed_pack(client.call, OUT / "pack")
    except PackError as error:
        raise DemoError(f"pack: {error}") from error
    milliseconds = (time.perf_counter() - started) * 1000
    size = pdf_size(file.read_bytes())
    name = os.path.relpath(file, ROOT)
    return "pack", "signed by three", "pdf", size, f"{milliseconds:.0f}", name


HEAD = ("form", "case", "format", "pages or rows", "ms", "file")


def print_table(rows: list[tuple[str, ...]]) -> None:
    """Columns as wide as their widest cell; numbers to the right."""
    widths = [max(map(len, column)) for column in zip(HEAD, *rows, strict=True)]
    for row in (HEAD, tuple("-" * width for width in widths), *rows):
        cells = [
            cell.rjust(width) if title == "ms" else cell.ljust(width)
            for title, cell, width in zip(HEAD, row, widths, strict=True)
        ]
        print("  ".join(cells).rstrip())


def make_documents() -> list[tuple[str, ...]]:
    """Rows of the table; the first document that cannot be had or read ends the demo."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    with running_service() as client:
        rows = [fetch(client, request) for request in requests(client)]
        rows.append(fetch_pack(client))
    if not rows:
        raise DemoError("GET /v1/forms: the catalogue is empty")
    return rows


def main() -> int:
    """Exit status 0 where every document was made, else 1 with what failed."""
    try:
        print_table(make_documents())
    except DemoError as error:
        print(f"demo failed: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
