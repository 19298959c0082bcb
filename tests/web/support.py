"""Pages as a browser without scripts sees them: read by lxml, posted as they stand."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from lxml import html
from marshmallow import Schema
from werkzeug.test import TestResponse

from formsvc.config import Config
from formsvc.forms.fields import Choice
from formsvc.forms.groups import Group, Rows, Several, inputs
from formsvc.forms.load import load
from formsvc.forms.registry import installed_forms
from formsvc.forms.shown import Mode
from tests.documents.support import AS_OF

FORMS = installed_forms()
IDS = FORMS.ids()
Pairs = list[tuple[str, str]]
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Page:
    """A page that was got, and how to ask for the next one."""

    client: FlaskClient
    form_id: str
    text: str

    @cached_property
    def tree(self) -> html.HtmlElement:
        """The page parsed."""
        return html.document_fromstring(self.text)

    @cached_property
    def controls(self) -> list[html.HtmlElement]:
        """The controls of the form that would be posted, in their order."""
        (form,) = self.tree.xpath("//form[@id='form']")
        return [one for one in form.iter("input", "textarea", "select") if one.get("name")]

    @property
    def pairs(self) -> Pairs:
        """What the form would post."""
        return [(one.get("name"), text) for one in self.controls for text in _posted(one)]

    def typed(self, values: dict[str, str]) -> Pairs:
        """The same with other texts; a box is ticked by its value, or left with an empty text."""
        kept = [(name, text) for name, text in self.pairs if name not in values]
        known = {one.get("name") for one in self.controls}
        assert set(values) <= known, set(values) - known
        return [*kept, *values.items()]

    def press(self, action: str, *more: tuple[str, str]) -> TestResponse:
        """The answer to a button."""
        return post(self.client, self.form_id, [*self.pairs, *more, ("do", action)])

    def next(self, action: str, values: dict[str, str] | None = None) -> "Page":
        """The page that a button leads to, after other texts were typed."""
        pairs = self.typed(values or {})
        answer = post(self.client, self.form_id, [*pairs, ("do", action)])
        assert answer.status_code == 200, answer.status
        return Page(self.client, self.form_id, answer.text)

    def exported(self) -> Any:
        """The JSON that the service reads of the page."""
        return self.press("json").get_json()["data"]

    def links(self, part: str) -> list[tuple[str, str]]:
        """Address and words of the links in the parts of the page that have this attribute."""
        links = self.tree.xpath(f"//*[@{part}]//a")
        return [(one.get("href"), one.text_content()) for one in links]

    @property
    def alerts(self) -> list[str]:
        """What is to be said of an opened file."""
        return [one.text_content() for one in self.tree.xpath("//*[@role='alert']")]

    def has(self, identifier: str) -> bool:
        """Whether an element has this id."""
        return bool(self.tree.xpath("//*[@id=$id]", id=identifier))


def _posted(control: html.HtmlElement) -> list[str]:
    """As a browser posts it: HTML drops one line break at the beginning of a text area."""
    if control.tag == "textarea":
        return [(control.text or "").removeprefix("\n")]
    if control.tag == "select":
        chosen = control.xpath("option[@selected]") or control.xpath("option")
        return [chosen[0].get("value", chosen[0].text or "")]
    if control.get("type") in ("checkbox", "radio") and control.get("checked") is None:
        return []
    return [control.get("value", "")]


def post(client: FlaskClient, form_id: str, pairs: Iterable[tuple[str, str]]) -> TestResponse:
    """What a form posts."""
    return client.post(f"/forms/{form_id}", data=urlencode(list(pairs)), content_type=FORM)


def opened(client: FlaskClient, form_id: str, case: str = "") -> Page:
    """The page of a form, empty or with a sample."""
    address = f"/forms/{form_id}" + (f"?sample={case}" if case else "")
    answer = client.get(address)
    assert answer.status_code == 200
    return Page(client, form_id, answer.get_data(as_text=True))


def sample(form_id: str, case: str = "typical") -> Any:
    """The JSON of a sample."""
    return json.loads(FORMS.roots.sample(FORMS.get(form_id).stem, case).read_bytes())


def meaning(form_id: str, body: Any) -> dict[str, Any]:
    """What the service reads of a body: every option with its value, ticks in their order."""
    form = FORMS.get(form_id)
    read = load(form, body, Mode.FILLED, AS_OF, Config().rules)
    _order_ticks(form.fields, read.data)
    return form.with_defaults(read.data)


def _order_ticks(schema: Schema, data: dict[str, Any]) -> None:
    """A page gives ticked words in the order of its boxes, a body in any order."""
    for name, field in inputs(schema).items():
        value = data.get(name)
        if not value:
            continue
        if isinstance(field, Several) and isinstance(field.item, Choice):
            data[name] = sorted(value, key=field.item.choices.index)
        elif isinstance(field, Group | Rows):
            for inner in value if isinstance(value, list) else [value]:
                _order_ticks(field.schema, inner)
