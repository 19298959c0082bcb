"""Programs that npm installs, from the lock file of tests/node."""

from pathlib import Path

MODULES = Path(__file__).parents[1] / "node" / "node_modules"


def program(pattern: str) -> Path:
    """The one file of the installed packages that `pattern` matches; else AssertionError."""
    found = list(MODULES.glob(pattern))
    assert len(found) == 1, f"{MODULES}/{pattern}: {found or 'missing'}; run: make node-packages"
    return found[0]
