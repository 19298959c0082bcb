"""Settings come from the environment, and a wrong one is named."""

from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from formsvc.config import Config, variable
from formsvc.errors import BadSetting
from formsvc.forms import settings
from formsvc.forms.kz._settings import KzSettings
from formsvc.forms.office._settings import OfficeSettings
from formsvc.forms.settings import CommonSettings
from formsvc.setting_docs import told
from formsvc.setting_values import hints
from tests.checkouts import copied, run
from tests.cli.running import formsvc

NUMBERS = [one.name for one in fields(Config) if one.type == "int" or one.type is int]


def test_without_variables_the_settings_are_those_of_the_documentation() -> None:
    assert Config.from_environment({}) == Config()


@pytest.mark.parametrize("name", NUMBERS)
def test_every_number_is_read_from_its_variable(name: str) -> None:
    config = Config.from_environment({f"FORMSVC_{name.upper()}": "7"})
    assert getattr(config, name) == 7
    assert config != Config()


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", ["", "0", "-1", "1.5", "много", "1e3", "0x10", " 7"])
def test_a_number_that_is_none_is_refused_by_the_name_of_its_variable(
    name: str, value: str
) -> None:
    variable = f"FORMSVC_{name.upper()}"
    with pytest.raises(BadSetting, match=f"^{variable}: ожидается целое число больше нуля"):
        Config.from_environment({variable: value})


def test_the_time_zone_decides_which_day_it_is() -> None:
    config = Config.from_environment({"FORMSVC_TIMEZONE": "Asia/Novosibirsk"})
    now = config.now()
    assert now.tzinfo == ZoneInfo("Asia/Novosibirsk")
    assert abs(now - datetime.now(UTC)).total_seconds() < 60


@pytest.mark.parametrize("value", ["", "Asia", "Asia/Nowhere", "+05:00", "../etc/passwd", "a\x00b"])
def test_a_time_zone_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match=r"^FORMSVC_TIMEZONE: ожидается часовой пояс"):
        Config.from_environment({"FORMSVC_TIMEZONE": value})


def test_the_service_does_not_start_with_a_wrong_setting() -> None:
    told = formsvc("serve", variables={"FORMSVC_WORKERS": "two"})
    assert told.returncode == 2
    assert told.stderr.decode() == "FORMSVC_WORKERS: ожидается целое число больше нуля.\n"


def test_every_setting_has_a_name_of_its_own_and_a_text() -> None:
    names = [name for kind in (Config, *settings.kinds()) for name in hints(kind)]
    assert len(names) == len(set(names))
    assert [one.name for one in told(Config()) if one.text.endswith(".")] == names


def file(folder: Path, text: str) -> dict[str, str]:
    """The environment that names a settings file of this text."""
    path = folder / "settings.toml"
    path.write_text(text, "utf-8")
    return {"FORMSVC_SETTINGS": str(path)}


def test_a_file_holds_settings_of_every_kind(tmp_path: Path) -> None:
    (tmp_path / "days.toml").write_text('[KZ]\n2026-07-20 = "day off"\n', "utf-8")
    config = Config.from_environment(
        file(
            tmp_path,
            f"""
            timezone = "Asia/Novosibirsk"
            workers = 3
            g08_calendar = "{tmp_path}/days.toml"
            k17_obligatory = [2, 5]
            k18_patronage = "phone"
            l08_same_day = false
            """,
        )
    )
    assert (config.timezone, config.workers, config.threads) == ("Asia/Novosibirsk", 3, 4)
    assert config.rules[KzSettings] == KzSettings(k17_obligatory=(2, 5), k18_patronage="phone")
    assert config.rules[OfficeSettings] == OfficeSettings(l08_same_day=False)
    assert config.rules[CommonSettings].g08_calendar["KZ"] == {date(2026, 7, 20): False}


