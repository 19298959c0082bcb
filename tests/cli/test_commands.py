"""What each command of the command line answers, and with which exit status."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from formsvc.cli import formsvc
from formsvc.forms.registry import Registry
from tests.api.support import AS_OF, FORMATS, IDS, SAMPLES, sample
from tests.documents.reading import LINES

STARTS = {"docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "pdf": b"%PDF"}


def run(*arguments: str, given: bytes = b"", **variables: str) -> Result:
    """The command in this process; an error that is not told would be raised."""
    return CliRunner(env=variables).invoke(formsvc, arguments, input=given, catch_exceptions=False)


def encoded(body: Any) -> bytes:
    """JSON as in a file."""
    return json.dumps(body, ensure_ascii=False).encode()


def sample_file(registry: Registry, form_id: str, case: str = "typical") -> str:
    """Path of a sample."""
    return str(registry.roots.sample(registry.get(form_id).stem, case))


def test_forms_are_listed_with_id_edition_and_title(registry: Registry) -> None:
    told = run("forms")
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert len(lines) == len(IDS)
    for line, form_id in zip(lines, IDS, strict=True):
        form = registry.get(form_id)
        assert line.startswith(form_id)
        assert form.edition in line and line.endswith(form.title)


def test_forms_are_listed_as_json() -> None:
    told = run("forms", "--json")
    assert [form["id"] for form in json.loads(told.stdout)["forms"]] == IDS


@pytest.mark.parametrize("form_id", IDS)
def test_the_schema_and_the_skeleton_are_those_of_the_form(
    registry: Registry, form_id: str
) -> None:
    form = registry.get(form_id)
    assert json.loads(run("schema", form_id).stdout) == form.json_schema()
    assert json.loads(run("skeleton", form_id).stdout) == form.skeleton()
    named = run("schema", form_id, "--edition", form.edition)
    assert json.loads(named.stdout) == form.json_schema()


@pytest.mark.parametrize(("form_id", "case"), SAMPLES)
def test_a_sample_is_valid(registry: Registry, form_id: str, case: str) -> None:
    told = run("validate", form_id, sample_file(registry, form_id, case), "--as-of", AS_OF)
    assert (told.exit_code, told.stdout) == (0, "")
    assert "error" not in told.stderr


def test_findings_are_told_on_standard_error_with_their_places() -> None:
    body = sample("kz.plan", "minimal")
    body["actions"].append({"action": "Посещение", "due": 1})
    told = run("validate", "kz.plan", "-", "--as-of", AS_OF, given=encoded(body))
    assert (told.exit_code, told.stdout) == (1, "")
    lines = [line for line in told.stderr.splitlines() if line.startswith("error")]
    assert len(lines) == 2
    assert any(
        line.startswith("error S-type /actions/1/due План действий, строка 2: Сроки: ")
        for line in lines
    )


def test_findings_are_told_as_json_too() -> None:
    told = run("validate", "kz.plan", "-", "--json", "--as-of", AS_OF, given=b"{}")
    report = json.loads(told.stdout)
    assert told.exit_code == 1
    assert report["valid"] is False
    assert ("/guardians", "S-required") in [
        (finding["pointer"], finding["rule"]) for finding in report["findings"]
    ]


@pytest.mark.parametrize("form_id", IDS)
def test_the_report_on_valid_data_has_the_data_and_what_is_computed(
    registry: Registry, form_id: str
) -> None:
    file = sample_file(registry, form_id)
    told = run("validate", form_id, file, "--json", "--as-of", AS_OF)
    report = json.loads(told.stdout)
    assert (told.exit_code, report["valid"], report["as_of"]) == (0, True, AS_OF)
    assert report["data"]
    assert set(report) == {"valid", "edition", "as_of", "data", "computed", "findings"}


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("extension", FORMATS)
def test_a_document_is_written_to_a_file_or_to_standard_output(
    registry: Registry, tmp_path: Path, form_id: str, extension: str
) -> None:
    target = tmp_path / f"документ.{extension}"
    file = sample_file(registry, form_id)
    asked = ("render", form_id, file, "--format", extension, "--as-of", AS_OF)
    written = run(*asked, "--output", str(target))
    assert (written.exit_code, written.stdout) == (0, "")
    assert target.read_bytes().startswith(STARTS[extension])
    assert run(*asked).stdout_bytes == target.read_bytes()


def test_a_draft_and_a_layout_are_made_as_asked() -> None:
    asked = ("render", "kz.plan", "-", "--format", "docx", "--as-of", AS_OF)
    assert run(*asked, given=b"{}").exit_code == 1
    draft = run(*asked, "--mode", "draft", "--layout", "gost_2016", given=b"{}")
    assert draft.exit_code == 0
    assert "warning S-required" in draft.stderr
    assert draft.stdout_bytes.startswith(STARTS["docx"])


@pytest.mark.parametrize("form_id", IDS)
@pytest.mark.parametrize("extension", FORMATS)
def test_a_blank_is_written(tmp_path: Path, form_id: str, extension: str) -> None:
    target = tmp_path / "blank"
    asked = ("blank", form_id, "--format", extension, "--output", str(target), "--as-of", AS_OF)
    assert run(*asked).exit_code == 0
    assert len("".join(LINES[extension](target.read_bytes()))) > 50


@pytest.mark.parametrize("extension", FORMATS)
def test_an_embedded_form_is_read_back(registry: Registry, tmp_path: Path, extension: str) -> None:
    file, target = sample_file(registry, "kz.plan"), tmp_path / "made"
    asked = ("render", "kz.plan", file, "--format", extension, "--as-of", AS_OF)
    assert run(*asked, "--embed", "--output", str(target)).exit_code == 0
    for named, given in ((str(target), b""), ("-", target.read_bytes())):
        told = run("extract", named, given=given)
        assert told.exit_code == 0
        found = json.loads(told.stdout)
        assert (found["form"], found["edited"]) == ("kz.plan", False)
        assert found["data"]["worker"] == sample("kz.plan")["worker"]


def test_a_file_without_a_form_in_it_is_no_valid_data(tmp_path: Path) -> None:
    target = tmp_path / "blank.docx"
    run("blank", "kz.plan", "--format", "docx", "--output", str(target))
    nothing = run("extract", str(target))
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert "нет исходных данных" in nothing.stderr
    other = run("extract", "-", given=b"no document")
    assert other.exit_code == 1
    assert "не документ" in other.stderr


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "S-json"),
        (b"{", "строка 1, знак 2"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": 1, "a": 2}', "дважды"),
        (b"\xff", "UTF-8"),
        (b"[" * 50 + b"]" * 50, "S-depth"),
        (b"[]", "S-type"),
        (b"null", "S-type"),
        (b'{"\\ud800": 1}', "S-json"),
    ],
)
@pytest.mark.parametrize("command", ["validate", "render"])
def test_data_that_cannot_be_read_are_told_and_nothing_is_written(
    command: str, body: bytes, told: str
) -> None:
    options = ("--format", "pdf") if command == "render" else ()
    result = run(command, "kz.plan", "-", *options, given=body)
    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("schema",),
        ("schema", "kz.nope"),
        ("schema", "../kz.plan"),
        ("schema", "kz.plan", "--edition", "none"),
        ("skeleton", "kz.nope"),
        ("validate", "kz.plan"),
        ("validate", "kz.plan", "/nowhere/at/all.json"),
        ("validate", "kz.plan", "/"),
        ("validate", "kz.nope", "-"),
        ("validate", "kz.plan", "-", "--as-of", "20.11.2026"),
        ("validate", "kz.plan", "-", "--mode", "blank"),
        ("render", "kz.plan", "-"),
        ("render", "kz.plan", "-", "--format", "doc"),
        ("render", "kz.plan", "-", "--format", "pdf", "--layout", "a5"),
        ("blank", "kz.plan", "--format", "docx", "--as-of", "2026-02-30"),
        ("blank", "kz.nope", "--format", "docx"),
        ("blank", "kz.plan", "--format", "docx", "--output", "/nowhere/at/all.docx"),
        ("blank", "kz.plan", "--format", "docx", "--output", "/"),
        ("extract", "/nowhere/at/all.docx"),
        ("text", "/nowhere/at/all.docx"),
        ("new-form", "nonsense"),
        ("new-form", "../kz.plan"),
        ("new-form", "kz.plan"),
        ("serve", "--port", "0"),
        ("serve", "--port", "http"),
        ("serve", "--host", "0.0.0.0"),
        ("serve", "--host", "::"),
        ("serve", "--host", "example.test"),
    ],
)
def test_a_mistake_of_usage_is_told_with_status_2(arguments: tuple[str, ...]) -> None:
    told = run(*arguments, given=b"{}")
    assert told.exit_code == 2
    assert told.stdout == ""
    assert told.stderr.strip()


def test_the_reason_not_to_listen_to_other_machines_is_told_in_russian() -> None:
    told = run("serve", "--host", "0.0.0.0")
    assert "служба слушает только 127.0.0.1" in told.stderr


def test_an_existing_file_is_kept_when_there_is_no_document(tmp_path: Path) -> None:
    target = tmp_path / "plan.docx"
    target.write_text("прежний")
    asked = ("render", "kz.plan", "-", "--format", "docx", "--output", str(target))
    assert run(*asked, given=b"{}").exit_code == 1
    assert target.read_text() == "прежний"


def test_a_wrong_setting_is_named() -> None:
    told = run("forms", FORMSVC_MAX_PAGES="много")
    assert told.exit_code == 2
    assert told.stderr == "FORMSVC_MAX_PAGES: ожидается целое число больше нуля.\n"


def test_a_limit_of_the_settings_holds_on_the_command_line(registry: Registry) -> None:
    file = sample_file(registry, "kz.plan")
    told = run("validate", "kz.plan", file, FORMSVC_MAX_VALUES="10")
    assert told.exit_code == 1
    assert "больше 10 значений" in told.stderr


def test_the_contract_is_printed() -> None:
    told = run("openapi")
    assert told.exit_code == 0
    assert json.loads(told.stdout)["openapi"].startswith("3.1")


@pytest.mark.parametrize("arguments", [("--help",), ("render", "--help"), ("--version",)])
def test_help_is_there(arguments: tuple[str, ...]) -> None:
    told = run(*arguments)
    assert told.exit_code == 0
    assert told.stdout


def test_the_settings_in_force_are_listed() -> None:
    told = run("settings", FORMSVC_WORKERS="3", FORMSVC_K17_OBLIGATORY="2,5")
    lines = [line.split() for line in told.stdout.splitlines()]
    assert told.exit_code == 0
    assert ["FORMSVC_WORKERS", "3"] in lines
    assert ["FORMSVC_TIMEZONE", "Asia/Almaty"] in lines
    assert ["FORMSVC_K17_OBLIGATORY", "2,5"] in lines
    assert ["FORMSVC_L08_SAME_DAY", "true"] in lines
    assert ["FORMSVC_G08_CALENDAR"] in lines


def test_the_calendar_of_a_year_is_listed_where_it_differs_from_plain_weeks(
    tmp_path: Path,
) -> None:
    own = tmp_path / "days.toml"
    own.write_text('[RU]\n2026-07-17 = "day off"\n2026-07-18 = "working"\n', "utf-8")

    by_law = run("calendar", "RU", "2026").stdout.splitlines()
    ours = run("calendar", "RU", "2026", FORMSVC_G08_CALENDAR=str(own)).stdout.splitlines()
    weekends = run("calendar", "RU", "2026", FORMSVC_G08_DAYS_OFF="weekends").stdout

    assert "2026-01-09 выходной" in by_law
    assert set(ours) - set(by_law) == {"2026-07-17 выходной", "2026-07-18 рабочий"}
    assert weekends == ""


@pytest.mark.parametrize(("extension", "signature"), [("png", b"\x89PNG"), ("pdf", b"%PDF-1.7")])
def test_wrong_data_are_shown_and_told(extension: str, signature: bytes) -> None:
    asked = ("preview", "kz.plan", "-", "--format", extension, "--as-of", AS_OF)
    shown = run(*asked, given=encoded({"filled_on": "31.02.2026"}))
    assert shown.exit_code == 0
    assert shown.stdout_bytes.startswith(signature)
    assert "error S-date /filled_on" in shown.stderr


def test_a_pdf_is_of_the_kind_that_is_asked_for(registry: Registry) -> None:
    file = sample_file(registry, "kz.plan")
    asked = ("render", "kz.plan", file, "--format", "pdf", "--as-of", AS_OF)
    archive, printed = run(*asked), run(*asked, "--pdf", "print")
    producers = [PdfReader(BytesIO(one.stdout_bytes)).metadata for one in (archive, printed)]
    assert [str(one and one.producer).split()[0] for one in producers] == [
        "WeasyPrint",
        "PlutoPrint",
    ]
    assert run(*asked, "--pdf", "draft").exit_code == 2
