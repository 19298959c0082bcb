"""The bill of materials (CycloneDX) of all that is installed: `make sbom` writes out/sbom.json.

It is refused where it lacks a library of requirements.lock, a version, or a licence. Its form is
checked by a test: the tool's own check takes a minute over the syntax of addresses.
"""

import json
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from tools.licences import JUDGED, installed

ROOT = Path(__file__).resolve().parent.parent
BILL = ROOT / "out" / "sbom.json"
_OWN = "formsvc"


def made() -> dict[str, Any]:
    """The bill as the tool makes it, with the licences that it did not find."""
    tool = str(Path(sys.executable).parent / "cyclonedx-py")
    options = [
        "--no-validate",
        "--output-reproducible",
        "--pyproject",
        str(ROOT / "pyproject.toml"),
    ]
    command = [tool, "environment", *options, "-o", "-", sys.executable]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    bill: dict[str, Any] = json.loads(told.stdout)
    licences = installed()
    for part in bill["components"]:
        name = part["name"].lower()
        if "licenses" not in part and name in licences:
            part["licenses"] = [{"license": {"name": JUDGED.get(name, licences[name])}}]
    return bill


def lacking(bill: dict[str, Any]) -> list[str]:
    """What is installed, in which version, and is not on the bill with an address and a licence."""
    listed = {
        (part["name"], part["version"])
        for part in bill["components"]
        if part.get("purl") and part.get("licenses")
    }
    found = {(one.name, one.version) for one in distributions() if one.name != _OWN}
    return sorted(f"{name} {version}" for name, version in found - listed)


def main() -> None:
    """Write the bill; status 1 names what is not on it."""
    bill = made()
    if missing := lacking(bill):
        sys.exit("The bill of materials lacks:\n" + "\n".join(missing))
    BILL.parent.mkdir(exist_ok=True)
    BILL.write_text(json.dumps(bill, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(f"{len(bill['components'])} libraries in {BILL.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
