"""The pages without a script: fill, check, rows, files, opening again."""

import json
import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.documents.reading import whole
from tests.documents.support import printed_values
from tests.packs.files import scan
from tests.web.support import FORMS, IDS, Page, meaning, opened, post, sample

SAMPLES = [(one, case) for one in IDS for case in FORMS.samples(FORMS.get(one))]
FORMATS = ("docx", "xlsx", "pdf")


def summary(page: Page) -> dict[str, str]:
    """Targets of the links of the summary by their words."""
    return {words: target.removeprefix("#") for target, words in page.links("data-errors")}


@pytest.mark.parametrize(("form_id", "case"), SAMPLES)
def test_a_page_posts_the_very_values_that_it_was_made_of(
    client: FlaskClient, form_id: str, case: str
) -> None:
    exported = opened(client, form_id, case).exported()

    assert meaning(form_id, exported) == meaning(form_id, sample(form_id, case))


@pytest.mark.parametrize("form_id", IDS)
def test_every_value_of_a_filled_page_is_in_the_word_file(
    client: FlaskClient, form_id: str
) -> None:
    answer = opened(client, form_id, "typical").press("make:docx")

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{form_id}.docx"'
    text = whole(answer.data, "docx")
    form = FORMS.get(form_id)
    values = list(printed_values(form, meaning(form_id, sample(form_id))))
    assert [where for where, writings in values if not any(one in text for one in writings)] == []


@pytest.mark.parametrize("form_id", IDS)
def test_every_error_of_an_empty_page_is_told_with_a_link_that_leads_somewhere(
    client: FlaskClient, form_id: str
) -> None:
    page = opened(client, form_id)
    told = client.post(f"/v1/forms/{form_id}/validate", json=page.exported()).get_json()
    errors = [one for one in told["findings"] if one["severity"] == "error"]

    checked = page.next("check")

    links = checked.links("data-errors")
    assert [words for _, words in links] == [
        one["label"] or FORMS.get(form_id).title for one in errors
    ]
    assert [target for target, _ in links if not checked.has(target.removeprefix("#"))] == []
    assert page.press("make:docx").status_code == (422 if errors else 200)


def test_an_error_names_the_row_and_stands_beside_the_field(client: FlaskClient) -> None:
    page = opened(client, "kz.plan", "typical")
    page = page.next("check", {"/actions/2/due": "31.02.2024", "/filled_on": "весной"})

    assert summary(page) == {
        "Дата заполнения": "/filled_on",
        "План действий, строка 3: Сроки": "/actions/2/due",
    }
    beside = page.tree.xpath("//*[@id='/filled_on#told']")[0].text_content()
    assert "ДД.ММ.ГГГГ" in beside
    assert dict(page.pairs)["/filled_on"] == "весной"
    assert dict(page.pairs)["/actions/2/due"] == "31.02.2024"


def test_the_line_ends_of_a_browser_do_not_make_a_text_too_long(client: FlaskClient) -> None:
    text = "\r\n".join(["а" * 19] * 1_000)
    page = opened(client, "kz.plan", "minimal").next("check", {"/notes": text})

    assert summary(page) == {}
    assert page.exported()["notes"] == text.replace("\r\n", "\n")


def test_warnings_stand_apart_from_errors(client: FlaskClient) -> None:
    page = opened(client, "kz.plan", "typical").next("check")

    assert page.links("data-errors") == []
    assert ("#/filled_on", "Дата заполнения") in page.links("data-warnings")


def test_rows_are_added_removed_and_brought_back(client: FlaskClient) -> None:
    page = opened(client, "kz.plan", "typical")
    actions = page.exported()["actions"]

    assert "/actions/4/action" in dict(page.next("add:/actions").pairs)
    without = page.next("remove:/actions/1")
    assert without.exported()["actions"] == [actions[0], *actions[2:]]
    undo = dict(without.pairs)["removed"]
    back = without.press("restore:/actions/1", ("removed", undo))
    assert Page(client, "kz.plan", back.text).exported() == page.exported()


def test_rows_move_and_are_repeated(client: FlaskClient) -> None:
    page = opened(client, "kz.plan", "typical")
    one, two, three, four = page.exported()["actions"]

    assert page.next("up:/actions/1").exported()["actions"] == [two, one, three, four]
    assert page.next("down:/actions/1").exported()["actions"] == [one, three, two, four]
    assert page.next("up:/actions/0").exported()["actions"] == [one, two, three, four]
    assert page.next("copy:/actions/0").exported()["actions"] == [one, one, two, three, four]


