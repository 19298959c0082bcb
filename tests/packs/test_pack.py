"""One PDF of many documents: cover, inventory, numbers, links, bookmarks, places to sign."""

from pathlib import Path
from typing import Any

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.api.support import AS_OF, assert_problem, post, sample
from tests.documents.properties import properties
from tests.leaks import leaked
from tests.packs.support import (
    CASE_FILE,
    COMMISSION,
    COVER,
    assert_keeps,
    bookmarks,
    corners,
    item,
    links,
    packed,
    read,
    request,
    text,
)

FRONT = 2
SHEETS = (2, 2, 1, 4, 1, 8)


@pytest.fixture(scope="module")
def made(app: Flask) -> TestResponse:
    """A pack of all kinds of documents with everything around them."""
    body = request(cover=COVER, signers=COMMISSION, embed=True)
    return packed(app.test_client(), body)


def first_pages() -> list[int]:
    """The page of the file on which each document begins."""
    return [FRONT + 1 + sum(SHEETS[:place]) for place in range(len(SHEETS))]


def test_what_it_tells_of_itself_holds_nothing_of_a_family(made: TestResponse) -> None:
    assert leaked(properties(made.data)) == set()


def test_it_is_pdf_a_3a_and_pdf_ua_and_whole(whole: Path) -> None:
    assert_keeps("3a,ua1", whole)


def test_it_says_what_it_is(made: TestResponse, pdf: pypdf.PdfReader) -> None:
    assert made.mimetype == "application/pdf"
    assert made.headers["Content-Disposition"] == 'attachment; filename="pack.pdf"'
    assert made.headers["Formsvc-Sheets"] == str(sum(SHEETS))
    assert made.headers["Formsvc-Conformance"] == "PDF/A-3a, PDF/UA-1"
    assert made.headers["Formsvc-As-Of"] == AS_OF
    assert made.headers["Formsvc-Findings"] == "F-edition"
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Личное дело"


def test_the_documents_follow_in_the_given_order(pdf: pypdf.PdfReader, client: FlaskClient) -> None:
    assert len(pdf.pages) == FRONT + sum(SHEETS) + 1
    for (form_id, case), first, sheets in zip(CASE_FILE, first_pages(), SHEETS, strict=True):
        alone = read(post(client, form_id, sample(form_id, case), format="pdf").data)
        assert len(alone.pages) == sheets
        for number in range(sheets):
            words = alone.pages[number].extract_text().split()
            bound = pdf.pages[first - 1 + number].extract_text().split()[::-1]
            bound.remove(str(first - FRONT + number))  # what stands in margins comes last
            assert bound[::-1] == words, (form_id, number + 1)


def test_each_sheet_has_its_number_in_the_upper_right_corner(
    whole: Path, pdf: pypdf.PdfReader
) -> None:
    numbers = [str(number) for number in range(1, sum(SHEETS) + 1)]
    assert corners(whole, pdf) == [""] * FRONT + numbers + [""]
    assert len({page.mediabox.width for page in pdf.pages}) == 2, "a landscape sheet is among them"


def test_the_cover_has_what_was_given(pdf: pypdf.PdfReader) -> None:
    words = text(pdf, 1)
    for expected in (
        "Городская поликлиника № 4",
        "Личное дело",
        "№ 17/2026",
        "ФИО Ержанова Мөлдір Сәкенқызы",
        "Дата рождения 04.12.2022",
        "Начато 10.02.2026",
        "Социальный работник, Ким Вероника Андреевна",
        "Листов: 18 (восемнадцать)",
        "Документ № 1: есть предупреждения (F-edition).",
    ):
        assert expected in words
    assert "ПРОЕКТ" not in words


def test_the_inventory_lists_titles_dates_numbers_sheets_and_totals(pdf: pypdf.PdfReader) -> None:
    words = text(pdf, 2)
    assert words.startswith("Внутренняя опись документов дела № п/п Заголовок документа")
    for row in (
        "1 Индивидуальный план сопровождения семьи 05.03.2024 1–2",
        "2 Форма обращения за помощью 10.11.2026 2026/118 3–4",
        "3 Приказ «О назначении куратора семьи» 12.05.2026 84 5",
        "4 Отчет о комплексной оценке потребностей ребенка и семьи 30.10.2026 27-КО 6–9",
        "5 Лист ознакомления 27.02.2026",
        "6 Карта комплексного сопровождения семьи",
        "11–18",
        "Итого 6 (шесть) документов, 18 (восемнадцать) листов.",
        "Количество листов внутренней описи: 1 (один) лист.",
        "Социальный работник Ким Вероника Андреевна 20.11.2026",
    ):
        assert row in words, row


