"""The ten boxes of the assessment of 7 (б): headings, hints and questions word for word [S0].

Most of a box is free text without a label of its own: the input has one for the messages, and
goes via its place on the paper.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from formsvc.forms import dates
from formsvc.forms.blocks import joined, joined_values, places_to_sign
from formsvc.forms.fields import Day, Due, Line, LongText, Name, Phone, Printed, Text
from formsvc.forms.groups import Blocks, Items, Rows, Signers, Table
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Blank, Mode, Scope

_GAP = "_" * 40


def required(scope: Scope, name: str) -> Any:
    """A value that a line cannot do without; a rule for it in the draft of a begun line."""
    value = scope.data.get(name)
    return value or (_GAP if scope.data and scope.mode is Mode.DRAFT else None)


def written(day: date | None) -> str:
    """A date in figures, or nothing."""
    return dates.numeric(day) if day else ""


def grey_hint(words: str, corrected: str = "") -> Printed:
    """The grey words under a heading; `corrected` are those without the slip of the original."""

    def shown(scope: Scope) -> str:
        if not scope.blank and not scope.options["hints"]:
            return ""
        return corrected if corrected and scope.options["corrected_labels"] else words

    return Printed("", shown, style="hint", lines=0)


def words_of(name: str, lines: int) -> Printed:
    """The place of a free text that has no label of its own; `name` is the input."""
    return Printed("", lambda scope: scope.data.get(name), lines=lines)


class OtherWords(Printed):
    """Free text beside lists of the same box: no rules where those lists say it all."""

    def __init__(self, name: str, lines: int) -> None:
        super().__init__("", lambda scope: scope.data.get(name), lines=lines)

    def show(self, value: Any, scope: Scope) -> Any:
        """The text, or the rules of a box that is empty or left to the hand."""
        ruled = scope.blank or not scope.data
        return self.compute(scope) or Blank(self.lines if ruled else 0)


class Member(FormSchema):
    """The child, a member of the family, or another person who lives in the house."""

    full_name = Name("ФИО", required=True, width=30)
    role = Line(
        "Роль",
        required=True,
        width=25,
        example="ребенок",
        hint="у детей, о которых отчет, начинается со слова «ребенок»",
    )
    age = Line("возраст", via="age_or_birth", example="3 года")
    birth_date = Day("дата рождения", via="age_or_birth")
    age_or_birth = Printed(
        "Возраст, дата рождения",
        lambda scope: joined(scope.data.get("age"), written(scope.data.get("birth_date"))),
        width=21,
    )
    address = Text("Адрес", width=26)
    workplace = Text("Место работы (учебы)", width=26)
    phone = Phone("телефон", via="contacts")
    email = Line("электронный адрес", via="contacts")
    contacts = Printed("Телефон, электронный адрес", joined_values("phone", "email"), width=33)


class FamilyInfo(FormSchema):
    """Box 1."""

    hint = grey_hint(
        "Данные о семье, ребенке и лиц проживающих в доме: ФИО ребенка и членов семьи, их возраст,"
        " адрес, место работы, телефон, электронный адрес.",
        "Данные о семье, ребенке и лиц, проживающих в доме: ФИО ребенка и членов семьи, их возраст,"
        " адрес, место работы, телефон, электронный адрес.",
    )
    members = Table(
        "Семья и проживающие в доме", Member, required=True, captioned=False, least=1, by_hand=6
    )
    text = LongText("Дополнительно о семье", via="words")
    words = OtherWords("text", lines=2)


class Reason(FormSchema):
    """Box 2."""

    hint = grey_hint("Описание причин и проблем обращения за помощью.")
    text = LongText("Описание причин", required=True, via="words")
    words = words_of("text", lines=4)


def _contact(scope: Scope) -> str:
    day = written(scope.data.get("date")) or required(scope, "date")
    return joined(day, scope.data.get("place"), scope.data.get("form"))


class Contact(FormSchema):
    """A meeting or visit of the assessment."""

    date = Day("дата", required=True, via="line")
    place = Text("место", via="line")
    form = Line("форма", via="line", example="посещение на дому")
    line = Printed("", _contact)


class Involved(FormSchema):
    """Somebody else who took part in the assessment."""

    full_name = Name("ФИО", required=True, via="line")
    role = Line("роль или должность", via="line")
    organisation = Line("организация", via="line")
    line = Printed(
        "",
        lambda scope: joined(
            required(scope, "full_name"), scope.data.get("role"), scope.data.get("organisation")
        ),
    )


class Timing(FormSchema):
    """Box 3, in free form on the paper."""

    started_on = Day("Начало комплексной оценки", required=True)
    completed_on = Day("Завершение комплексной оценки", required=True)
    contacts = Items("Встречи и посещения (дата, место, форма):", Contact, omit=True, lines=3)
    involved = Items(
        "Дополнительно вовлечены в оценку (ФИО, роль, организация):",
        Involved,
        omit=True,
        lines=3,
    )
    text = LongText("Подробности в произвольной форме", via="words")
    words = OtherWords("text", lines=2)


_WHEN = Due()


def _event(scope: Scope) -> str:
    when, event = required(scope, "when"), required(scope, "event")
    problem, given = scope.data.get("problem"), scope.data.get("help_received")
    told = [
        f"{_WHEN.text(when)} — {event}" if when else "",
        f"Испытанные проблемы: {problem}" if problem else "",
        f"Полученная помощь: {given}" if given else "",
    ]
    return "\n".join(part for part in told if part)


class Event(FormSchema):
    """An entry of the chronological list."""

    when = Due("дата или период", required=True, via="line", example="весна 2024 г.")
    event = Text("событие", required=True, via="line")
    problem = Text("испытанные проблемы", via="line")
    help_received = Text("полученная помощь", via="line")
    line = Printed("", _event)


class History(FormSchema):
    """Box 4; where there was nothing, the text says «не было»."""

    hint = grey_hint(
        "Хронологический перечень значимых семейных событий, испытанные проблемы и полученная"
        " помощь."
    )
    events = Blocks("Хронологический перечень", Event, least=0)
    text = LongText("История семьи", via="words")
    words = OtherWords("text", lines=5)


def _child(scope: Scope) -> str:
    """The name above the text; in a draft, the place for it where several must be told apart."""
    several = len((scope.root.get("child_health_development") or {}).get("children") or []) > 1
    missing = _GAP if several and scope.mode is Mode.DRAFT else ""
    return scope.data.get("full_name") or missing


class ChildDevelopment(FormSchema):
    """Health and development of one child; the name may be left out where there is only one."""

    full_name = Name("ФИО ребенка", via="heading")
    heading = Printed("", _child, style="person", lines=0)
    text = LongText("Здоровье и развитие", via="words")
    words = words_of("text", lines=6)


class HealthDevelopment(FormSchema):
    """Box 5, for each child."""

    hint = grey_hint(
        "Описание физического и психического здоровья ребенка, соответствие уровня развития"
        " возрастным нормам, эмоциональное и поведенческое развитие, идентичность, отношения с"
        " членами семьи и другими лицами, социальная внешность (внешний вид ребенка) и навыки"
        " самообслуживания."
    )
    children = Blocks("Дети", ChildDevelopment)


class ParentalCare(FormSchema):
    """Box 6."""

    capacity_hint = grey_hint(
        "Описание способности родителей обеспечить безопасность и воспитание ребенка, предоставить"
        " заботу, эмоциональную теплоту, руководство, контроль и стабильность."
    )
    capacity = LongText("Способности родителей", via="capacity_words")
    capacity_words = words_of("capacity", lines=4)
    understanding_hint = grey_hint(
        "Описание понимание родителями или опекуном ситуации, их желания и чувства в отношении"
        " позитивных перемен.",
        "Описание понимания родителями или опекуном ситуации, их желания и чувства в отношении"
        " позитивных перемен.",
    )
    understanding = LongText("Понимание ситуации родителями", via="understanding_words")
    understanding_words = words_of("understanding", lines=4)


class Environment(FormSchema):
    """Box 7."""

    hint = grey_hint(
        "Рассмотрите роль родственников и друзей, доступ ребенка и семьи к местным ресурсам и"
        " услугам. Окружающая среда ребенка, включая жилищные условия семьи, занятость родителей и"
        " сведения о доходах семьи."
    )
    text = LongText("Описание условий и окружения", via="words")
    words = words_of("text", lines=5)


class Analysis(FormSchema):
    """Box 8: seven questions in the order of the form."""

    strengths = LongText(
        "Сильные и защитные факторы в семье (что хорошо влияет на ребенка и семью)"
    )
    concerns = LongText("Причины беспокойства, вреда и риска для ребенка")
    likely_consequences = LongText("Вероятные последствия для ребенка сейчас и в будущем")
    parents_response = LongText(
        "Ответная реакция родителей/опекунов на беспокойства, проблемы и необходимость их решения"
    )
    capacity_to_protect = LongText(
        "Способность обеспечить безопасность ребенка и удовлетворить его потребности (расписать"
        " конкретно)"
    )
    capacity_to_change = LongText(
        "Способность родителей изменить сложившиеся обстоятельства с чьей-либо или без посторонней"
        " помощи"
    )
    help_needed = LongText("Необходимая помощь ребенку и его семье (расписать конкретно)")


class Recommendation(FormSchema):
    """One recommendation."""

    text = Text("рекомендация", required=True, via="line")
    line = Printed("", lambda scope: f"{scope.number}. {required(scope, 'text') or ''}")


class Recommendations(FormSchema):
    """Box 9: a numbered list, or free text, or both."""

    items = Blocks("Перечень рекомендаций", Recommendation, least=0)
    text = LongText("Рекомендации в свободной форме", via="words")
    words = OtherWords("text", lines=5)


class FamilySigner(FormSchema):
    """A member of the family, or whoever answers for the child, who signs."""

    role = Line("Кем приходится ребенку", example="мать")
    full_name = Name("ФИО", required=True)
    signed_on = Day("Дата подписи")


def _family_signatures(scope: Scope) -> list[dict[str, str]]:
    people: Sequence[Mapping[str, Any]] = scope.data.get("signers") or []
    return places_to_sign([{**person, "position": person.get("role")} for person in people])


class Family(FormSchema):
    """Box 10: comments, as a rule by hand, and signatures."""

    comments = LongText("Комментарии семьи", via="words")
    words = words_of("comments", lines=3)
    signers = Rows("Подписи членов семьи", FamilySigner, via="signatures")
    signatures = Signers("", _family_signatures, least=2)