def test_a_row_that_is_empty_at_the_end_is_no_error_and_one_between_is(client: FlaskClient) -> None:
    page = opened(client, "kz.plan", "typical").next("add:/actions")
    assert summary(page.next("check")) == {}

    assert set(summary(page.next("up:/actions/4").next("check"))) == {
        "План действий, строка 4: Действия, мероприятия",
        "План действий, строка 4: Сроки",
        "План действий, строка 4: Ответственные",
    }


def test_a_review_begins_with_the_actions_that_are_still_open(client: FlaskClient) -> None:
    page = opened(client, "kz.plan", "typical").next("remove:/reviews/1").next("remove:/reviews/0")

    review = page.next("add:/reviews").exported()["reviews"][0]

    assert [one["action"] for one in review["actions"]] == [
        "Консультации логопеда и психолога, не реже двух раз в месяц",
        "Посещение семьи на дому",
    ]
    assert all("done_mark" not in one for one in review["actions"])
    assert review["actions"][0]["due"] == {"from": "2024-03-11", "to": "2024-08-30"}


def test_a_monitoring_begins_with_the_risk_of_the_last_one(client: FlaskClient) -> None:
    page = opened(client, "nso.kkss", "typical")
    last = page.exported()["monitoring"][-1]["risk_after"]

    assert page.next("add:/monitoring").exported()["monitoring"][-1] == {"risk_before": last}


@pytest.mark.parametrize("extension", FORMATS)
def test_a_working_copy_opens_as_the_same_form(client: FlaskClient, extension: str) -> None:
    page = opened(client, "kz.plan", "typical")
    file = page.press(f"make:{extension}", ("copy", "working")).data

    answer = client.post("/open", data={"file": (BytesIO(file), f"plan.{extension}")})

    again = Page(client, "kz.plan", answer.text)
    known = page.exported()
    del known["case"]  # it is not of the paper, and never put into a file
    assert meaning("kz.plan", again.exported()) == meaning("kz.plan", known)
    assert again.alerts == []


def test_a_file_edited_in_word_is_said_to_be_so(client: FlaskClient) -> None:
    file = opened(client, "kz.plan", "typical").press("make:docx", ("copy", "working")).data
    word = Document(BytesIO(file))
    next(one for one in word.paragraphs if "Сорокина" in one.text).runs[-1].text = "Иванова"
    edited = BytesIO()
    word.save(edited)
    edited.seek(0)

    answer = client.post("/open", data={"file": (edited, "plan.docx")})

    (alert,) = Page(client, "kz.plan", answer.text).alerts
    assert "изменён после того, как был создан" in alert


def test_a_file_for_issue_has_no_data_inside(client: FlaskClient) -> None:
    file = opened(client, "kz.plan", "typical").press("make:docx").data

    answer = client.post("/open", data={"file": (BytesIO(file), "plan.docx")})

    assert answer.status_code == 422
    assert "<h1>" in answer.text


def test_a_draft_goes_out_as_json_and_comes_back_with_everything(client: FlaskClient) -> None:
    page = opened(client, "kz.plan", "typical").next("show", {"/filled_on": "весной"})
    file = page.press("json")
    assert file.headers["Content-Disposition"] == 'attachment; filename="kz.plan.json"'

    again = client.post("/open", data={"file": (BytesIO(file.data), "kz.plan.json")})

    back = Page(client, "kz.plan", again.text)
    assert back.exported() == page.exported()
    assert dict(back.pairs)["/filled_on"] == "весной"


def test_values_of_an_opened_file_without_a_place_are_told(client: FlaskClient) -> None:
    body = {"form": "kz.plan", "data": {"filled_on": "2024-03-05", "nowhere": {"deep": "слово"}}}

    answer = client.post("/open", data={"file": (BytesIO(json.dumps(body).encode()), "a.json")})

    (alert,) = Page(client, "kz.plan", answer.text).alerts
    assert "/nowhere/deep" in alert


@pytest.mark.parametrize("content", [b"", b"{", b"{}", b'{"form": "kz.plan"}', b"nonsense"])
def test_a_file_that_is_none_of_ours_is_refused_with_a_page(
    client: FlaskClient, content: bytes
) -> None:
    answer = client.post("/open", data={"file": (BytesIO(content), "file")})

    assert answer.status_code in (400, 415, 422)
    assert answer.mimetype == "text/html"


def test_what_the_form_has_no_more_is_named_and_not_dropped(client: FlaskClient) -> None:
    pairs = [*opened(client, "kz.plan", "typical").pairs, ("/of_last_year", "слово")]

    answer = post(client, "kz.plan", [*pairs, ("do", "check")])

    assert "Такого поля в форме нет." in answer.text


def test_a_draft_is_made_with_gaps_and_marked(client: FlaskClient) -> None:
    answer = opened(client, "kz.plan").press("make:docx", ("mode", "draft"))

    section = Document(BytesIO(answer.data)).sections[0]
    assert "ПРОЕКТ" in "".join(one.text for one in section.header.paragraphs)


