"""What breaks around the service costs what it must and no more, and no document is wrong."""

import http.client
import os
import shutil
import signal
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from formsvc.access.scopes import Scope
from formsvc.app import create_app
from formsvc.config import Config
from formsvc.errors import SignatureRefused
from formsvc.forms.registry import Registry
from formsvc.signing import tokens
from formsvc.signing.tokens import Prepared
from tests.access.support import guarded, holding, made
from tests.api.running import Answer, RunningService, children, running_service, workers
from tests.api.support import assert_problem, post, sample
from tests.api.test_server import documents, encoded, eventually
from tests.hostile.uploads import PARTS, form, part
from tests.operations.test_metrics import scraped
from tests.packs.files import letter
from tests.packs.support import item, request

JSON = {"Content_Type": "application/json"}


def test_a_worker_killed_in_mid_render_breaks_its_answers_off_and_the_next_are_whole(
    tmp_path: Path,
) -> None:
    answers: list[Answer | str] = []
    path, body = documents("kz.plan", format="pdf"), encoded(sample("kz.plan", "large"))
    with running_service(tmp_path / "log") as running:

        def ask() -> None:
            try:
                answers.append(running.ask("POST", path, body, **JSON))
            except (OSError, EOFError, ValueError) as broken:
                answers.append(type(broken).__name__)

        asking = threading.Thread(target=ask)
        asking.start()
        assert eventually(lambda: scraped(running)["formsvc_calls_inside", ()] == 2)
        (worker,) = workers(running)
        os.kill(worker, signal.SIGKILL)
        asking.join()
        assert isinstance(answers[0], str), "no half of a document looks like a whole one"
        small = encoded(sample("kz.plan", "minimal"))
        again = running.ask("POST", documents("kz.plan"), small, **JSON)
        assert again.status == 200


def test_nothing_of_a_family_is_left_in_a_folder_of_a_killed_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    with running_service(tmp_path / "log") as running:
        asking = threading.Thread(target=pack_that_breaks_off, args=(running,))
        asking.start()
        assert eventually(lambda: any(temporary.rglob("*.pdf"))), "a pack is being joined"
        for pid in children(running.process.pid):
            os.kill(pid, signal.SIGKILL)
        asking.join()
        assert eventually(lambda: not any(temporary.rglob("*.pdf")))
        assert eventually(lambda: running.ask("GET", "/healthz").status == 200)
        folders = [path for path in temporary.iterdir() if path.is_dir()]
        assert [path.stat().st_mode & 0o077 for path in folders] == [0] * len(folders)
        for path in temporary.rglob("*"):
            assert not path.is_file() or "Полякова".encode() not in path.read_bytes()
    assert list(temporary.iterdir()) == []


def pack_that_breaks_off(running: RunningService) -> None:
    """A file from outside with a document that takes long to lay out."""
    pack = request({"file": "letter", "title": "Письмо"}, item("kz.plan", "large"))
    body = form(part("letter", letter(), "a.pdf"), part("pack", encoded(pack)))
    with pytest.raises((OSError, http.client.HTTPException)):
        running.ask("POST", "/v1/packs", body, Content_Type=PARTS["Content-Type"])


def test_a_full_disk_hands_out_no_document_that_is_not_on_record(registry: Registry) -> None:
    text, key = made(Scope.RENDER)
    client = holding(text, guarded(registry, key, audit_file="/dev/full"))
    assert_problem(post(client, "kz.plan", sample("kz.plan", "minimal")), 503)


def test_a_clock_that_was_set_back_changes_no_document_and_makes_no_token_last_longer() -> None:
    config = Config(token_key="0" * 43 + "=")
    now = config.now()
    token = tokens.sealed(Prepared("a", "b", "c", "pades"), config, now)
    assert tokens.opened(token, config, now).file == "a"
    assert tokens.opened(token, config, now - timedelta(seconds=30)).file == "a"
    with pytest.raises(SignatureRefused, match="из будущего"):
        tokens.opened(token, config, now - timedelta(hours=2))


def test_a_broken_template_costs_its_form_and_no_other(registry: Registry, tmp_path: Path) -> None:
    folder = tmp_path / "templates_html"
    shutil.copytree(registry.roots.templates_html, folder)
    (folder / "kz" / "plan.html").write_text("{% if %}")
    roots = replace(registry.roots, templates_html=folder)
    client = create_app(Config(), Registry("formsvc.forms", roots)).test_client()
    problem = assert_problem(
        post(client, "kz.plan", sample("kz.plan", "minimal"), format="pdf"), 500
    )
    assert problem["type"] == "urn:formsvc:render-failed"
    assert "plan.html" in problem["detail"]
    other = post(client, "kz.appeal", sample("kz.appeal", "minimal"), format="pdf")
    assert other.status_code == 200
    assert assert_problem(client.get("/readyz"), 503)["type"] == "urn:formsvc:not-ready"
    (folder / "kz" / "plan.html").write_text((registry.roots.html("kz/plan")).read_text())
    mended = post(client, "kz.plan", sample("kz.plan", "minimal"), format="pdf")
    assert mended.status_code == 200
