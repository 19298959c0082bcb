"""With nothing to write to but one small folder in memory, as in a container, all is made."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.running import RunningService, running_service
from tests.api.support import FORMATS, sample
from tests.api.test_server import JSON, documents, encoded
from tests.hostile.uploads import PARTS, form, part
from tests.packs import files
from tests.packs.support import item, request

ROOM_MIB = 16
CLOSED = f"""
mount -t tmpfs -o size={ROOM_MIB}m,mode=0700,noexec tmpfs "$1" || exit
while read -r _ _ _ _ place _; do
    case $place in "$1" | /proc* | /sys* | /dev | /dev/pts) ;; *) echo "$place" ;; esac
done </proc/self/mountinfo | while read -r place; do mount -o remount,bind,ro "$place"; done
export TMPDIR="$1" HOME=/nonexistent
touch "$1/../written" && exit 1
shift
exec setpriv --inh-caps=-all --bounding-set=-all --no-new-privs "$@"
"""


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """A service without rights in file systems that cannot be written to, but for `tmp`."""
    folder: Path = tmp_path_factory.mktemp("closed")
    (folder / "tmp").mkdir()
    under = ["unshare", "--map-root-user", "--mount", "sh", "-c", CLOSED, "sh", str(folder / "tmp")]
    with running_service(folder / "log", under=under) as running:
        yield running
    assert "Read-only file system" in (folder / "log").read_text()


def posted(running: RunningService, path: str, body: bytes, **headers: str) -> tuple[int, bytes]:
    """Status and body of an answer."""
    answer = running.ask("POST", path, body, **JSON | headers)
    return answer.status, answer.body


def pack_of(scan: bytes) -> bytes:
    """A pack with a file from outside: it is joined in the temporary folder."""
    pack = request(item("kz.plan"), {"file": "scan", "title": "Скан"})
    return form(part("scan", scan, "a.pdf"), part("pack", encoded(pack)))


def test_documents_and_packs_are_made(closed: RunningService) -> None:
    for extension in FORMATS:
        asked = documents("kz.plan", format=extension)
        assert posted(closed, asked, encoded(sample("kz.plan")))[0] == 200
    multipart = {"Content_Type": PARTS["Content-Type"]}
    assert posted(closed, "/v1/packs", pack_of(files.scan()), **multipart)[0] == 200
    assert closed.ask("GET", "/metrics").status == 200


def test_a_pack_without_room_is_told_to_come_again_and_leaves_nothing(
    closed: RunningService,
) -> None:
    large = files.with_noise(ROOM_MIB * 2**20)
    multipart = {"Content_Type": PARTS["Content-Type"]}
    status, body = posted(closed, "/v1/packs", pack_of(large), **multipart)
    assert (status, "временной папке" in body.decode()) == (503, True)
    assert posted(closed, "/v1/packs", pack_of(files.scan()), **multipart)[0] == 200
    inside = Path(f"/proc/{closed.process.pid}/root", *closed.log.parts[1:]).with_name("tmp")
    assert [one.name for one in inside.iterdir() if not one.name.startswith("formsvc-")] == []
