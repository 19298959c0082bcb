"""`formsvc lint` finds what is wrong between templates and schemas, and says where."""

from pathlib import Path

import pytest

from formsvc.forms.registry import installed_forms
from formsvc.renderers.archive import read_archive, write_archive
from formsvc.templating import newform
from formsvc.templating.lint import lint_all
from tests.templating.workshop import Workshop, edit, edit_word

WORD = "kz.trial: templates_docx/kz/trial.docx"
BODY = f"{WORD} word/document.xml"
PRINT = "kz.trial: templates_html/kz/trial.html"
TEXT = '<w:t xml:space="preserve">'


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    made = Workshop.in_folder(tmp_path, monkeypatch)
    made.add()
    return made


def word(workshop: Workshop) -> Path:
    return workshop.roots.docx("kz/trial")


def html(workshop: Workshop) -> Path:
    return workshop.roots.html("kz/trial")


def test_the_templates_of_this_installation_are_clean() -> None:
    assert [str(problem) for problem in lint_all(installed_forms())] == []


def test_a_new_form_is_clean(workshop: Workshop) -> None:
    assert workshop.problems() == []


def test_a_misspelt_field_in_word_is_named_with_form_part_and_tag(workshop: Workshop) -> None:
    edit_word(word(workshop), "{{ parent }}", "{{ parnet }}")

    assert workshop.problems() == [
        f"{WORD}: parent: поле есть в схеме, но не печатается",
        f"{BODY}: {{{{ parnet }}}}: схема не знает «parnet»",
    ]


def test_a_tag_that_word_has_split_into_runs_is_read_as_one(workshop: Workshop) -> None:
    split = f'{{{{ par</w:t></w:r><w:r><w:rPr><w:lang w:val="ru-RU"/></w:rPr>{TEXT}ent }}}}'
    edit_word(word(workshop), "{{ parent }}", split)

    assert workshop.problems() == []


def test_a_misspelt_column_in_word_is_named(workshop: Workshop) -> None:
    edit_word(word(workshop), "{{ row.state }}", "{{ row.sate }}")

    assert f"{BODY}: {{{{ row.sate }}}}: схема не знает «row.sate»" in workshop.problems()


def test_a_tag_in_a_header_is_checked_too(workshop: Workshop) -> None:
    edit_word(word(workshop), "{{ doc.draft_mark }}", "{{ doc.mark }}", "word/header1.xml")

    assert workshop.problems() == [
        f"{WORD} word/header1.xml: {{{{ doc.mark }}}}: схема не знает «doc.mark»"
    ]


def test_a_tag_in_a_part_that_is_never_filled_is_named(workshop: Workshop) -> None:
    edit_word(word(workshop), "<Application>", "<Application>{{ parent }}", "docProps/app.xml")

    assert workshop.problems() == [
        f"{WORD} docProps/app.xml: тег в части документа, которая не заполняется"
    ]


def test_a_misspelt_field_in_print_is_named_with_its_line(workshop: Workshop) -> None:
    edit(html(workshop), ", address)", ", adress)")

    assert workshop.problems() == [
        f"{PRINT}: address: поле есть в схеме, но не печатается",
        f'{PRINT}:8: {{{{ blocks.field("Адрес семьи", adress) }}}}: схема не знает «adress»',
    ]


def test_a_fault_inside_a_macro_is_told_at_the_tag_that_called_it(workshop: Workshop) -> None:
    edit(html(workshop), "blocks.text(", "blocks.actions(")

    _, problem = workshop.problems()

    assert problem == (
        f'{PRINT}:19: {{{{ blocks.actions("Пояснения семьи:", remarks) }}}}:'
        " _blocks.html, {% for row in rows %}: перебирается не список"
    )


def test_an_option_that_the_form_lacks_is_named(workshop: Workshop) -> None:
    edit_word(word(workshop), "{%p if options.extended %}", "{%p if options.long %}")
    edit(html(workshop), "{% if options.extended %}", "{% if options.long %}")

    assert workshop.problems() == [
        f"{BODY}: {{% if options.long %}}: у формы нет параметра печати «options.long»",
        f"{PRINT}:20: {{% if options.long %}}: у формы нет параметра печати «options.long»",
    ]


def test_a_field_that_is_only_asked_for_counts_as_not_printed(workshop: Workshop) -> None:
    edit(
        html(workshop),
        '{{ blocks.field("Адрес семьи", address) }}',
        "{% if address %}Адрес семьи{% endif %}",
    )

    assert workshop.problems() == [f"{PRINT}: address: поле есть в схеме, но не печатается"]


