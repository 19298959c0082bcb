"""What the processes of one run of the tests make once and share: equal inputs, equal bytes."""

from collections.abc import Callable
from fcntl import LOCK_EX, flock
from pathlib import Path

_folders: list[Path] = []


def share_in(folder: Path) -> None:
    """Keep what is shared in this folder, the same one in all processes of a run."""
    _folders[:] = [folder]
    folder.mkdir(exist_ok=True)


def once(name: str, make: Callable[[], bytes]) -> bytes:
    """What `make` gives; the first process that asks for the name makes it, others wait."""
    if not _folders:
        return make()
    path = _folders[0] / name
    with path.with_name(f"{name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not path.exists():
            path.write_bytes(make())
        return path.read_bytes()