def test_a_variable_goes_before_the_file(tmp_path: Path) -> None:
    environment = file(tmp_path, "workers = 3\nthreads = 5\n") | {"FORMSVC_WORKERS": "1"}
    config = Config.from_environment(environment)
    assert (config.workers, config.threads) == (1, 5)


def test_a_list_stands_in_a_variable_with_commas() -> None:
    config = Config.from_environment({"FORMSVC_K17_OBLIGATORY": "1, 2"})
    assert config.rules[KzSettings].k17_obligatory == (1, 2)
    config = Config.from_environment({"FORMSVC_K17_OBLIGATORY": ""})
    assert config.rules[KzSettings].k17_obligatory == ()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("k17_obligatory", "8", "ожидается одно из: 1, 2, 3, 4, 5, 6, 7."),
        ("k17_obligatory", "1;2", "ожидается одно из: 1, 2, 3, 4, 5, 6, 7."),
        ("k18_patronage", "letters", "ожидается одно из: visits, phone."),
        ("l08_same_day", "yes", "ожидается true или false."),
        ("g08_calendar", "/nowhere/days.toml", "days.toml: файл не открыть: "),
        ("workers_", "1", "такой настройки нет."),
        ("l08", "true", "такой настройки нет."),
    ],
)
def test_a_setting_that_is_wrong_or_unknown_is_refused_by_its_variable(
    name: str, value: str, expected: str
) -> None:
    with pytest.raises(BadSetting, match=f"^{variable(name)}: {expected}"):
        Config.from_environment({variable(name): value})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("workers = 0", "settings.toml: workers: ожидается целое число больше нуля"),
        ("workers = 1.5", "settings.toml: workers: ожидается целое число больше нуля"),
        ("workers = true", "settings.toml: workers: ожидается целое число больше нуля"),
        ("timezone = 5", "settings.toml: timezone: ожидается часовой пояс"),
        ("l08_same_day = 1", "settings.toml: l08_same_day: ожидается true или false"),
        ("k17_obligatory = [1, [2]]", "settings.toml: k17_obligatory: ожидается одно из"),
        ("Workers = 2", "settings.toml: Workers: такой настройки нет"),
        ("[kz]\ng03_oldest = 6", "settings.toml: kz: такой настройки нет"),
        ("workers 2", "FORMSVC_SETTINGS: файл не разобрать: .*line 1"),
        ("workers = 1\nworkers = 2", "FORMSVC_SETTINGS: файл не разобрать: "),
    ],
)
def test_a_mistake_in_the_file_is_refused_by_its_key_or_its_line(
    tmp_path: Path, text: str, expected: str
) -> None:
    with pytest.raises(BadSetting, match=f"^{expected}"):
        Config.from_environment(file(tmp_path, text))


def test_a_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadSetting, match=r"^FORMSVC_SETTINGS: файл не открыть: "):
        Config.from_environment({"FORMSVC_SETTINGS": "/nowhere/settings.toml"})


def test_the_service_does_not_start_with_a_wrong_settings_file(tmp_path: Path) -> None:
    told = formsvc("serve", variables=file(tmp_path, 'l01_mixed = "maybe"'))
    assert told.returncode == 2
    expected = "settings.toml: l01_mixed: ожидается одно из: warning, error, off.\n"
    assert told.stderr.decode() == expected


NEW_FAMILY = """
from dataclasses import dataclass


@dataclass(frozen=True)
class TrialSettings:
    t01_days: int = 3
    \"\"\"T-01: days of a trial.\"\"\"


SETTINGS = TrialSettings
"""


def test_the_settings_of_a_new_family_are_found_by_the_name_of_their_module(tmp_path: Path) -> None:
    checkout = copied(tmp_path)
    family = checkout / "formsvc" / "forms" / "trial"
    family.mkdir()
    (family / "__init__.py").touch()
    (family / "_settings.py").write_text(NEW_FAMILY, "utf-8")

    lines = run(["-m", "formsvc", "settings"], checkout, checkout).stdout.splitlines()

    assert "FORMSVC_T01_DAYS             3" in lines
