"""Every rule has its text, tests that break and keep it, and its place on the page of rules."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from formsvc.forms import general_rules, schema_rules
from formsvc.forms.form import Form
from formsvc.forms.registry import installed_forms
from formsvc.forms.rules import ERROR, WARNING, Rule
from formsvc.forms.rules_in_waiting import WAITING
from tests.rule_claims import EVERY_RULE, Claim, claims

FORMS = installed_forms()
ALL_FORMS = list(FORMS.all())
TESTS = Path(__file__).parent
OF_FORMS = TESTS / "forms"
COMMON = (*general_rules.RULES, *schema_rules.RULES)
IN_WAITING = [rule for rules in WAITING.values() for rule in rules]
# The specification has so many rules in each part.
REGISTER = {"G": 12, "K": 21, "N": 13, "L": 11, "D": 13, "P": 6}
FINDINGS = {ERROR, WARNING}


def of_form(form: Form) -> list[Path]:
    """The files of tests that ask for a form by its id, or import it."""
    family = form.id.split(".")[0]
    asked = re.compile(rf'"{re.escape(form.id)}"|formsvc\.forms\.{re.escape(form.id)} import')
    files = sorted((OF_FORMS / family).glob("test_*.py"))
    return [file for file in files if asked.search(file.read_text("utf-8"))]


def faults(rules: Iterable[Rule], files: Iterable[Path]) -> list[str]:
    """The rules of findings that no test breaks or no test keeps, or whose severities differ."""
    claimed = [claim for file in files for claim in claims(file)]
    declared: dict[str, set[str]] = {}
    for rule in rules:
        declared.setdefault(rule.id, set()).update(map(str, FINDINGS.intersection(rule.gives)))
    return [
        f"{rule}: {fault}"
        for rule, severities in declared.items()
        if severities
        for fault in _faults_of(rule, severities, claimed)
    ]


def _faults_of(rule: str, severities: set[str], claimed: list[Claim]) -> Iterable[str]:
    broken = [claim for claim in claimed if claim.broken and claim.rule == rule]
    shown = {severity for claim in broken for severity in claim.severities}
    if not broken:
        yield "no test breaks it"
    elif not severities <= shown:
        yield f"no test shows {severities - shown}"
    if not any(claim.rule in (rule, EVERY_RULE) for claim in claimed if not claim.broken):
        yield "no test keeps it"


@pytest.mark.parametrize("form", ALL_FORMS, ids=[form.stem for form in ALL_FORMS])
def test_every_rule_of_a_form_is_broken_and_kept_by_its_tests(form: Form) -> None:
    assert faults(form.rules, of_form(form)) == []


def test_every_rule_of_all_forms_is_broken_and_kept_by_tests() -> None:
    assert faults(general_rules.RULES, sorted(OF_FORMS.glob("test_*.py"))) == []


@pytest.mark.parametrize("family", sorted({form.id.split(".")[0] for form in ALL_FORMS}))
def test_no_test_shows_a_finding_that_its_rule_does_not_promise(family: str) -> None:
    for file in sorted((OF_FORMS / family).glob("test_*.py")):
        forms = [form for form in ALL_FORMS if file in of_form(form)]
        rules = [rule for form in forms for rule in form.rules]
        promised = {(rule.id, str(one)) for rule in (*COMMON, *rules) for one in rule.gives}
        shown = {
            (claim.rule, severity)
            for claim in claims(file)
            if len(claim.severities) == 1  # of several it cannot be told which is whose
            for severity in claim.severities
        }
        assert shown - promised == set(), file.name


def test_a_rule_that_no_test_breaks_or_keeps_is_found(tmp_path: Path) -> None:
    file = tmp_path / "test_some.py"
    file.write_text(
        "LATE = [('warning', '/date')]\n"
        "def test_one():\n    assert found('K-11') == LATE\n"
        "def test_two():\n    told = found('K-12')\n    assert told == []\n"
        "def test_three():\n    assert other('K-13') == 1\n"
        "    assert ('K-14', 'error') in told()\n",
        "utf-8",
    )
    rules = [Rule(f"K-1{one}", "S0", "Текст.", (ERROR,)) for one in range(1, 5)]

    assert faults(rules, [file]) == [
        "K-11: no test shows {'error'}",
        "K-11: no test keeps it",
        "K-12: no test breaks it",
        "K-13: no test shows {'error'}",
        "K-13: no test keeps it",
        "K-14: no test keeps it",
    ]


@pytest.mark.parametrize("form", ALL_FORMS, ids=[form.stem for form in ALL_FORMS])
def test_what_a_form_computes_or_prints_by_a_rule_is_named_in_its_tests(form: Form) -> None:
    text = "".join(file.read_text("utf-8") for file in of_form(form))
    assert [rule.id for rule in form.rules if rule.id not in text] == []


def test_what_every_form_does_by_a_rule_is_named_in_the_tests() -> None:
    text = "".join(file.read_text("utf-8") for file in TESTS.rglob("test_*.py"))
    assert [rule.id for rule in COMMON if rule.id not in text] == []


def test_every_rule_has_an_id_a_text_a_source_and_a_consequence() -> None:
    for rule in (*COMMON, *(rule for form in ALL_FORMS for rule in form.rules)):
        assert rule.id and rule.basis and rule.gives, rule
        assert rule.text.endswith("."), rule.text


def test_every_rule_of_the_register_stands_on_the_page_of_rules() -> None:
    page = (FORMS.roots.docs / "rules.md").read_text("utf-8")
    register = [f"{part}-{at:02}" for part, last in REGISTER.items() for at in range(1, last + 1)]
    assert [rule for rule in register if f"| {rule} |" not in page] == []


def test_a_rule_that_a_form_has_no_longer_waits() -> None:
    here = {rule.id for form in ALL_FORMS for rule in form.rules} | {rule.id for rule in COMMON}
    # Of G-12 the forms have the telephones, and no number of a person.
    assert here & {rule.id for rule in IN_WAITING} == {"G-12"}


def test_every_id_that_the_service_tells_is_registered() -> None:
    package = FORMS.roots.forms.parent
    text = "".join(file.read_text("utf-8") for file in package.rglob("*.py"))
    told = set(re.findall(r'(?:complain|Complaint|_unreadable)\("([^"]+)"', text))
    told |= set(re.findall(r'Finding\([^()"]*"([A-Z][^"/]+)"', text))
    told |= set(re.findall(r'rule(?:: str)? ?= ?"([^"]+)"', text))
    known = {rule.id for form in ALL_FORMS for rule in form.rules} | {rule.id for rule in COMMON}
    packs = (FORMS.roots.docs / "packs.md").read_text("utf-8")  # what is told of packs alone
    assert {"S-json", "S-date", "S-choice", "K-07", "F-edition", "S-more", "P-item"} <= told
    assert [rule for rule in sorted(told - known) if f"`{rule}`" not in packs] == []
