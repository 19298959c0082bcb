"""Part I of the family support card: the assessment, with the grid of six sections [S1].

What part I holds in full is not published: the layout is of the house, its questions are those
that specification F5.3 draws from the slides; the grid is the slide «АНАЛИЗ КЕЙСА (ККСС)».
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from formsvc.forms.fields import (
    Choice,
    Day,
    Due,
    Line,
    LongText,
    Name,
    Paper,
    Printed,
    Text,
)
from formsvc.forms.groups import Group, Items, Rows, Several, Table
from formsvc.forms.nso._risk import RiskLevel
from formsvc.forms.parts import Grid
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Scope

SECTIONS = {
    "housing_employment_income": "ЖИЛЬЁ ЗАНЯТОСТЬ ДОХОД",
    "health": "ЗДОРОВЬЕ",
    "safety_stability_protection": "БЕЗОПАСНОСТЬ СТАБИЛЬНОСТЬ ЗАЩИЩЁННОСТЬ",
    "education_development": "ОБРАЗОВАНИЕ И РАЗВИТИЕ",
    "relations_inside": "ОТНОШЕНИЯ ВНУТРИ СЕМЬИ",
    "relations_outside": "ОТНОШЕНИЯ ВНЕ СЕМЬИ",
}
"""The fixed rows by code, verbatim and in the order of the slide (N-09)."""

OPENING_GROUNDS = (
    "поддержка необходима для обеспечения как базовых потребностей ребенка (безопасные условия"
    " жизни), так и функциональных потребностей семьи (помощь в освоении образовательных"
    " программ, лечении и выполнении медицинских назначений, организации питания в семье для"
    " детей, организации досуга и летнего отдыха)",
    "ситуация требует длительного, спланированного сопровождения и назначения куратора",
    "поддержка не может быть обеспечена в рамках профилактических мероприятий, а требует"
    " систематического подхода, анализа, планирования работы с привлечением специалистов разных"
    " сфер",
    "вмешательство для решения ситуации предусматривается для конкретного физического лица"
    " (взрослого и /или ребёнка)",
)
"""«Случай открывается, если», verbatim (N-13)."""


class Child(FormSchema):
    """I.1: a child of the family."""

    full_name = Name("ФИО ребёнка", required=True, width=34)
    birth_date = Day("Дата рождения", required=True, width=24)
    place_of_study = Text("Место обучения", width=34)
    health = Text("Состояние здоровья", width=34)
    registers = Text("Учёты", width=34)


class Representative(FormSchema):
    """I.2: a parent or another legal representative."""

    full_name = Name("ФИО", required=True, width=36)
    relation = Line("Кем приходится ребёнку", required=True, width=28)
    birth_date = Day("Дата рождения", width=24)
    work = Text("Место работы, должность", width=36)
    contacts = Text("Адрес, телефон", width=36)


class Resident(FormSchema):
    """I.3: somebody else who lives with the family."""

    full_name = Name("ФИО", required=True, width=46)
    relation = Line("Кем приходится ребёнку", width=34)
    birth_date = Day("Дата рождения", width=24)
    occupation = Text("Место работы (учёбы), занятость", width=56)


def _ticked(scope: Scope) -> list[str]:
    chosen = scope.data.get("criteria") or []
    return [("☑\u00a0" if one in chosen else "☐\u00a0") + one for one in OPENING_GROUNDS]


class Grounds(FormSchema):
    """I.4: why the case was opened."""

    notified_on = Day("Дата поступления извещения")
    source = Text("Источник сведений")
    risk_level = RiskLevel("Уровень риска семейного неблагополучия", required=True)
    level_decided_on = Day("Дата решения об уровне риска и открытии случая", required=True)
    criteria = Several(
        "Случай открывается",
        inner=Choice(choices=OPENING_GROUNDS, required=True),
        via="criteria_ticks",
    )
    criteria_ticks = Printed("", _ticked, style="list", heading="Случай открывается, если:")


class Found(FormSchema):
    """I.5: one of what was found."""

    text = Text("показатель или фактор", required=True, via="line")
    line = Printed("", lambda scope: f"{scope.number}. {scope.data.get('text', '')}")


class Task(FormSchema):
    """A task of a section, with what will be done, when and by whom."""

    task = Text("ЗАДАЧИ", required=True)
    measures_resources = Text("МЕРОПРИЯТИЯ/ РЕСУРСЫ", required=True)
    due = Due("СРОКИ", required=True, example="2026-12-15")
    executors = Several("ИСПОЛНИТЕЛИ", required=True, example=["куратор семьи"])


TASK = Task()


def entries(texts: Sequence[str]) -> str:
    """One text as it is, several numbered, each on a line of its own; missing ones left out."""
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"{place}. {text}" for place, text in enumerate(texts, 1) if text)


def listed(name: str) -> Callable[[Scope], str]:
    """A compute function: the texts of the list under that name."""
    return lambda scope: entries(scope.data.get(name) or [])


def of_tasks(name: str) -> Callable[[Scope], str]:
    """A compute function: a value of every task, under the number of the task."""
    field: Paper = TASK.fields[name]  # type: ignore[assignment]

    def told(task: Mapping[str, Any]) -> str:
        value = task.get(name)
        return "" if value is None else field.text(value)

    return lambda scope: entries([told(one) for one in scope.data.get("tasks") or []])


class AnalysisRow(FormSchema):
    """A row of the grid; several tasks are numbered alike in the four columns."""

    strengths = Several("СИЛЬНЫЕ СТОРОНЫ", inner=Text(required=True), via="strengths_listed")
    strengths_listed = Printed("СИЛЬНЫЕ СТОРОНЫ", listed("strengths"), width=38)
    weaknesses = Several("СЛАБЫЕ СТОРОНЫ", inner=Text(required=True), via="weaknesses_listed")
    weaknesses_listed = Printed("СЛАБЫЕ СТОРОНЫ", listed("weaknesses"), width=38)
    tasks = Rows("ЗАДАЧИ", Task, via="tasks_told")
    tasks_told = Printed("ЗАДАЧИ", of_tasks("task"), width=36)
    measures_told = Printed("МЕРОПРИЯТИЯ/ РЕСУРСЫ", of_tasks("measures_resources"), width=45)
    due_told = Printed("СРОКИ", of_tasks("due"), width=25)
    executors_told = Printed("ИСПОЛНИТЕЛИ", of_tasks("executors"), width=38)


class Assessment(FormSchema):
    """Part I from top to bottom."""

    children = Table("I.1. Сведения о детях", Child, required=True, least=1, by_hand=3)
    representatives = Table(
        "I.2. Родители (законные представители)",
        Representative,
        required=True,
        least=1,
        by_hand=2,
    )
    residents = Table("I.3. Иные проживающие", Resident, least=1, by_hand=2)
    grounds = Group("I.4. Основание открытия случая", Grounds, required=True)
    indicators = Items(
        "Показатели неблагополучия ребёнка",
        Found,
        lines=3,
        heading="I.5. Выявленные показатели и факторы",
    )
    risk_factors = Items("Факторы риска семейного неблагополучия", Found, lines=3)
    analysis = Grid(
        "АНАЛИЗ КЕЙСА (ККСС)",
        AnalysisRow,
        rows=SECTIONS,
        head="РАЗДЕЛ",
        head_width=37,
        row_height=20,
        landscape=True,
        heading="I.6. Оценка по шести разделам",
    )
    resources = LongText("I.7. Ресурсы семьи", lines=4)
    conclusion = LongText("I.8. Вывод куратора", required=True, lines=4)
