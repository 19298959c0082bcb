"""Word files and workbooks have their time too: over it they are given up, and the caller told."""

import time
from itertools import count

import pytest

from formsvc.app import create_app
from formsvc.config import Config
from formsvc.errors import Overloaded
from formsvc.forms.registry import Registry
from formsvc.renderers.deadline import Deadline
from tests.api.support import assert_problem, post, sample


@pytest.mark.parametrize("extension", ["docx", "xlsx"])
@pytest.mark.parametrize("case", ["minimal", "large"])
def test_a_file_that_takes_too_long_is_given_up(
    registry: Registry, extension: str, case: str
) -> None:
    body = sample("kz.plan", case)
    late = create_app(Config(render_seconds=0), registry).test_client()
    told = assert_problem(post(late, "kz.plan", body, format=extension), 503)
    assert told["detail"] == "Документ не готов за 0 с."
    in_time = create_app(Config(render_seconds=60), registry).test_client()
    assert post(in_time, "kz.plan", body, format=extension).status_code == 200


def test_pieces_without_an_end_come_to_one() -> None:
    deadline = Deadline(time.monotonic() + 0.2, 0.2)
    with pytest.raises(Overloaded):
        for _ in deadline.kept_by(count()):
            pass


def test_all_pieces_come_in_their_order() -> None:
    deadline = Deadline(time.monotonic() + 60, 60)
    assert list(deadline.kept_by(map(str, range(1_000)))) == [str(one) for one in range(1_000)]
