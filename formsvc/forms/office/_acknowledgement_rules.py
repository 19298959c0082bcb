"""Rules of the acknowledgement sheet: K-21, G-01, and what F7 asks for."""

from collections.abc import Iterator

from formsvc.forms.general_rules import repeated
from formsvc.forms.rules import (
    ERROR,
    PRINTED,
    WARNING,
    Checked,
    Hit,
    error,
    kept,
    rows,
    rule,
    warning,
)


@rule("S-required", "S0, лист ознакомления", ERROR)
def sheet_names_its_document(checked: Checked) -> Iterator[Hit]:
    """Документ назван, если options.show_document не отключает строку под заголовком."""
    if checked.options.get("show_document", True) and not checked.data.get("document"):
        yield error("Поле не заполнено.", "document")


@rule("F7", "S0, лист ознакомления", ERROR)
def date_of_the_document_is_told_once(checked: Checked) -> Iterator[Hit]:
    """Дата документа стоит на листе или, если документ на нем не назван, в case."""
    if checked.data.get("document") and checked.case.get("document_date"):
        yield error("Дата документа указана на листе.", "case", "document_date")


@rule("G-01", "F7: дата документа", WARNING)
def document_of_the_future(checked: Checked) -> Iterator[Hit]:
    """Дата документа позже отчётной даты — предупреждение: лист готовят вместе с документом."""
    for path in (("document", "date"), ("case", "document_date")):
        day = (checked.data.get(path[0]) or {}).get(path[1])
        if day and day > checked.as_of:
            yield warning("Дата документа позже отчётной даты.", *path)


@rule("K-21", "S0, лист ознакомления", WARNING)
def acquainted_after_the_document(checked: Checked) -> Iterator[Hit]:
    """Дата ознакомления не раньше даты документа."""
    named = (checked.data.get("document") or {}).get("date")
    begin = named or checked.case.get("document_date")
    for place, row in rows(checked.data, "rows"):
        day = row.get("date")
        if begin and day and day < begin:
            yield warning("Дата ознакомления раньше даты документа.", "rows", place, "date")


@rule("K-21", "S0, лист ознакомления", WARNING)
def nobody_is_acquainted_twice(checked: Checked) -> Iterator[Hit]:
    """Одни и те же имя и должность в листе один раз."""
    for place in repeated(checked.data.get("rows") or [], "full_name", "position"):
        yield warning("Этот человек в листе уже есть.", "rows", place, "full_name")


KEPT = (
    kept(
        "G-06",
        "практика",
        "Строки — в данном порядке или, при options.alphabetical, по русскому алфавиту, где ё"
        " стоит с е.",
        PRINTED,
    ),
    kept(
        "K-21",
        "S0, лист ознакомления",
        "Печатается не меньше 15 нумерованных строк.",
        PRINTED,
    ),
)
RULES = (
    *KEPT,
    sheet_names_its_document,
    date_of_the_document_is_told_once,
    document_of_the_future,
    acquainted_after_the_document,
    nobody_is_acquainted_twice,
)
