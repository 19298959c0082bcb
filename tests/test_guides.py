"""What README and the guide for administrators say of settings and commands is so."""

import re
from pathlib import Path

import pytest

from formsvc.cli import formsvc
from formsvc.config import Config
from formsvc.forms.kz._review_rules import CLOSING_CRITERIA
from formsvc.forms.registry import installed_forms
from formsvc.setting_docs import Told, told

ROOT = installed_forms().roots.docs.parent
README, GUIDE = ROOT / "README.md", ROOT / "docs" / "ru" / "administrator.md"
PAGES = [README, *sorted((ROOT / "docs").rglob("*.md"))]
_ROW = re.compile(r"^\| `(FORMSVC_\w+)` \| (?:`([^`]*)`)? ?\| (.+) \|$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#:]+)(?:#[\w-]+)?\)")


def rows(page: Path) -> dict[str, tuple[str, str]]:
    """Default and meaning of the settings in the tables of a page, by variable."""
    found = _ROW.findall(page.read_text("utf-8"))
    assert len({variable for variable, *_ in found}) == len(found)
    return {variable: (default, meaning) for variable, default, meaning in found}


def settings() -> list[Told]:
    """All settings of a new installation."""
    return list(told(Config()))


def test_the_readme_has_the_settings_of_the_service_with_their_defaults_and_texts() -> None:
    of_rules = re.compile(r"[A-Z]-\d\d: ")
    known = [one for one in settings() if not of_rules.match(one.text)]
    assert rows(README) == {one.variable: (one.value, one.text) for one in known}


def test_the_guide_has_every_setting_with_its_default() -> None:
    defaults = {variable: default for variable, (default, _) in rows(GUIDE).items()}
    assert defaults == {one.variable: one.value for one in settings()}


def test_the_guide_numbers_the_criteria_of_closing_as_the_setting_does() -> None:
    numbered = re.findall(r"^(\d)\. (.+)$", GUIDE.read_text("utf-8"), re.MULTILINE)
    expected = [(str(at), criterion) for at, criterion in enumerate(CLOSING_CRITERIA, 1)]
    assert numbered[: len(expected)] == expected


def test_every_picture_is_shown_and_every_shown_picture_is_there() -> None:
    shown = set(re.findall(r'src="(docs/pictures/[^"]+)"', README.read_text("utf-8")))
    kept = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/pictures").iterdir()}
    assert shown == kept


def test_the_readme_names_every_command() -> None:
    usage = README.read_text("utf-8").split("## The command line")[1].split("## ")[0]
    assert [name for name in formsvc.commands if f"formsvc {name}" not in usage] == []


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_no_link_of_a_page_leads_nowhere(page: Path) -> None:
    links = _LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
