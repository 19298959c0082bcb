"""One id ties a form's pieces together: none is missing, none is an orphan, all are current."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from formsvc import publishing
from formsvc.errors import NotFound
from formsvc.forms.registry import installed_forms
from formsvc.templating import sync
from tests import pieces
from tests.templating.workshop import Workshop, edit

FORMS = installed_forms()
PIECES = [
    "templates_docx/kz/trial.docx",
    "templates_html/kz/trial.html",
    "schemas/kz/trial.json",
    "samples/kz/trial/minimal.json",
    "samples/kz/trial/typical.json",
    "samples/kz/trial/large.json",
    "samples/kz/trial/kazakh.json",
]
ORPHANS = [
    "templates_docx/kz/trial__2025.docx",
    "templates_docx/notes.docx",
    "templates_html/kz/_trial.html",
    "templates_html/nso/trial.html",
    "schemas/trial.json",
    "samples/kz/trial.json",
    "samples/kz/trial/minimal.txt",
    "samples/kz/trial__2025/minimal.json",
]


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    made = Workshop.in_folder(tmp_path, monkeypatch)
    made.add()
    return made


def test_every_form_has_all_its_pieces_and_every_piece_a_form() -> None:
    assert pieces.stems(FORMS.roots)
    assert pieces.faults(FORMS.roots) == []


def test_a_new_form_has_all_its_pieces(workshop: Workshop) -> None:
    assert pieces.faults(workshop.roots) == []


@pytest.mark.parametrize("piece", PIECES)
def test_a_missing_piece_is_named(workshop: Workshop, tmp_path: Path, piece: str) -> None:
    (tmp_path / piece).unlink()

    assert pieces.faults(workshop.roots) == [f"kz/trial lacks {piece}"]


@pytest.mark.parametrize("orphan", ORPHANS)
def test_an_orphan_piece_is_named(workshop: Workshop, tmp_path: Path, orphan: str) -> None:
    (tmp_path / orphan).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / orphan).write_bytes(b"{}")

    assert pieces.faults(workshop.roots) == [f"{orphan} belongs to no form"]


def test_the_pieces_of_a_form_without_its_module_are_orphans(workshop: Workshop) -> None:
    (workshop.roots.forms / "kz" / "trial.py").unlink()

    expected = sorted(f"{piece} belongs to no form" for piece in PIECES)
    assert pieces.faults(workshop.roots) == expected


def test_an_edition_needs_all_its_own_pieces(workshop: Workshop) -> None:
    module = workshop.roots.forms / "kz" / "trial.py"
    shutil.copy(module, module.with_name("trial__2025.py"))

    expected = sorted(
        f"kz/trial__2025 lacks {piece.replace('trial', 'trial__2025')}" for piece in PIECES
    )
    assert pieces.faults(workshop.roots) == expected


def test_a_family_without_its_package_is_named(workshop: Workshop) -> None:
    (workshop.roots.forms / "kz" / "__init__.py").unlink()

    (fault,) = pieces.faults(workshop.roots)

    assert fault == f"kz/trial lacks {workshop.package}/kz/__init__.py"


def test_lock_files_and_helper_modules_are_no_pieces(workshop: Workshop) -> None:
    (workshop.roots.templates_docx / "kz" / "~$trial.docx").write_bytes(b"")
    (workshop.roots.templates_docx / "kz" / ".~lock.trial.docx#").write_bytes(b"")
    (workshop.roots.forms / "kz" / "_trial_rules.py").write_bytes(b"")

    assert pieces.faults(workshop.roots) == []


def test_the_published_schemas_are_current() -> None:
    assert publishing.stale(FORMS) == []


def test_a_published_schema_that_differs_from_its_form_is_stale(workshop: Workshop) -> None:
    assert publishing.stale(workshop.forms) == []
    edit(workshop.roots.schema("kz/trial"), "Дата посещения", "Дата визита")

    assert publishing.stale(workshop.forms) == [workshop.roots.schema("kz/trial")]


def test_the_pages_of_docs_are_written_where_docs_are_kept(workshop: Workshop) -> None:
    workshop.roots.docs.mkdir()
    pages = [workshop.roots.docs / name for name in ("forms.md", "rules.md")]

    assert publishing.write(workshop.forms) == pages
    assert "| `visited_on` | Дата посещения | date | yes |" in pages[0].read_text("utf-8")
    assert "| VISIT-01 | Следующее посещение позже того" in pages[1].read_text("utf-8")
    assert publishing.stale(workshop.forms) == []

    edit(pages[1], "VISIT-01", "VISIT-03")
    assert publishing.stale(workshop.forms) == [pages[1]]


def test_the_shared_blocks_in_the_templates_are_current() -> None:
    assert sync.stale(FORMS.roots.templates_docx) == []


def test_a_form_is_known_by_its_module_and_asked_for_by_its_id(workshop: Workshop) -> None:
    workshop.add("nso.card")

    assert workshop.forms.ids() == ["kz.trial", "nso.card"]
    assert workshop.forms.get("nso.card").stem == "nso/card"
    with pytest.raises(NotFound):
        workshop.forms.get("nso.trial")


def test_two_modules_of_the_same_id_and_edition_are_refused(workshop: Workshop) -> None:
    module = workshop.roots.forms / "kz" / "trial.py"
    shutil.copy(module, module.with_name("trial__again.py"))

    with pytest.raises(ValueError, match=r"^kz\.trial: two modules have the same edition$"):
        workshop.forms.get("kz.trial")


def test_a_module_of_another_id_than_its_name_is_refused(workshop: Workshop) -> None:
    module = workshop.roots.forms / "kz" / "trial.py"
    shutil.copy(module, module.with_name("other.py"))

    with pytest.raises(ValueError, match=r"kz\.other must define FORM with the id kz\.other$"):
        workshop.forms.get("kz.other")


IMPORTED = """
import json, sys
from formsvc.forms.registry import installed_forms
forms = installed_forms()
modules = {stem: "formsvc.forms." + stem.replace("/", ".")
           for found in forms.stems.values() for stem in found}
loaded = lambda: sorted(stem for stem, module in modules.items() if module in sys.modules)
ids, before = forms.ids(), loaded()
form = forms.get(ids[0])
print(json.dumps([ids, before, loaded(), forms.stems[ids[0]]]))
"""


def test_listing_forms_imports_none_and_asking_for_one_imports_that_one() -> None:
    command = [sys.executable, "-c", IMPORTED]
    told = subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[1])

    ids, after_listing, after_asking, asked = json.loads(told.stdout)

    assert ids == FORMS.ids()
    assert after_listing == []
    assert after_asking == asked