def test_a_field_of_a_variant_is_out_of_sight_only_while_it_is_empty(client: FlaskClient) -> None:
    def classes(page: Page) -> set[str]:
        (field,) = page.tree.xpath("//*[@data-field='/actions/0/expected_result']")
        return set(field.classes)

    page = opened(client, "kz.plan", "typical")
    assert {"off"} <= classes(page)
    kept = page.next("check", {"/actions/0/expected_result": "график прививок"})
    assert {"off", "kept"} <= classes(kept)
    told = kept.tree.xpath("//*[@id='/actions/0/expected_result#told']")[0].text_content()
    assert "«расширенный вариант»" in told
    assert "off" not in classes(kept.next("show", {"/options/extended": "true"}))


def computed_of(page: Page) -> str:
    """The text of the computed values."""
    (box,) = page.tree.xpath("//*[@data-computed]")
    return " ".join(text.strip() for text in box.itertext() if text.strip())


def test_computed_values_are_labelled_and_dated_as_on_paper(client: FlaskClient) -> None:
    page = opened(client, "kz.plan", "typical").next("remove:/reviews/1").next("remove:/reviews/0")

    told = computed_of(page.next("show"))
    assert "с кем как как часто с по родители, опекуны посещение на дому" in told
    assert "не реже раза в неделю 05.03.2024 04.04.2024" in told


@pytest.mark.parametrize(("form_id", "case"), SAMPLES)
def test_every_computed_value_has_its_words(client: FlaskClient, form_id: str, case: str) -> None:
    told = client.post(f"/v1/forms/{form_id}/validate", json=sample(form_id, case)).get_json()

    def keys(values: Any) -> set[str]:
        rows = [row for one in values.values() if isinstance(one, list) for row in one]
        return set(values).union(*(set(row) for row in rows))

    assert keys(told["computed"]) <= set(FORMS.get(form_id).computed_labels)


def test_the_catalogue_finds_by_words_of_title_law_and_issuer(client: FlaskClient) -> None:
    def found(sought: str) -> set[str]:
        text = client.get("/", query_string={"q": sought}).text
        return set(re.findall(r'href="/forms/([a-z_.]+)"', text))

    assert found("") == set(IDS)
    assert found("907 план") == {"kz.plan"}
    assert found("ПРИКАЗ директора") == {"office.order"}
    assert found("такой нет") == set()


@pytest.mark.parametrize("form_id", IDS)
def test_the_blanks_of_the_catalogue_are_there(client: FlaskClient, form_id: str) -> None:
    text = client.get("/").text
    for extension in ("docx", "pdf"):
        address = f"/v1/forms/{form_id}/blank?format={extension}"
        assert address in text
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/", "/forms/nso.kkss?sample=typical", "/forms/none"])
def test_nothing_on_a_page_is_inline_or_from_elsewhere(client: FlaskClient, address: str) -> None:
    answer = client.get(address)

    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert not re.search(r"<style|<script(?![^>]*src=)|\sstyle=|\son\w+=|https?://", answer.text)


def test_an_unknown_form_is_told_on_a_page(client: FlaskClient) -> None:
    answer = client.get("/forms/none")

    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def test_without_sign_in_there_is_no_key_of_drafts(client: FlaskClient) -> None:
    answer = client.get("/drafts/key")

    assert (answer.status_code, answer.data) == (204, b"")


@pytest.mark.parametrize("action", ["none", "make:exe", "add:/none", "remove:/actions/99", "up:/a"])
def test_a_button_that_is_none_is_refused(client: FlaskClient, action: str) -> None:
    assert opened(client, "kz.plan").press(action).status_code == 400


@pytest.mark.parametrize("name", ["none.css", "..", "%2e%2e%2fapp.py", "pages.py"])
def test_only_styles_and_scripts_are_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/web/{name}").status_code == 404


def test_the_largest_page_with_all_it_needs_is_small_on_its_way(client: FlaskClient) -> None:
    zipped = {"Accept-Encoding": "gzip"}
    page = client.get("/forms/nso.kkss", headers=zipped)
    assert page.headers["Content-Encoding"] == "gzip"
    names = ["bootstrap.css", "pages.css", "icon.svg", "calendar.svg"]
    scripts = [one.name for one in (FORMS.roots.forms.parent / "web/static").glob("*.js")]
    answers = [client.get(f"/web/{name}", headers=zipped) for name in (*names, *scripts)]
    assert {one.headers["Content-Encoding"] for one in answers} == {"gzip"}

    assert len(page.data) + sum(len(one.data) for one in answers) < 150_000


