"""`formsvc new-form` makes a form that prints at once and passes every check."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from formsvc.config import Config
from formsvc.errors import BadRequest, InvalidData
from formsvc.forms.load import load
from formsvc.forms.shown import Mode
from formsvc.pipeline import Service, Wanted
from formsvc.templating import newform
from tests import pieces
from tests.checkouts import copied, run
from tests.documents.reading import squeezed, whole
from tests.templating.workshop import Workshop, edit

AS_OF = date(2026, 11, 20)
FORMATS = ("docx", "pdf", "xlsx")


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    return Workshop.in_folder(tmp_path, monkeypatch)


def sample(workshop: Workshop, case: str) -> Any:
    return json.loads(workshop.roots.sample("kz/trial", case).read_bytes())


def texts(value: Any) -> list[str]:
    """Every text inside of a JSON value that is printed as it is."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() for text in texts(inner) if key != "case"]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [value] if isinstance(value, str) else []


def test_a_new_form_prints_in_a_checkout_and_passes_its_checks(tmp_path: Path) -> None:
    checkout = copied(tmp_path)
    command = ["-m", "formsvc"]
    run([*command, "generate"], checkout, checkout)

    made = run([*command, "new-form", "kz.trial"], checkout, checkout).stdout.split()
    for extension in FORMATS:
        given = ["samples/kz/trial/typical.json", "--format", extension, "--as-of", "2026-11-20"]
        run(
            [*command, "render", "kz.trial", *given, "--output", f"it.{extension}"],
            checkout,
            checkout,
        )
    run([*command, "lint"], checkout, checkout)
    run([*command, "generate", "--check"], checkout, checkout)
    run([*command, "templates", "sync", "--check"], checkout, checkout)
    edit(checkout / "templates_html/kz/trial.html", ", address)", ", adress)")
    told = run([*command, "lint"], checkout, checkout, status=1).stderr
    again = run([*command, "new-form", "kz.trial"], checkout, checkout, status=2).stderr

    assert [Path(path).relative_to(checkout).as_posix() for path in made] == [
        "formsvc/forms/kz/trial.py",
        "templates_docx/kz/trial.docx",
        "templates_html/kz/trial.html",
        "schemas/kz/trial.json",
        "samples/kz/trial/minimal.json",
        "samples/kz/trial/typical.json",
        "samples/kz/trial/kazakh.json",
        "samples/kz/trial/large.json",
    ]
    values = [
        "г. Новодольск, ул. Речная, д. 4, кв. 12",
        "05.03.2026",
        "09.04.2026",
        "фруктов & овощей < нормы",
        "В. П. Орлова",
        "Что установлено",
    ]
    for extension in FORMATS:
        text = whole((checkout / f"it.{extension}").read_bytes(), extension)
        assert [value for value in values if squeezed(value) not in text] == []
    assert "kz.trial: templates_html/kz/trial.html:8: " in told
    assert "Уже есть kz/trial.py." in again


@pytest.mark.parametrize("case", pieces.CASES)
def test_every_sample_of_a_new_form_prints_all_its_words_in_every_format(
    workshop: Workshop, case: str
) -> None:
    workshop.add()
    service = Service(workshop.forms, Config())
    body = sample(workshop, case)
    words = [squeezed(text) for text in texts({**body, "worker": None}) if "2026-" not in text]

    for extension in FORMATS:
        document = service.generate(Wanted("kz.trial", extension, AS_OF), body)

        assert document.findings == ()
        text = whole(document.content, extension)
        assert [word for word in words if word not in text] == []


def test_the_large_sample_is_as_large_as_a_form_must_bear(workshop: Workshop) -> None:
    workshop.add()
    body = sample(workshop, "large")

    assert len(body["findings"]) == 200
    assert len(body["remarks"]) == 20_000
    assert len({row["subject"] for row in body["findings"]}) == 200


def test_the_kazakh_sample_has_every_letter_of_its_own(workshop: Workshop) -> None:
    workshop.add()
    text = workshop.roots.sample("kz/trial", "kazakh").read_text("utf-8").lower()

    assert [letter for letter in "әғқңөұүһі" if letter not in text] == []