def test_the_links_of_the_inventory_lead_to_the_documents(pdf: pypdf.PdfReader) -> None:
    assert links(pdf, 2) == first_pages()


def test_the_bookmarks_name_documents_and_their_sections(pdf: pypdf.PdfReader) -> None:
    found = bookmarks(pdf)
    assert [(title, page) for level, title, page in found if level == 0] == [
        ("Личное дело", 1),
        ("Внутренняя опись документов дела", 2),
        ("1. Индивидуальный план сопровождения семьи", 3),
        ("2. Форма обращения за помощью", 5),
        ("3. Приказ «О назначении куратора семьи»", 7),
        ("4. Отчет о комплексной оценке потребностей ребенка и семьи", 8),
        ("5. Лист ознакомления", 12),
        ("6. Карта комплексного сопровождения семьи", 13),
        ("Лист подписей", 21),
    ]
    assert (1, "Часть III. Результативная часть, мониторинг", 19) in found
    for level, title, page in found:
        if level:
            assert "".join(title.split()) in "".join(text(pdf, page).split())


def test_there_is_a_place_for_each_signer(pdf: pypdf.PdfReader) -> None:
    fields = pdf.get_fields() or {}
    assert list(fields) == ["slot-1", "slot-2", "slot-3"]
    last = text(pdf, len(pdf.pages))
    assert "Страниц перед этим листом: 20" in last
    for signer in COMMISSION:
        assert signer["role"] in last
        assert signer["name"] in last


def test_sources_go_with_it_only_when_asked_for_and_never_the_case(
    made: TestResponse, client: FlaskClient
) -> None:
    attached = read(made.data).attachments
    assert list(attached) == [
        "01-kz.plan.json",
        "02-kz.appeal.json",
        "03-office.order.json",
        "04-kz.assessment.json",
        "05-office.acknowledgement_sheet.json",
        "06-nso.kkss.json",
    ]
    assert not any(b'"case"' in content for files in attached.values() for content in files)
    bare = packed(client, request(item("kz.plan", "minimal")))
    assert not read(bare.data).attachments


def test_the_same_request_gives_the_same_bytes(client: FlaskClient) -> None:
    body = request(item("kz.plan"), item("office.order"), signers=COMMISSION, cover=COVER)
    first, second = (packed(client, body) for _ in range(2))
    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]


def test_what_stands_around_the_documents_is_a_choice(client: FlaskClient) -> None:
    body = request(item("kz.plan", "minimal"), inventory=False, numbering=False)
    pdf = read(packed(client, body).data)
    assert [title for level, title, _ in bookmarks(pdf) if level == 0] == [
        "1. Индивидуальный план сопровождения семьи"
    ]
    alone = post(client, "kz.plan", sample("kz.plan", "minimal"), format="pdf")
    assert text(pdf, 1) == text(read(alone.data), 1)


def test_an_item_says_how_it_is_listed(client: FlaskClient) -> None:
    listed = {"title": "План семьи", "date": "2026-01-02", "number": "5-к", "note": "копия"}
    body = request(item("kz.plan", "minimal", **listed))
    pdf = read(packed(client, body).data)
    assert "1 План семьи 02.01.2026 5-к 1–2 копия" in text(pdf, 1)
    assert ("1. План семьи", 2) in [(title, page) for _, title, page in bookmarks(pdf)]


def test_drafts_are_marked_on_the_cover_and_in_the_inventory(client: FlaskClient) -> None:
    draft = item("kz.plan", mode="draft")
    del draft["data"]["filled_on"]
    pdf = read(packed(client, request(item("office.order"), draft, cover=COVER)).data)
    assert "ПРОЕКТ" in text(pdf, 1)
    assert "Документ № 2: не окончен (проект); есть предупреждения (S-required)." in text(pdf, 1)
    assert "2 Индивидуальный план сопровождения семьи 5–6 проект" in text(pdf, 2)


def test_a_long_inventory_counts_its_own_sheets(client: FlaskClient) -> None:
    title = "Выписка из протокола заседания комиссии по делам несовершеннолетних " * 4
    items = [item("office.revision_log", "minimal", title=title[:290]) for _ in range(6)]
    pdf = read(packed(client, request(*items)).data)
    assert "Количество листов внутренней описи: 2 (два) листа." in text(pdf, 2)
    assert links(pdf, 1) + links(pdf, 2) == list(range(3, 9))