def test_a_style_that_the_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/web/pages.css").headers["ETag"]

    assert client.get("/web/pages.css", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("content", [b"%PDF-1.7 nonsense", b"nonsense"])
def test_any_file_has_an_answer(client: FlaskClient, content: bytes) -> None:
    answer = client.post("/verify", data={"file": (BytesIO(content), "file.pdf")})

    assert answer.status_code == 200
    assert 'id="verdict"' in answer.text


def test_a_choice_of_no_file_is_told_on_a_page(client: FlaskClient) -> None:
    answer = client.post("/verify", data={"file": (BytesIO(b""), "")})

    assert (answer.status_code, answer.mimetype) == (400, "text/html")


def test_the_preview_shows_what_can_be_read_of_a_faulty_form(client: FlaskClient) -> None:
    answer = client.post("/forms/kz.plan/preview", data={"/filled_on": "весной", "page": "9"})

    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.headers["Formsvc-Page"] == answer.headers["Formsvc-Pages"]


def packed(client: FlaskClient, pack: Any, **files: bytes) -> TestResponse:
    """The answer to the page of packs."""
    parts: dict[str, Any] = {name: (BytesIO(file), "файл.pdf") for name, file in files.items()}
    parts["pack"] = pack if isinstance(pack, str) else json.dumps(pack)
    asked = {"Accept": "application/json"}
    return client.post("/pack", data=parts, headers=asked, content_type="multipart/form-data")


def test_a_pack_is_made_of_drafts_and_files_as_they_stand_on_their_pages(
    client: FlaskClient,
) -> None:
    texts = opened(client, "office.revision_log", "typical").pairs
    items = [{"form": "office.revision_log", "texts": texts}, {"file": "file-2"}]
    typed = [["/output", "zip"], ["/items/0/", ""], ["/items/0/attach", "false"]]
    typed += [["/items/1/title", "Справка"], ["/items/1/date", "05.03.2026"]]

    answer = packed(client, {"texts": typed, "items": items}, **{"file-2": scan()})

    assert answer.headers["Content-Disposition"] == 'attachment; filename="pack.zip"'
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        told = json.loads(archive.read("manifest.json"))
        assert archive.read("02-file.pdf") == scan()
    assert "Справка" in json.dumps(told, ensure_ascii=False)


def test_errors_of_a_pack_are_told_in_the_words_of_the_page(client: FlaskClient) -> None:
    typed = [["/items/0/date", "весной"], ["/items/0/title", "Справка"]]

    told = packed(client, {"texts": typed, "items": [{"file": "a"}]}, a=scan()).get_json()

    (one,) = told["findings"]
    assert one["pointer"] == "/items/0/date" and "ДД.ММ.ГГГГ" in one["message"]


@pytest.mark.parametrize(
    "pack",
    [
        "",
        "nonsense",
        [],
        {"items": []},
        {"texts": [], "items": {}},
        {"texts": [["/a"]], "items": []},
        {"texts": [], "items": [1]},
        {"texts": [["/items/1/title", "a"], ["/items/0/title", "b"]], "items": [{}]},
    ],
)
def test_a_pack_of_nothing_readable_is_refused(client: FlaskClient, pack: Any) -> None:
    assert packed(client, pack).status_code == 400


def test_what_a_page_needs_is_kept_by_the_browser_as_long_as_it_stays_the_same(
    client: FlaskClient,
) -> None:
    tree = opened(client, "kz.plan").tree
    named = tree.xpath("//link/@href | //script/@src")

    assert len(named) > 10
    answers = {address: client.get(address) for address in named}
    assert {one.headers["Cache-Control"] for one in answers.values()} == {
        "public, max-age=31536000, immutable"
    }
    folders = {address.rpartition("/")[0] for address in named}
    assert len(folders) == 1
    # Every script that one of them imports is named, too, so that none waits for another.
    imported = {
        name for one in answers.values() for name in re.findall(r'from "\./(.+?)"', one.text)
    }
    assert {f"{folders.copy().pop()}/{name}" for name in imported} <= set(named)
    of_yesterday = client.get("/web/0123456789abcdef/form.js")
    assert (of_yesterday.status_code, of_yesterday.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("form_id", IDS)
def test_rows_that_a_script_adds_have_the_headings_of_those_of_the_page(
    client: FlaskClient, form_id: str
) -> None:
    tree = opened(client, form_id, "typical").tree
    headings = tree.xpath("//h2[@id] | //h3[@id] | //h4[@id] | //h5[@id] | //h6[@id]")
    levels: dict[str, set[str]] = {}
    for one in headings:
        levels.setdefault(re.sub(r"/(\d+|\*)", "/*", one.get("id")), set()).add(one.tag)

    assert {place: tags for place, tags in levels.items() if len(tags) > 1} == {}
