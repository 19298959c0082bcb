"""Degree of risk, its criteria, first-priority cases: lists of the Kazakhstan SOP verbatim [S0].

Rules K-01, K-02, K-03 and K-10. A precondition stands in the list of its degree, and is ticked with
it, but does not make the degree by itself.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from formsvc.forms.fields import Choice

LEVELS = HIGH, MIDDLE, LOW = ("высокий", "средний", "низкий")
ABSENT = "риск отсутствует"

IN_HOSPITAL = (
    "Сообщения о ребенке, оставшемся без родительского попечения в больнице или родильном доме"
)
AT_THE_POLICE = (
    "Сообщения о ребенке, находящимся в полиции в качестве предполагаемой жертвы насилия"
)
LOST_OR_ABANDONED = (
    "Сообщения о ребенке, который был обнаружен потерянным или брошенным на улице без очевидных"
    " признаков поддержки или надзора"
)
VIOLENCE = "Сообщения о физическом или сексуальном насилии в отношении ребенка"
OTHER_DANGER = (
    "Любая другая ситуация, когда ребенок может подвергаться непосредственному риску, угрожающему"
    " его безопасности, здоровью и жизни"
)
ALONE_IN_THE_STREET = (
    "ребенок, обнаруженный без присмотра на улице и его безопасность находится под угрозой"
    " вследствие его возраста или пола"
)
LEFT_BY_MOTHER = "ребенок, оставленный в родильном доме, и мать покинула родильный дом"
VIOLENCE_OF_GUARDIAN = (
    "ребенок, подвергшийся насилию со стороны родителя, опекуна, в условиях дома ребенка или"
    " другого учреждения интернатного типа"
)
NO_DANGER = "нет данных об опасности для жизни и здоровья ребенка"
SAFE_AT_HOME = "в семье ребенок находится в надежных условиях и благоприятной атмосфере"

HIGH_CRITERIA = (
    IN_HOSPITAL,
    AT_THE_POLICE,
    LOST_OR_ABANDONED,
    VIOLENCE,
    OTHER_DANGER,
    ALONE_IN_THE_STREET,
    LEFT_BY_MOTHER,
    VIOLENCE_OF_GUARDIAN,
)
NEGLECT = "уклонение родителей от ухода за ребенком"
MIDDLE_CRITERIA = (
    NEGLECT,
    "отсутствие средств к существованию, родители не работают и не имеют других источников дохода",
    "отсутствие постоянного жилья (собственного или арендуемого)",
    "отсутствие личных документов",
    "психическое заболевание (др. заболевания) одного или обоих родителей, которые могут отразиться"
    " на их способности обеспечить ребенку надлежащий уход и воспитание",
    NO_DANGER,
)
LOW_CRITERIA = (
    SAFE_AT_HOME,
    "отсутствие у родителей способностей обеспечить ребенку надлежащего ухода из-за раннего"
    " возраста, неготовности к рождению ребенка, незапланированным рождением ребенка",
    "низкие доходы семьи",
    "наличие тяжелобольного члена семьи",
    "трудности в социальной интеграции семьи (внутренняя миграция жителей из сел в города)",
    "существуют определенные предположения, что для ребенка может возникнуть риск, если с семьей не"
    " будет проведена профилактическая работа (информирование, консультирование, разовая помощь,"
    " включая материальную помощь)",
)
BY_LEVEL = {HIGH: HIGH_CRITERIA, MIDDLE: MIDDLE_CRITERIA, LOW: LOW_CRITERIA}
ALL = (*HIGH_CRITERIA, *MIDDLE_CRITERIA, *LOW_CRITERIA)
PRECONDITIONS = {MIDDLE: NO_DANGER, LOW: SAFE_AT_HOME}

PRIORITY_GROUNDS = (
    "Неудовлетворительные условия жизни; отставание в развитии; невозможность адекватной"
    " родительской опеки; социальное окружение, угрожающее здоровью и жизни ребенка",
    "Факты и намерения жестокого обращения, не надлежащего, пренебрежительного отношения и ухода"
    " за ребенком",
    "Случаи, связанные с детьми в возрасте или считающиеся в возрасте до 5 лет, обнаруженные без"
    " сопровождения на улице или другом общественном месте",
    "Случаи, связанные с детьми, находящимися в родильном доме, в ситуации которых мать покинула"
    " или собирается покинуть родильный дом без ребенка",
)
# Violence and neglect are the second ground, a child left at the hospital is the first or fourth.
_ALWAYS_FIRST = frozenset(
    {VIOLENCE, VIOLENCE_OF_GUARDIAN, AT_THE_POLICE, NEGLECT, LEFT_BY_MOTHER, IN_HOSPITAL}
)
_FIRST_WHEN_SMALL = frozenset({LOST_OR_ABANDONED, ALONE_IN_THE_STREET})


class RiskLevel(Choice):
    """One of the three degrees; «риск отсутствует» belongs to the assessment only (K-01)."""

    def __init__(self, label: str, *, choices: Sequence[str] = LEVELS, **more: Any) -> None:
        super().__init__(label, choices=choices, rule="K-01", **more)


def level_of(criteria: Iterable[str]) -> str | None:
    """The degree that the ticked criteria ask for at least; None where they ask for none."""
    ticked = set(criteria) - set(PRECONDITIONS.values())
    return next((level for level in LEVELS if ticked.intersection(BY_LEVEL[level])), None)


def is_lower(level: str, than: str) -> bool:
    """Whether the first degree is below the second."""
    return LEVELS.index(level) > LEVELS.index(than)


def is_first_priority(criteria: Iterable[str], *, up_to_five: bool) -> bool:
    """Whether the criteria by themselves put a case among the first; `up_to_five` is the age."""
    ticked = set(criteria)
    return bool(ticked & _ALWAYS_FIRST) or (up_to_five and bool(ticked & _FIRST_WHEN_SMALL))