@pytest.mark.parametrize("mode", [Mode.DRAFT, Mode.BLANK])
def test_a_new_form_prints_without_data(workshop: Workshop, mode: Mode) -> None:
    workshop.add()
    service = Service(workshop.forms, Config())
    wanted = Wanted("kz.trial", "docx", AS_OF, mode)

    made = service.blank(wanted) if mode is Mode.BLANK else service.generate(wanted, {})

    assert "Актпосещениясемьи" in whole(made.content, "docx")


def test_an_option_and_the_case_work_as_the_new_form_shows_them(workshop: Workshop) -> None:
    form = workshop.add()
    body = sample(workshop, "typical")

    def rules(changed: dict[str, Any]) -> list[str]:
        found = load(form, {**body, **changed}, Mode.FILLED, AS_OF).findings
        return [f"{one.severity} {one.rule} {one.pointer}" for one in found]

    assert rules({}) == []
    assert rules({"options": {}}) == ["error S-printed /next_visit_on"]
    assert rules({"next_visit_on": "2026-03-05"}) == ["error VISIT-01 /next_visit_on"]
    assert rules({"case": {"assigned_on": "2026-03-06"}}) == ["warning VISIT-02 /visited_on"]
    assert rules({"case": {"assigned_on": "2026-03-05"}}) == []


def test_a_new_family_becomes_a_package(workshop: Workshop) -> None:
    made = newform.create(workshop.roots, "nso.card")

    assert workshop.roots.forms / "nso" / "__init__.py" in made
    assert workshop.forms.get("nso.card").title == "Акт посещения семьи"
    assert workshop.problems() == []
    assert pieces.faults(workshop.roots) == []


@pytest.mark.parametrize(
    "form_id",
    [
        "",
        "trial",
        "kz.",
        ".trial",
        "kz.trial.x",
        "KZ.trial",
        "kz.Trial",
        "kz/trial",
        "kz.2026",
        "../kz.trial",
        "kz.../trial",
        "kz.tri al",
        "kz.trial\n",
        "kz.план",
        "kz._trial",
        "_kz.trial",
        "kz.trial__2025",
        "kz.tri-al",
        "kz.trial\0",
    ],
)
def test_a_malformed_id_is_refused_and_nothing_is_written(
    workshop: Workshop, tmp_path: Path, form_id: str
) -> None:
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(BadRequest, match="Имя формы"):
        newform.create(workshop.roots, form_id)

    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    "taken",
    [
        "templates_docx/kz/trial.docx",
        "templates_html/kz/trial.html",
        "schemas/kz/trial.json",
        "samples/kz/trial/large.json",
    ],
)
def test_no_piece_is_ever_overwritten(workshop: Workshop, tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / taken).write_text("mine")

    with pytest.raises(BadRequest, match="Уже есть"):
        newform.create(workshop.roots, "kz.trial")

    assert (tmp_path / taken).read_text() == "mine"
    assert not (workshop.roots.forms / "kz" / "trial.py").exists()


def test_an_id_that_exists_only_as_an_edition_is_taken(workshop: Workshop) -> None:
    module = workshop.roots.forms / "kz" / "trial__2025.py"
    module.parent.mkdir()
    module.touch()

    with pytest.raises(BadRequest, match=r"Форма kz\.trial уже есть"):
        newform.create(workshop.roots, "kz.trial")


def test_a_family_does_not_hide_a_module_of_the_same_name(workshop: Workshop) -> None:
    (workshop.roots.forms / "fields.py").touch()

    with pytest.raises(BadRequest, match=r"fields\.py"):
        newform.create(workshop.roots, "fields.trial")


def test_data_that_break_a_rule_of_a_new_form_give_no_document(workshop: Workshop) -> None:
    workshop.add()
    service = Service(workshop.forms, Config())

    with pytest.raises(InvalidData):
        service.generate(Wanted("kz.trial", "docx", AS_OF), {})
