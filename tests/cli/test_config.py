"""Settings come from the environment, and a wrong one is named."""

from dataclasses import fields
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from formsvc.config import Config
from formsvc.errors import BadSetting
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
