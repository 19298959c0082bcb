"""docs/rules.md: every rule with its text, what comes of it, its source, forms and settings."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from formsvc.config import Config
from formsvc.forms import general_rules, schema_rules
from formsvc.forms.registry import Registry
from formsvc.forms.rules import Rule
from formsvc.forms.rules_in_waiting import WAITING
from formsvc.publishing.markdown import WRITTEN, page, table
from formsvc.setting_docs import Told, told

PARTS = {
    "G": "Common to all forms",
    "K": "Kazakhstan: the standard of operating procedures",
    "N": "Novosibirsk region: the procedure",
    "L": "Kursk region: order No. 70",
    "P": "Consent, confidentiality, copies",
    "F": "The forms themselves",
    "S": "The schemas",
}
OTHER = "Other rules"
SOURCES = {
    "S0": "Стандарт операционных процедур «Работа социального работника (кейс – менеджмент) на"
    " уровне первичной медико-санитарной помощи», Республика Казахстан",
    "S1": "материалы «Внедрение Порядка межведомственного взаимодействия по профилактике семейного"
    " неблагополучия», Новосибирская область",
    "S2": "приказ от 25.04.2024 № 70 с Положением, Курская область",
    "S3": "БФ «Дети наши», «Технология работы со случаем», 2020",
}
_ALL_FORMS = "all"
_KNOWN = re.compile(rf"([{''.join(PARTS)}])[-\d]")  # «K-01», «F1»; not «KIND-01»


def rules_page(forms: Registry) -> str:
    """The text of the page."""
    return page(_lines(forms))


def _lines(forms: Registry) -> Iterator[str]:
    yield "# Rules"
    yield ""
    yield WRITTEN
    yield ""
    yield (
        "A finding names its rule by these ids. `error` stops the document, `warning` goes with it,"
        " `computed` values are in the answer of `validate`, `printed` is how the paper shows it."
        " In a draft broken rules are warnings. A rule whose facts are absent does not fire."
    )
    yield ""
    yield from (f"- {mark}: {source}" for mark, source in SOURCES.items())
    yield ""
    known = sorted(_register(forms).items(), key=_place)
    for part, entries in groupby(known, key=lambda entry: _part(entry[0].id)):
        yield f"## {part}"
        yield ""
        yield from table(("rule", "text", "gives", "source", "forms", "settings"), _rows(entries))
    yield from _settings()
    yield from _waiting()


def _register(forms: Registry) -> Mapping[Rule, list[str]]:
    """The rules with the ids of their forms; rules of every form stand under all."""
    common = (*general_rules.RULES, *schema_rules.RULES)
    found: dict[Rule, list[str]] = {rule: [_ALL_FORMS] for rule in common}
    for form in forms.all():
        for rule in form.rules:
            own = found.setdefault(rule, [])
            own.extend([form.id] if form.id not in own else [])
    return found


def _part(rule_id: str) -> str:
    known = _KNOWN.match(rule_id)
    return PARTS[known[1]] if known else OTHER


def _place(entry: tuple[Rule, list[str]]) -> tuple[int, str]:
    titles = [*PARTS.values(), OTHER]
    return titles.index(_part(entry[0].id)), entry[0].id


def _rows(entries: Iterable[tuple[Rule, list[str]]]) -> Iterator[tuple[str, ...]]:
    for rule, forms in entries:
        gives = ", ".join(rule.gives)
        settings = ", ".join(f"`{one.variable}`" for one in _settings_of(rule.id))
        yield rule.id, rule.text, gives, rule.basis, ", ".join(forms), settings


def _settings_of(rule_id: str) -> list[Told]:
    mark = rule_id.replace("-", "").lower() + "_"
    return [one for one in told(Config()) if one.name.startswith(mark)]


def _settings() -> Iterator[str]:
    yield "## Settings"
    yield ""
    yield "What the sources leave to the office. A setting is of the rule that its text names."
    yield ""
    known = (one for one in told(Config()) if one.text.startswith(_rule_of(one)))
    rows = ((f"`{one.variable}`", f"`{one.value}`" if one.value else "", one.text) for one in known)
    yield from table(("variable", "default", "meaning"), rows)


def _rule_of(one: Told) -> str:
    """«G-08:» of «g08_calendar»."""
    return f"{one.name[:1].upper()}-{one.name[1:3]}:"


def _waiting() -> Iterator[str]:
    yield "## Rules that wait for their forms"
    yield ""
    yield "They are in the specification, and concern no field of a form that is here."
    yield ""
    rows = (
        (rule.id, rule.text, ", ".join(rule.gives), rule.basis, paper)
        for paper, rules in WAITING.items()
        for rule in rules
    )
    yield from table(("rule", "text", "gives", "source", "waits for"), rows)
