"""Drafts of templates print every kind of field, cleanly and in the order of the schema."""

from datetime import date
from pathlib import Path

import pytest

from formsvc.forms.blocks import (
    ActionRow,
    Options,
    centred,
    fixed,
    joined_values,
    paragraphs,
    places_to_sign,
)
from formsvc.forms.fields import Day, Flag, Line, LongText, Printed, Text
from formsvc.forms.form import Form, InForce
from formsvc.forms.groups import (
    Aside,
    Blocks,
    Group,
    Items,
    Rows,
    Sections,
    Several,
    Signers,
    Spread,
    Table,
)
from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.registry import installed_forms
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Mode
from formsvc.renderers import renderer
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.html import html
from formsvc.templating import scaffold
from formsvc.templating.lint import lint
from tests.documents.reading import docx_lines
from tests.templating.workshop import Workshop


class Child(FormSchema):
    name = Line("Имя ребенка")
    likes = Several("Что любит")


class Step(FormSchema):
    what = Text("шаг", via="line")
    line = Printed("", joined_values("what"))


class Visit(FormSchema):
    day = Day("День посещения")
    steps = Items("Шаги:", Step)
    signatures = Signers("Были:", lambda scope: places_to_sign([{"full_name": "Ким В. А."}]))


class Everything(FormSchema):
    annex = fixed("Приложение 9", "annex")
    heads = Printed("", lambda scope: ["Отдел опеки"], style="organisation")
    spread = Spread("", lambda scope: [centred("Посередине")])
    mark = Printed("", lambda scope: ["УТВЕРЖДЕНО"], style="requisite")
    title = fixed("Все виды полей", "title")
    body = Printed("", lambda scope: paragraphs("Первый абзац\nвторой абзац"), style="body")
    names = Printed("", lambda scope: ["первое лицо", "второе лицо"], style="list")
    bare = Printed("", lambda scope: "без надписи")
    agreed = Flag('Согласие "дано"', heading="Часть первая")
    home = Group("Жилье", Child)
    spare = Group("Дача", Child, omit=True)
    children = Blocks("Дети", Child)
    guests = Rows("Гости", Child, least=1)
    lists = Table("Таблица <1>:", Child)
    actions = Table("Действия:", ActionRow)
    notes = LongText("Заметки:")
    secret = Line("Особо", option="extended")
    visits = Sections("Посещения", Visit, title="Посещение {number}", least=1)
    parts = Sections("Части", Child, title="", least=1, omit=True)
    letters = Signers("", lambda scope: places_to_sign([{"full_name": "Ли А. А."}]), style="line")
    known = Signers("Ознакомлены:", lambda scope: [{"name": "Цой Б. Б."}], style="list", omit=True)
    options = Aside("параметры печати", Options)


FORM = Form(
    id="kz.everything",
    edition="1",
    title="Все виды полей",
    issuer="",
    group="",
    legal_basis=(),
    in_force=InForce(date(2026, 1, 1)),
    schema=Everything,
    dated_by="visits",
    layout="kz",
    stem="kz/everything",
)
DATA = {
    "agreed": True,
    "home": {"name": "Дом"},
    "children": [{"name": "Аня", "likes": ["чай", "мед"]}, {"name": "Боря"}],
    "guests": [{"name": "Гость"}],
    "lists": [{"name": "Вера", "likes": ["лес"]}],
    "actions": [{"action": "Позвонить", "due": date(2026, 5, 1), "responsible": ["мать"]}],
    "notes": "Строка\nдругая",
    "secret": "тайна",
    "visits": [{"day": date(2026, 4, 1), "steps": [{"what": "вошли"}, {"what": "вышли"}]}],
    "parts": [{"name": "Часть"}],
    "options": {"extended": True},
}
IN_ORDER = (
    "Приложение 9", "Отдел опеки", "Посередине", "УТВЕРЖДЕНО", "Все виды полей", "Первый абзац",
    "второй абзац", "первое лицо", "второе лицо", "без надписи", "Часть первая",
    'Согласие "дано"', "☑", "Жилье", "Дом", "Аня", "чай, мед", "Боря", "Гость", "Таблица <1>:",
    "Вера", "Действия:", "Позвонить", "01.05.2026", "Заметки:", "другая", "Особо", "тайна",
    "Посещение 1", "01.04.2026", "Шаги:", "вошли", "вышли", "Были:", "В. А. Ким", "Часть",
    "А. А. Ли", "Ознакомлены:", "Цой Б. Б.",
)  # fmt: skip


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    made = Workshop.in_folder(tmp_path, monkeypatch)
    made.roots.docx(FORM.stem).parent.mkdir()
    made.roots.html(FORM.stem).parent.mkdir()
    made.draft_templates(FORM)
    return made


def settings(workshop: Workshop) -> RenderSettings:
    return RenderSettings(LAYOUTS["kz"], Mode.FILLED, date(2026, 6, 1), workshop.roots)


def stand_in_order(text: str, words: tuple[str, ...]) -> bool:
    place = 0
    for word in words:
        place = text.index(word, place) + len(word)
    return True


def test_drafts_of_every_kind_of_field_are_clean(workshop: Workshop) -> None:
    assert [str(problem) for problem in lint(FORM, workshop.roots)] == []


def test_a_word_draft_prints_every_kind_of_field_in_order(workshop: Workshop) -> None:
    context = FORM.context(DATA, Mode.FILLED, date(2026, 6, 1))

    content = renderer("docx").render(FORM, context, settings(workshop)).content
    text = "\n".join(docx_lines(content)).replace("\u00a0", " ")

    assert stand_in_order(text, IN_ORDER)
    assert "Дача" not in text


def test_a_print_draft_prints_every_kind_of_field_in_order(workshop: Workshop) -> None:
    context = FORM.context(DATA, Mode.FILLED, date(2026, 6, 1))

    text = html(FORM, context, settings(workshop)).replace("\u00a0", " ")
    words = tuple(word.replace("<", "&lt;").replace(">", "&gt;") for word in IN_ORDER)

    assert stand_in_order(text.replace("&#34;", '"').split("<body", 1)[1], words)
    assert "Дача" not in text


@pytest.mark.parametrize("mode", [Mode.BLANK, Mode.DRAFT])
def test_drafts_print_also_without_data(workshop: Workshop, mode: Mode) -> None:
    context = FORM.context({}, mode, date(2026, 6, 1))

    assert docx_lines(renderer("docx").render(FORM, context, settings(workshop)).content)
    assert ("Дача" in html(FORM, context, settings(workshop))) is (mode is Mode.BLANK)


def test_every_form_of_this_installation_can_be_drafted_anew_and_is_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = Workshop.in_folder(tmp_path, monkeypatch)
    for form in installed_forms().all():
        for path in (workshop.roots.docx(form.stem), workshop.roots.html(form.stem)):
            path.parent.mkdir(exist_ok=True)
        workshop.draft_templates(form)

        assert [str(problem) for problem in lint(form, workshop.roots)] == []


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("guardians", "guardian"),
        ("children", "child"),
        ("people", "person"),
        ("families", "family"),
        ("staff", "one_of_staff"),
    ],
)
def test_a_loop_speaks_of_one(many: str, one: str) -> None:
    assert scaffold.one_of(many) == one
