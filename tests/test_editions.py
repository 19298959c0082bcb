"""Two editions of one form: which is taken, and that each prints its own paper."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from formsvc.config import Config
from formsvc.errors import NotFound
from formsvc.pipeline import Document, Service, Wanted
from formsvc.renderers import FORMATS
from tests.documents.reading import whole
from tests.templating.workshop import Workshop, edit

NEW, OLD = "2026", "2025"
AS_OF = date(2026, 11, 20)


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    """The form of 2026, made by `new-form`, beside its sibling of 2025 with other words."""
    workshop = Workshop.in_folder(tmp_path, monkeypatch)
    workshop.add()
    family = workshop.roots.forms / "kz"
    former = family / "trial__2025.py"
    former.write_text((family / "trial.py").read_text("utf-8"), "utf-8")
    edit(former, 'edition="2026"', 'edition="2025"')
    edit(former, "InForce(date(2026, 1, 1))", "InForce(date(2025, 1, 1), date(2025, 12, 31))")
    edit(former, "Что установлено:", "Выводы:")
    workshop.draft_templates(workshop.forms.get("kz.trial", OLD))
    return Service(workshop.forms, Config())


def visit_on(day: str) -> dict[str, Any]:
    return {
        "visited_on": day,
        "purpose": "плановое",
        "parent": "Соколова Анна Игоревна",
        "findings": [{"subject": "кухня", "state": "чисто"}],
        "worker": {"full_name": "Орлова Вера Павловна"},
    }


def document(service: Service, day: str, edition: str | None, extension: str) -> Document:
    wanted = Wanted("kz.trial", extension, AS_OF, edition=edition)
    return service.generate(wanted, visit_on(day))


def taken(service: Service, day: str | None, edition: str | None = None) -> tuple[str, list[str]]:
    """The edition that is taken, and the rules of all findings."""
    wanted = Wanted("kz.trial", "", AS_OF, edition=edition)
    form, loaded = service.check(wanted, visit_on(day) if day else {})
    return form.edition, [f"{one.severity} {one.rule}" for one in loaded.findings]


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        ("2025-01-01", OLD),
        ("2025-12-31", OLD),
        ("2026-01-01", NEW),
        ("2026-11-20", NEW),
    ],
)
def test_the_edition_in_force_on_the_date_of_the_document_is_taken(
    service: Service, day: str, edition: str
) -> None:
    assert taken(service, day) == (edition, [])


def test_a_named_edition_wins_and_is_warned_of_where_it_was_not_in_force(
    service: Service,
) -> None:
    assert taken(service, "2025-06-01", OLD) == (OLD, [])
    assert taken(service, "2025-06-01", NEW) == (NEW, ["warning F-edition"])
    assert taken(service, "2026-06-01", OLD) == (OLD, ["warning F-edition"])


def test_where_none_was_in_force_the_latest_is_taken_with_a_warning(service: Service) -> None:
    assert taken(service, "2024-06-01") == (NEW, ["warning F-edition"])


def test_without_a_date_the_edition_in_force_on_the_reference_date_is_taken(
    service: Service,
) -> None:
    edition, rules = taken(service, None)

    assert edition == NEW
    assert set(rules) == {"error S-required"}


def test_the_warning_points_to_the_date(service: Service) -> None:
    (finding,) = document(service, "2024-06-01", None, "docx").findings

    assert (finding.pointer, finding.label) == ("/visited_on", "Дата посещения")
    assert finding.message == "На дату документа эта редакция формы не действует."


def test_an_unknown_edition_is_not_found(service: Service) -> None:
    with pytest.raises(NotFound, match="редакции"):
        document(service, "2026-06-01", "2024", "docx")


def test_editions_are_listed_from_the_oldest(service: Service) -> None:
    assert [form.edition for form in service.forms.editions("kz.trial")] == [OLD, NEW]


@pytest.mark.parametrize("extension", FORMATS)
def test_each_edition_prints_its_own_words(service: Service, extension: str) -> None:
    former = whole(document(service, "2025-06-01", None, extension).content, extension)
    present = whole(document(service, "2026-06-01", None, extension).content, extension)

    assert "Выводы" in former
    assert "установлено" not in former
    assert "Чтоустановлено" in present
    assert "Выводы" not in present
    for text in (former, present):
        assert "СоколоваАннаИгоревна" in text


def test_the_pieces_of_an_edition_bear_its_name(service: Service) -> None:
    former, present = service.forms.editions("kz.trial")

    assert (former.stem, present.stem) == ("kz/trial__2025", "kz/trial")
    assert former.json_schema()["$id"] != present.json_schema()["$id"]
