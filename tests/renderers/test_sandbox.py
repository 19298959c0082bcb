"""A template reads data and nothing else: a hostile one fails, and the failure says where."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from formsvc.errors import RenderFailed
from formsvc.forms.form import Form
from formsvc.forms.registry import Registry
from formsvc.forms.shown import Blank
from formsvc.renderers.docx import DocxRenderer
from formsvc.renderers.html import html
from tests.renderers.support import settings

CONTEXT: dict[str, Any] = {
    "name": "Вымышленникова",
    "empty": Blank(2),
    "row": {"items": "вещи", "keys": ["а", "б"], "n": 2},
    "rows": [{"name": "один"}, {"name": "два"}],
    "options": {},
}
HOSTILE = {
    "class of a text": "{{ ''.__class__ }}",
    "class of data": "{{ name.__class__.__mro__ }}",
    "class by a key": '{{ name["__class__"] }}',
    "class of a number": "{{ (1).__class__ }}",
    "method of a text": "{{ name.upper() }}",
    "format of a text": '{{ "{0.__class__}".format(name) }}',
    "method of a dict": "{{ row.values() }}",
    "method of a list": "{{ rows.append(1) }}",
    "field that is called": "{{ row.items() }}",
    "globals of a helper": "{{ cycler.__init__.__globals__ }}",
    "helper": "{{ namespace(a=1) }}",
    "lorem ipsum": "{{ lipsum() }}",
    "long loop": "{% for a in range(10**9) %}{% endfor %}",
    "large number": "{{ 10 ** 10 ** 10 }}",
    "large text": '{{ "a" * 10 ** 10 }}',
    "large format": '{{ "%1000000000d" % 1 }}',
    "joined lists": "{{ rows + rows }}",
    "filter": '{{ name|attr("__class__") }}',
    "unescaped": "{{ name|safe }}",
    "listing": "{{ row|pprint }}",
    "the template itself": "{{ self.__init__ }}",
    "attribute of a loop": "{% for a in rows %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "attribute of a macro": "{% macro m() %}{% endmacro %}{{ m.__call__ }}",
    "attribute of a module": '{% import "good.html" as good %}{{ good.__dict__ }}',
    "attribute of an empty place": "{{ empty.lines.__class__ }}",
    "undefined name": "{{ nobody }}",
    "undefined field": "{{ row.nothing }}",
    "undefined field of a row": "{% for one in rows %}{{ one.nmae }}{% endfor %}",
    "undefined condition": "{% if nobody %}{% endif %}",
    "undefined loop": "{% for one in nobody %}{% endfor %}",
    "undefined place of a list": "{{ rows[9].name }}",
    "undefined comparison": "{% if nobody == 1 %}{% endif %}",
    "file outside": '{% include "../secret.html" %}',
    "file of the system": '{% include "/etc/passwd" %}',
    "file of the package": '{% include "../formsvc/config.py" %}',
    "module outside": '{% import "../secret.html" as secret %}',
    "base outside": '{% extends "../secret.html" %}',
    "file by the name of data": "{% include name %}",
    "unknown tag": "{% debug %}",
    "code": "{% do rows.append(1) %}",
    "unclosed tag": "{{ name",
    "unclosed block": "{% if name %}",
    "endless calls": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "division by zero": "{{ row.n / 0 }}",
    "wrong sum": "{{ row.n + name }}",
}


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """A folder of templates with a file outside that must not be read."""
    (tmp_path / "secret.html").write_text("тайна")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "good.html").write_text("{% macro shown(value) %}<p>{{ value }}</p>{% endmacro %}")
    return folder


@pytest.fixture
def form(registry: Registry) -> Form:
    """A form whose templates are those of the test."""
    return replace(registry.get("kz.plan"), stem="hostile")


def drawn(form: Form, folder: Path, source: str) -> str:
    """What a print template makes of CONTEXT."""
    (folder / "hostile.html").write_text(source)
    roots = replace(settings().roots, templates_html=folder)
    return html(form, CONTEXT, settings(roots))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_mistaken_template_fails_and_says_where(
    form: Form, templates: Path, name: str
) -> None:
    source = f"<p>{{{{ name }}}}</p>\n{HOSTILE[name]}\n"
    with pytest.raises(RenderFailed, match=r"^Шаблон печати (hostile|good)\.html:[123]: ") as told:
        drawn(form, templates, source)
    assert "тайна" not in str(told.value)
    assert "Вымышленникова" not in str(told.value)


def test_the_place_of_a_fault_is_in_the_template_where_it_stands(
    form: Form, templates: Path
) -> None:
    (templates / "shared.html").write_text("{% macro m(a) %}\n\n{{ a.nothing }}{% endmacro %}")
    source = '{% import "shared.html" as shared %}\n{{ shared.m(row) }}'
    with pytest.raises(RenderFailed, match=r"shared\.html:3: .*nothing"):
        drawn(form, templates, source)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ name }}", "Вымышленникова"),
        ("{{ row.items }}", "вещи"),
        ('{{ row["items"] }}', "вещи"),
        ("{{ rows[1].name }}", "два"),
        ("{% for one in rows %}{{ loop.index }}{{ one.name }}{% endfor %}", "1один2два"),
        ("{% if name and not empty %}да{% endif %}", "да"),
        ("{% set other = name %}{{ other }}", "Вымышленникова"),
        ("{{ row.n * 1.5 }}", "3.0"),
        ("{{ empty }}", '<span class="rule"></span><span class="rule"></span>'),
        ('{% import "good.html" as good %}{{ good.shown("<&>") }}', "<p>&lt;&amp;&gt;</p>"),
    ],
)
def test_what_a_template_is_for_works(form: Form, templates: Path, source: str, shown: str) -> None:
    assert drawn(form, templates, source) == shown


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ''.__class__ }}",
        "{{ title.upper() }}",
        "{{ options.items() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ nobody }}",
        "{% include '/etc/passwd' %}",
        "{{ 10 ** 10 ** 10 }}",
    ],
)
def test_a_hostile_word_template_fails_and_names_its_form(
    registry: Registry, tmp_path: Path, tag: str
) -> None:
    form = registry.get("kz.plan")
    document = docx.Document(str(registry.roots.docx(form.stem)))
    document.add_paragraph(tag)
    (tmp_path / "kz").mkdir()
    document.save(str(tmp_path / "kz" / "plan.docx"))
    wanted = settings(replace(registry.roots, templates_docx=tmp_path))
    context = form.context({}, wanted.mode, wanted.as_of)
    with pytest.raises(RenderFailed, match=r"Шаблон Word .*kz\.plan"):
        DocxRenderer().render(form, context, wanted)