def test_a_ready_order_puts_the_documents_in_their_places(client: FlaskClient) -> None:
    items = [item(*one) for one in CASE_FILE[:5]]
    items.append(item("nso.kkss", "minimal", section="papers"))
    made = packed(client, request(*items, order="kz.case_file", cover=COVER))
    assert made.headers["Content-Disposition"] == 'attachment; filename="kz.case_file.pdf"'
    pdf = read(made.data)
    assert [title for level, title, _ in bookmarks(pdf) if level == 0] == [
        "Личное дело ребенка",
        "Внутренняя опись документов дела",
        "1. Форма обращения за помощью",
        "2. Отчет о комплексной оценке потребностей ребенка и семьи",
        "3. Индивидуальный план сопровождения семьи",
        "4. Приказ «О назначении куратора семьи»",
        "5. Карта комплексного сопровождения семьи",
        "6. Лист ознакомления",
    ]
    assert "ФИО ребенка Ержанова Мөлдір Сәкенқызы" in text(pdf, 1)


def test_a_ready_order_tells_what_is_missing(client: FlaskClient) -> None:
    body = request(item("kz.plan"), order="kz.case_file", cover=COVER)
    answer = packed(client, body)
    assert "P-missing" in answer.headers["Formsvc-Findings"]
    assert "В деле нет документа: Форма обращения за помощью." in text(read(answer.data), 1)


def test_the_forms_of_ready_orders_are_forms_of_the_service(client: FlaskClient) -> None:
    known = {one["id"] for one in client.get("/v1/forms").get_json()["forms"]}
    orders = client.get("/v1/packs/orders").get_json()["orders"]
    assert [one["id"] for one in orders] == ["kz.case_file", "nso.case_file"]
    named = [form for one in orders for part in one["sections"] for form in part["forms"]]
    assert set(named) <= known


@pytest.mark.parametrize(
    ("spoil", "pointer", "label"),
    [
        (
            lambda body: body["items"][1]["data"]["actions"][0].update(due="2026-02-30"),
            "/items/1/data/actions/0/due",
            "Документ 2 «Индивидуальный план сопровождения семьи»: План действий, строка 1: Сроки",
        ),
        (lambda body: body["items"][0].update(titel="x"), "/items/0/titel", "Документы, строка 1"),
        (lambda body: body["items"][0].pop("form"), "/items/0", "Документ 1"),
        (lambda body: body.update(items=[]), "/items", "Документы"),
        (lambda body: body.update(order="no.order"), "/order", "Готовый порядок"),
        (lambda body: body["items"][0].update(section="plan"), "/items/0/section", "Документ 1"),
        (lambda body: body["items"][0].update(edition="none"), "/items/0/form", "Документ 1"),
        (lambda body: body["items"][1].update(form="kz.nothing"), "/items/1/form", "Документ 2"),
        (lambda body: body.update(cover={"people": [{}, 1]}), "/cover/people/1", "Обложка"),
        (lambda body: body.update(signers=[{"step": 0}]), "/signers/0/step", "Кто подписывает"),
        (lambda body: body.update(output="zip", signers=COMMISSION), "/signers", "Кто"),
    ],
)
def test_a_faulty_item_is_named_with_its_field_and_nothing_is_made(
    client: FlaskClient, spoil: Any, pointer: str, label: str
) -> None:
    body = request(item("office.order"), item("kz.plan"))
    spoil(body)
    answer = client.post("/v1/packs", json=body)
    told = assert_problem(answer, 422)["findings"]
    found = [one for one in told if one["severity"] == "error"]
    assert pointer in [one["pointer"] for one in found]
    assert all(one["label"].startswith(label) for one in found if one["pointer"] == pointer)


def test_the_faults_of_all_documents_are_told_at_once(client: FlaskClient) -> None:
    broken = item("kz.plan")
    del broken["data"]["filled_on"]
    answer = client.post("/v1/packs", json=request(broken, item("office.order"), broken))
    told = assert_problem(answer, 422)["findings"]
    pointers = [one["pointer"] for one in told if one["severity"] == "error"]
    assert pointers == ["/items/0/data/filled_on", "/items/2/data/filled_on"]


def test_too_many_documents_are_refused(client: FlaskClient) -> None:
    body = request(*[item("office.order")] * 51)
    assert "50" in assert_problem(client.post("/v1/packs", json=body), 413)["detail"]