def test_a_column_and_a_place_to_sign_that_are_not_printed_are_named(workshop: Workshop) -> None:
    edit_word(word(workshop), "{{ row.action }}", "")
    edit_word(word(workshop), "{{ row.number }}", "")
    edit_word(word(workshop), "{{ signer.date }}", "")

    assert workshop.problems() == [
        f"{WORD}: findings.action: поле есть в схеме, но не печатается",
        f"{WORD}: findings.number: поле есть в схеме, но не печатается",
        f"{WORD}: signature.date: поле есть в схеме, но не печатается",
    ]


def test_a_label_that_differs_by_a_letter_is_missing(workshop: Workshop) -> None:
    edit_word(word(workshop), "ФИО родителя или опекуна", "ФИО родителей или опекуна")
    edit(html(workshop), "Состояние", "Состояния")

    assert workshop.problems() == [
        f"{WORD}: ФИО родителя или опекуна: надписи из схемы нет в шаблоне",
        f"{PRINT}: Состояние: надписи из схемы нет в шаблоне",
    ]


def test_spaces_line_ends_and_runs_inside_of_a_label_do_not_matter(workshop: Workshop) -> None:
    styled = f'Адрес\n</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Label"/></w:rPr>{TEXT} семьи '
    edit_word(word(workshop), "Адрес семьи ", styled)
    edit(html(workshop), ">Состояние<", ">Сос<b>тоя</b>ние<")

    assert workshop.problems() == []


def test_a_label_is_not_found_inside_of_a_longer_one(workshop: Workshop) -> None:
    newform.create(workshop.roots, "kz.other")
    edit(workshop.roots.forms / "kz" / "other.py", "Адрес семьи", "Состояние жилья")
    workshop.draft_templates(workshop.forms.get("kz.other"))
    edit(workshop.roots.html("kz/other"), ">Состояние<", "><")

    assert workshop.problems() == [
        "kz.other: templates_html/kz/other.html: Состояние: надписи из схемы нет в шаблоне"
    ]


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("{{ parent | upper }}", "такая конструкция в шаблонах не допускается"),
        ("{{ parent is defined }}", "такая конструкция в шаблонах не допускается"),
        ("{{ [parent] }}", "такая конструкция в шаблонах не допускается"),
        ("{{ parent[1:] }}", "такая конструкция в шаблонах не допускается"),
        ("{{ parent.upper() }}", "схема не знает «parent.upper»"),
        ("{{ parent.__class__ }}", "схема не знает «parent.__class__»"),
        ("{{ parent['a'] }}", "схема не знает «parent['a']»"),
        ("{{ range(3) }}", "схема не знает «range»"),
        ("{{ case.assigned_on }}", "схема не знает «case»"),
        ("{{ findings }}", "печатается список или объект, а не текст"),
        ("{{ options }}", "печатается список или объект, а не текст"),
        ("{{ findings.subject }}", "схема не знает «findings.subject»"),
        ("{% with x = parent %}{% endwith %}", "такая конструкция в шаблонах не допускается"),
        ("{% set x %}{{ parent }}{% endset %}", "такая конструкция в шаблонах не допускается"),
        ("{% for a, b in findings %}{% endfor %}", "такая конструкция в шаблонах не допускается"),
        ("{% for one in parent %}{% endfor %}", "перебирается не список"),
        ("{% include 'a.html' %}", "такого шаблона нет"),
        ("{% if parent %}", "шаблон не разобрать"),
        ("{% endif %}", "шаблон не разобрать"),
        ("{{ parent", "шаблон не разобрать"),
        ("{% p if parent %}", "шаблон не разобрать"),
    ],
)
def test_what_does_not_belong_in_a_template_is_named(
    workshop: Workshop, tag: str, told: str
) -> None:
    edit_word(word(workshop), "{{ parent }}", f"{{{{ parent }}}}{tag}")
    edit(html(workshop), "{% block content %}", f"{{% block content %}}{tag}")

    found = workshop.problems()

    assert any(line.startswith(BODY) and told in line for line in found)
    assert any(line.startswith(PRINT) and told in line for line in found)


def test_a_block_tag_without_its_end_is_named(workshop: Workshop) -> None:
    edit_word(word(workshop), "{{ next_visit_on }}", "{% if address %}{{ next_visit_on }}")
    edit(html(workshop), "{% endfor %}", "")

    in_word, in_print = workshop.problems()

    assert in_word.startswith(f"{BODY}: {{% if options.extended %}}: шаблон не разобрать")
    assert in_print.startswith(f"{PRINT}:14: {{% for row in findings %}}: шаблон не разобрать")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ('blocks.field("Адрес семьи")', "макрос «field» принимает: label, value, keep"),
        ('blocks.field("Адрес семьи", address, true, true)', "макрос «field» принимает"),
        ('blocks.field("Адрес семьи", value=address, wide=true)', "макрос «field» принимает"),
        ('blocks.filed("Адрес семьи", address)', "схема не знает «blocks.filed»"),
        ('address("Адрес семьи")', "«address» не макрос, вызывать его нельзя"),
    ],
)
def test_a_wrong_call_of_a_macro_is_named(workshop: Workshop, call: str, told: str) -> None:
    edit(html(workshop), 'blocks.field("Адрес семьи", address)', call)

    assert any(
        line.startswith(f"{PRINT}:8: {{{{ {call} }}}}") and told in line
        for line in workshop.problems()
    )


