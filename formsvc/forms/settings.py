"""What the sources leave to the office: typed settings of rules, each with its rule and default.

A family of forms keeps its own in `<family>/_settings.py`, a frozen dataclass under the name
SETTINGS. The name of a setting begins with its rule: `k08_strict` is of K-08, and is read from
FORMSVC_K08_STRICT or from the settings file (formsvc/config.py). No setting changes what is
printed, only what is found in the data and computed of them.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeVar

from formsvc.forms.calendar import Country, Overrides, WorkingCalendar
from formsvc.paths import installed

OFFICIAL, WEEKENDS = "official", "weekends"
CalendarFile = Annotated[Overrides, "path of a TOML file, see read_overrides"]

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class CommonSettings:
    """Decisions on rules of section 0 that forms of several families ask for."""

    g08_days_off: Literal["official", "weekends"] = "official"
    """G-08: the days off that terms are counted with: weekends, holidays and moved days as the
    law has them (`official`), or weekends only (`weekends`)."""
    g08_calendar: CalendarFile = field(default_factory=dict)
    """G-08: a file with the days that the office works, or does not, against that calendar, for
    each country and year; by default none."""


@dataclass(frozen=True)
class RuleSettings:
    """The settings of this office by their class; a class that was not chosen has its defaults."""

    chosen: Mapping[type, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, *chosen: Any) -> "RuleSettings":
        """Settings of the given objects, each of a class of its own; defaults need no place."""
        return cls({type(one): one for one in chosen if one != type(one)()})

    def __getitem__(self, kind: type[Kind]) -> Kind:
        """The settings of one class."""
        return self.chosen.get(kind) or kind()

    def calendar(self, country: Country) -> WorkingCalendar:
        """The working days of a country, as this office counts them (G-08)."""
        common = self[CommonSettings]
        overrides = common.g08_calendar.get(country, {})
        return WorkingCalendar(country, overrides, common.g08_days_off == WEEKENDS)


DEFAULTS = RuleSettings()


def kinds() -> tuple[type, ...]:
    """The classes of settings of this installation: the common one, and one a family at most."""
    modules = sorted(installed().forms.glob("*/_settings.py"))
    families = (f"formsvc.forms.{module.parent.name}._settings" for module in modules)
    return (CommonSettings, *(importlib.import_module(family).SETTINGS for family in families))
