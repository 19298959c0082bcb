"""Отметка о заверении копии: what stands at the end of any paper when it is a certified copy.

ГОСТ Р 7.0.97, «Отметка о заверении копии»; specification P-06, formal.md 2.5. The mark is data
of the paper, not an option: it is printed, and the same in every format. Options say only that
the copy goes to another organisation, which then is told where the original is kept.
"""

from typing import cast

from formsvc.forms.blocks import ANOTHER_ORGANISATION, place_to_sign
from formsvc.forms.fields import YEARS, Day, Line, Name, Printed, Whole
from formsvc.forms.groups import Group, Signers
from formsvc.forms.schema import FormSchema
from formsvc.forms.shown import Scope

WHERE_KEPT = ("kept_at", "file_no", "year")
_GAP = "_" * 12
_SEAL = "М.П."


class CopyMark(FormSchema):
    """Who certified the copy and when; for another organisation, where the original is kept."""

    position = Line("Должность", required=True)
    full_name = Name("ФИО", required=True)
    date = Day("Дата заверения", required=True)
    kept_at = Line(
        "Где находится подлинник",
        option=ANOTHER_ORGANISATION,
        hint="наименование организации в предложном падеже: «в …»",
        example="ОКУ «Центр социальной помощи»",
    )
    file_no = Line("Номер дела с подлинником", option=ANOTHER_ORGANISATION, example="02-15")
    year = Whole(
        "Год дела с подлинником", least=YEARS[0], most=YEARS[-1], option=ANOTHER_ORGANISATION
    )


def _signature(scope: Scope) -> list[dict[str, str]]:
    mark = scope.data.get("copy_mark")
    return [place_to_sign({**mark, "signed_on": mark.get("date")})] if mark else []


def _origin(scope: Scope) -> list[str]:
    mark = scope.data.get("copy_mark")
    if not mark or not scope.options.get(ANOTHER_ORGANISATION):
        return []
    kept_at, file_no, year = (mark.get(key, _GAP) for key in WHERE_KEPT)
    return [
        f"Подлинник документа находится в {kept_at} в деле №\u00a0{file_no} за {year} год",
        _SEAL,
    ]


class CopyMarked(FormSchema):
    """The end of every paper."""

    copy_mark = Group("Отметка о заверении копии", CopyMark, via="copy_signature")
    copy_signature = Signers("Верно", _signature, style="line", least=0, omit=True)
    copy_origin = Printed("", _origin, style="copy", option=ANOTHER_ORGANISATION)


def with_copy_mark(paper: type[FormSchema]) -> type[FormSchema]:
    """The schema of a paper with the mark at its end."""
    named = {"__module__": paper.__module__, "__doc__": paper.__doc__}
    # The fields of the first base come last, as marshmallow collects them.
    return cast("type[FormSchema]", type(paper.__name__, (CopyMarked, paper), named))
