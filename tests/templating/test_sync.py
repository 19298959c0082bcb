"""Shared blocks and styles live in one file and are stamped into every template."""

from pathlib import Path

import pytest

from formsvc.errors import RenderFailed
from formsvc.templating.sync import stale, synchronise
from formsvc.templating.text import as_text
from tests.templating.workshop import Workshop, edit_word


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    made = Workshop.in_folder(tmp_path, monkeypatch)
    made.add("kz.trial")
    made.add("nso.trial")
    return made


def master(workshop: Workshop) -> Path:
    return workshop.roots.templates_docx / "_blocks.docx"


def templates(workshop: Workshop) -> list[Path]:
    return [workshop.roots.docx("kz/trial"), workshop.roots.docx("nso/trial")]


def test_new_templates_are_current(workshop: Workshop) -> None:
    before = [path.read_bytes() for path in templates(workshop)]

    assert stale(workshop.roots.templates_docx) == []
    assert synchronise(workshop.roots.templates_docx) == []
    assert [path.read_bytes() for path in templates(workshop)] == before


def test_a_change_of_a_shared_block_reaches_every_template(workshop: Workshop) -> None:
    edit_word(master(workshop), "(расшифровка подписи)", "(инициалы, фамилия)")

    assert stale(workshop.roots.templates_docx) == templates(workshop)
    assert synchronise(workshop.roots.templates_docx) == templates(workshop)

    assert stale(workshop.roots.templates_docx) == []
    for path in templates(workshop):
        text = as_text(path.read_bytes())
        assert "(инициалы, фамилия)" in text
        assert "(расшифровка подписи)" not in text
        assert "[Поле] Адрес семьи {{ address }}" in text


def test_a_change_of_a_house_style_reaches_every_template(workshop: Workshop) -> None:
    name = 'w:styleId="Title"><w:name w:val="Title"/>'
    edit_word(
        master(workshop),
        name,
        name.replace("Title", "Заглавие", 2).replace("Заглавие", "Title", 1),
        "word/styles.xml",
    )

    assert synchronise(workshop.roots.templates_docx) == templates(workshop)
    assert "[Заглавие] {{ title }}" in as_text(templates(workshop)[0].read_bytes())


def test_an_edit_inside_of_a_stamped_block_is_undone(workshop: Workshop) -> None:
    one, _ = templates(workshop)
    before = one.read_bytes()
    edit_word(one, "(подпись)", "(роспись)")

    assert synchronise(workshop.roots.templates_docx) == [one]
    assert one.read_bytes() == before


def test_a_template_with_an_unknown_block_is_named(workshop: Workshop) -> None:
    edit_word(templates(workshop)[1], "block:signatures", "block:signature")

    with pytest.raises(RenderFailed, match=r"^nso/trial\.docx: .* нет блока «signature»\.$"):
        stale(workshop.roots.templates_docx)


def test_a_broken_template_is_named(workshop: Workshop) -> None:
    templates(workshop)[0].write_bytes(b"not a document")

    with pytest.raises(RenderFailed, match=r"^kz/trial\.docx: Архив повреждён"):
        synchronise(workshop.roots.templates_docx)


def test_lock_files_of_word_are_left_alone(workshop: Workshop) -> None:
    (workshop.roots.templates_docx / "kz" / "~$trial.docx").write_bytes(b"somebody")

    assert stale(workshop.roots.templates_docx) == []