def test_a_macro_that_calls_itself_is_named_and_lint_ends(workshop: Workshop) -> None:
    edit(
        html(workshop),
        "{% block content %}",
        "{% macro again(x) %}{{ again(x) }}{% endmacro %}{% block content %}{{ again(parent) }}",
    )

    assert any("макрос «again» вызывает сам себя" in line for line in workshop.problems())


@pytest.mark.parametrize(
    "tag", ['{% include "kz/trial.html" %}', '{% import "kz/trial.html" as again %}']
)
def test_a_template_that_refers_to_itself_is_named_and_lint_ends(
    workshop: Workshop, tag: str
) -> None:
    edit(html(workshop), '{% extends "_base.html" %}', f'{tag}{{% extends "_base.html" %}}')
    edit(html(workshop), "{% block content %}", f"{{% block content %}}{tag}")

    (problem,) = workshop.problems()

    assert problem == f"{PRINT}:1: {tag}: шаблон не разобрать: он ссылается сам на себя"


def test_formatting_beside_the_styles_is_named_with_the_words_it_is_on(workshop: Workshop) -> None:
    bold = f"<w:rPr><w:b/></w:rPr>{TEXT}{{{{ parent }}}}"
    edit_word(word(workshop), f"{TEXT}{{{{ parent }}}}", bold)
    edit_word(
        word(workshop),
        '<w:pStyle w:val="Title"/>',
        '<w:pStyle w:val="Title"/><w:jc w:val="left"/><w:rPr><w:i/></w:rPr>',
    )

    assert workshop.problems() == [
        f"{BODY}: {{{{ title }}}}: оформление помимо стилей: w:i, w:jc",
        f"{BODY}: ФИО родителя или опекуна {{{{ parent }}}}: оформление помимо стилей: w:b",
    ]


def test_what_a_template_needs_beside_styles_is_no_formatting(workshop: Workshop) -> None:
    language = f'<w:rPr><w:lang w:val="kk-KZ"/></w:rPr>{TEXT}{{{{ parent }}}}'
    edit_word(word(workshop), f"{TEXT}{{{{ parent }}}}", language)
    edit_word(
        word(workshop),
        '<w:pStyle w:val="Title"/>',
        '<w:pStyle w:val="Title"/><w:keepNext/><w:numPr><w:numId w:val="0"/></w:numPr>',
    )

    assert workshop.problems() == []


def test_a_condition_that_would_tear_the_xml_is_named(workshop: Workshop) -> None:
    edit_word(word(workshop), "{{ visited_on }}", "{% if address %}{{ visited_on }}")
    edit_word(word(workshop), "{{ purpose }}", "{{ purpose }}</w:t>{% endif %}<w:t>")

    assert workshop.problems() == [
        f"{BODY}: {{% if address %}}: XML рвётся: тег и его конец стоят на разных уровнях разметки"
    ]


def test_a_loop_over_whole_paragraphs_tears_nothing(workshop: Workshop) -> None:
    edit_word(word(workshop), "{{ visited_on }}", "{% for one in findings %}{{ visited_on }}")
    edit_word(word(workshop), "{{ purpose }}", "{% endfor %}{{ purpose }}")

    assert workshop.problems() == []


def test_the_data_of_an_earlier_document_left_in_a_template_are_named(workshop: Workshop) -> None:
    parts = read_archive(word(workshop).read_bytes())
    word(workshop).write_bytes(write_archive(parts | {"customXml/item1.xml": b"<source/>"}))

    assert workshop.problems() == [
        f"{WORD} customXml/item1.xml: посторонние данные: попали бы в каждый документ"
    ]


def test_missing_and_broken_files_are_told_and_nothing_else(workshop: Workshop) -> None:
    word(workshop).write_bytes(b"not a document")
    html(workshop).unlink()

    assert workshop.problems() == [
        f"{WORD}: шаблон не прочесть: Архив повреждён или не является архивом ZIP.",
        f"{PRINT}: шаблона нет",
    ]


def test_broken_xml_in_a_part_is_told(workshop: Workshop) -> None:
    edit_word(word(workshop), "</w:body>", "")

    (problem,) = workshop.problems()

    assert problem.startswith(f"{WORD}: шаблон не прочесть: ")
