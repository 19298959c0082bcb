"""What a process of the service costs: its start, and its memory after many documents."""

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.harness import spread

_ROOT = Path(__file__).parents[1]
_FIRST_DOCUMENT = """
from bench.subjects import AS_OF, PLAN, sample
from formsvc.app import create_app
asked = f"/v1/forms/{PLAN}/documents?format=docx&as_of={AS_OF}"
answer = create_app().test_client().post(asked, json=sample(PLAN, "typical"))
assert answer.status_code == 200 and answer.data[:2] == b"PK"
"""
_MANY_DOCUMENTS = """
import sys
from pathlib import Path
from bench.subjects import AS_OF, FORMS, SERVICE, sample
from formsvc.pipeline import Wanted
kinds = [(form.id, kind) for form in FORMS.all() for kind in ("docx", "xlsx")]
bodies = {form_id: sample(form_id, "typical") for form_id, _ in kinds}
def resident():
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])
for at in range(1, int(sys.argv[2]) + 1):
    form_id, kind = kinds[at % len(kinds)]
    SERVICE.generate(Wanted(form_id, kind, AS_OF), bodies[form_id])
    if at in map(int, sys.argv[1:]):
        print(resident())
"""


def cold_start(rounds: int) -> dict[str, Any]:
    """Seconds from the start of a process to its first Word document."""
    seconds = []
    for _ in range(rounds):
        begun = perf_counter()
        _run(_FIRST_DOCUMENT)
        seconds.append(perf_counter() - begun)
    return {"work": "cold start", "seconds": spread(seconds), "target": 1.5}


def memory(few: int, many: int) -> dict[str, Any]:
    """Resident memory after few and after many mixed documents, in KiB."""
    after_few, after_many = map(int, _run(_MANY_DOCUMENTS, str(few), str(many)).split())
    return {
        "work": "memory",
        "kib": {str(few): after_few, str(many): after_many},
        "growth": round(after_many / after_few, 3),
        "target": 1.2,
    }


def _run(script: str, *arguments: str) -> str:
    run = [sys.executable, "-c", script, *arguments]
    compiled = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}  # as modules are once installed
    done = subprocess.run(run, cwd=_ROOT, env=compiled, capture_output=True, text=True, check=True)
    return done.stdout
