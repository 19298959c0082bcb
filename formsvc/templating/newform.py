"""`formsvc new-form`: a new form with all its pieces, which renders at once and is then edited.

The start is a small form that works (starter/form.py), checked like all other code.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from formsvc.errors import BadRequest
from formsvc.forms.fields import LONG_LENGTH
from formsvc.paths import Roots
from formsvc.publishing import schema_file
from formsvc.templating import scaffold
from formsvc.templating.starter import form as starter
from formsvc.templating.sync import MASTER

STARTER = Path(starter.__file__).parent
LARGE_ROWS = 200
_ID = re.compile(r"([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)")
_WRITTEN_CASES = ("minimal", "typical", "kazakh")


def create(roots: Roots, form_id: str) -> list[Path]:
    """Write all pieces of a new form; BadRequest for a malformed or a taken id."""
    stem = _stem(form_id)
    _refuse_taken(roots, stem)
    pieces = dict(_pieces(roots, form_id, stem))
    if taken := [path for path in pieces if path.exists()]:
        raise BadRequest(f"Уже есть {taken[0].parent.name}/{taken[0].name}.")
    for path, content in pieces.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return list(pieces)


def _stem(form_id: str) -> str:
    """«family/name»; two underscores part a name from its edition, so an id has none."""
    parts = _ID.fullmatch(form_id)
    if not parts or "__" in form_id:
        raise BadRequest("Имя формы: семейство и название латиницей, например kz.plan.")
    return f"{parts[1]}/{parts[2]}"


def _refuse_taken(roots: Roots, stem: str) -> None:
    family, name = stem.split("/")
    if (roots.forms / f"{family}.py").exists():
        raise BadRequest(f"Семейство «{family}» закрыло бы собой модуль {family}.py.")
    if any(roots.forms.glob(f"{family}/{name}__*.py")):
        raise BadRequest(f"Форма {family}.{name} уже есть.")


def _pieces(roots: Roots, form_id: str, stem: str) -> Iterator[tuple[Path, bytes]]:
    form = replace(starter.FORM, id=form_id, stem=stem)
    package = roots.forms / stem.split("/")[0] / "__init__.py"
    if not package.exists():
        yield package, b""
    module = Path(starter.__file__).read_text("utf-8").replace(starter.FORM.id, form_id)
    yield roots.forms / f"{stem}.py", module.encode()
    master = (roots.templates_docx / MASTER).read_bytes()
    yield roots.docx(stem), scaffold.word_template(form, master)
    yield roots.html(stem), scaffold.print_template(form).encode()
    yield roots.schema(stem), schema_file(form).encode()
    for case in _WRITTEN_CASES:
        yield roots.sample(stem, case), (STARTER / f"{case}.json").read_bytes()
    yield roots.sample(stem, "large"), _large().encode()


def _large() -> str:
    """The typical sample with as many rows and as long a text as a form must bear."""
    body: dict[str, Any] = json.loads((STARTER / "typical.json").read_bytes())
    rows = enumerate(islice(cycle(body["findings"]), LARGE_ROWS), 1)
    body["findings"] = [row | {"subject": f"{row['subject']}, место {at}"} for at, row in rows]
    body["remarks"] = "\n".join(_remarks(body["remarks"]))[:LONG_LENGTH]
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _remarks(text: str) -> Iterator[str]:
    return (f"{at}. {line}" for at, line in enumerate(islice(cycle(text.split("\n")), 500), 1))
