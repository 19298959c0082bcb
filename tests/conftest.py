"""What all tests share: the installed forms, one day of reference, the service in and out."""

import logging
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask, request_finished
from flask.testing import FlaskClient

from formsvc.app import create_app
from formsvc.config import Config
from formsvc.forms.registry import Registry, installed_forms
from formsvc.pipeline import Service
from tests.api.running import RunningService, running_service
from tests.leaks import WATCH
from tests.sharing import share_in

XDIST_WORKER = "PYTEST_XDIST_WORKER"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make golden`."""
    parser.addoption("--golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session", autouse=True)
def shared(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Both processes of `pytest -n 2` have a folder of their own within the one of the run."""
    own = tmp_path_factory.getbasetemp()
    share_in((own.parent if XDIST_WORKER in os.environ else own) / "shared")


@pytest.fixture(scope="session", autouse=True)
def nothing_is_leaked() -> Iterator[None]:
    """No personal word of the samples is told by any service of the whole run."""
    ours = logging.getLogger("formsvc")
    ours.addHandler(WATCH)
    request_finished.connect(WATCH.answered)
    yield
    request_finished.disconnect(WATCH.answered)
    ours.removeHandler(WATCH)
    WATCH.look_at_numbers()
    assert not WATCH.found, sorted(WATCH.found)


@pytest.fixture(scope="session")
def as_of() -> date:
    """The day of reference of all samples."""
    return date(2026, 11, 20)


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The forms of this checkout."""
    return installed_forms()


@pytest.fixture(scope="session")
def service(registry: Registry) -> Service:
    """The pipeline with the settings of a new installation."""
    return Service(registry, Config())


@pytest.fixture(scope="session")
def app(registry: Registry) -> Flask:
    """The application, with the settings of a new installation."""
    return create_app(Config(), registry)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Asks the application without a network."""
    return app.test_client()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """`formsvc serve` on a free port of loopback, ready; it has to end well when told to."""
    log: Path = tmp_path_factory.mktemp("server") / "log.txt"
    with running_service(log) as running:
        yield running
