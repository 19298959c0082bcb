"""K-20: rules of the sheets on which changes of a document are registered."""

import re
from collections.abc import Iterator

from formsvc.forms.rules import PRINTED, WARNING, Checked, Hit, kept, rows, rule, warning

_CLAUSE = re.compile(
    r"\d+(\.\d+)*\.?(?![\w-])|(раздел|пункт|п\.)\s*\S|приложение\s+(№\s*)?\d", re.IGNORECASE
)


@rule("K-20", "S0, лист регистрации изменений", WARNING)
def dates_do_not_go_back(checked: Checked) -> Iterator[Hit]:
    """Даты изменений не убывают."""
    latest = None
    for place, row in rows(checked.data, "rows"):
        day = row.get("date")
        if latest and day and day < latest:
            yield warning("Дата раньше, чем у изменения выше.", "rows", place, "date")
        latest = max(filter(None, (latest, day)), default=None)


@rule("K-20", "S0, лист регистрации изменений", WARNING)
def clause_is_named(checked: Checked) -> Iterator[Hit]:
    """Место изменения начинается с номера («3.2»), «раздел …», «пункт …», «Приложение 1»."""
    for place, row in rows(checked.data, "rows"):
        clause = row.get("clause")
        if clause and not _CLAUSE.match(clause.strip()):
            yield warning("Не видно, какой это раздел или пункт.", "rows", place, "clause")


@rule("K-20", "ГОСТ Р 21.1101-2013, приложение М: порядковый номер изменения", WARNING)
def changes_are_numbered_without_gaps(checked: Checked) -> Iterator[Hit]:
    """Изменения нумерованы подряд, начиная с первого."""
    for place, row in rows(checked.data, "rows"):
        change = row.get("change")
        if change is not None and change != place + 1:
            yield warning("Номер изменения не по порядку.", "rows", place, "change")


_OF_BOTH = (dates_do_not_go_back,)
OF_THE_LOG = (
    *_OF_BOTH,
    clause_is_named,
    kept(
        "K-20",
        "S0, лист регистрации изменений",
        "Изменения нумерует программа: 1…n без пропусков.",
        PRINTED,
    ),
)
OF_THE_STANDARD = (*_OF_BOTH, changes_are_numbered_without_gaps)
