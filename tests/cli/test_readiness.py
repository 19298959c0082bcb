"""What the service lacks is named before a clerk finds it out."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from formsvc.app import create_app
from formsvc.config import Config
from formsvc.forms.registry import Registry
from tests.api.support import assert_problem

NO_FONTS = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>'


def test_an_installation_with_all_its_parts_is_ready(client: FlaskClient) -> None:
    assert client.get("/readyz").get_json() == {"status": "ready"}
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_a_template_that_is_missing_is_named(registry: Registry, tmp_path: Path) -> None:
    folder = tmp_path / "templates_docx"
    shutil.copytree(registry.roots.templates_docx, folder)
    (folder / "kz" / "plan.docx").unlink()
    roots = replace(registry.roots, templates_docx=folder)
    lacking = create_app(Config(), Registry("formsvc.forms", roots)).test_client()
    problem = assert_problem(lacking.get("/readyz"), 503)
    assert problem["detail"] == "Не хватает: шаблон kz/plan.docx."
    assert lacking.get("/healthz").status_code == 200


def test_a_broken_template_dropped_in_is_named(registry: Registry, tmp_path: Path) -> None:
    words, prints = tmp_path / "templates_docx", tmp_path / "templates_html"
    shutil.copytree(registry.roots.templates_docx, words)
    shutil.copytree(registry.roots.templates_html, prints)
    roots = replace(registry.roots, templates_docx=words, templates_html=prints)
    client = create_app(Config(), Registry("formsvc.forms", roots)).test_client()
    assert client.get("/readyz").status_code == 200
    (words / "kz" / "plan.docx").write_bytes(b"PK\x03\x04 and no more")
    (prints / "kz" / "plan.html").write_text("{% if %}")
    told = "Не хватает: шаблон kz/plan.docx (не читается), шаблон kz/plan.html (не читается)."
    assert assert_problem(client.get("/readyz"), 503)["detail"] == told


def test_fonts_that_are_missing_are_named(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fonts.conf").write_text(NO_FONTS)
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    problem = assert_problem(client.get("/readyz"), 503)
    assert problem["type"] == "urn:formsvc:not-ready"
    assert problem["detail"] == "Не хватает: шрифт FreeSerif, шрифт DejaVu Sans, шрифт Noto Sans."


def test_the_program_that_lists_fonts_is_named_when_it_is_missing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "fc-list" in assert_problem(client.get("/readyz"), 503)["detail"]
