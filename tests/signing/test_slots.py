"""Several signers of one file: a sheet with a place for each, an order, and what is refused."""

import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from formsvc.config import Config
from formsvc.errors import SignatureRefused
from formsvc.forms.registry import Registry, installed_forms
from formsvc.pipeline import Wanted
from formsvc.signing import blocks, sheet, slots
from formsvc.signing.plan import Mark, Place, Slot, planned
from tests.api.support import assert_problem, sample
from tests.judges.verapdf import check
from tests.signing import support
from tests.signing.support import (
    COMMISSION,
    Tool,
    document,
    leaflet,
    posted,
    prepared,
    signed_by,
    verified,
    with_slots,
)

SIGNERS = [{"role": one.role, "name": one.name} for one in COMMISSION]


def texts(content: bytes) -> list[str]:
    """What is written on each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def fields(pdf: pikepdf.Pdf) -> list[Any]:
    """The signature fields in their order."""
    return list(pdf.Root.AcroForm.Fields)


def refused(client: FlaskClient, content: bytes, tool: Tool, slot: str = "") -> str:
    """Why a slot is not to be signed."""
    request = {"certificate": tool.pem, "slot": slot}
    answer = posted(client, "signatures/prepare", file=content, request=request)
    return str(assert_problem(answer, 422)["detail"])


def test_a_sheet_names_every_signer_and_has_a_field_for_each() -> None:
    before, after = texts(document()), texts(with_slots())
    assert after[: len(before)] == before
    (page,) = after[len(before) :]
    assert "Лист подписей" in page and f"Страниц перед этим листом: {len(before)}" in page
    with pikepdf.open(BytesIO(with_slots())) as pdf:
        told = [str(field.TU) for field in fields(pdf)]
        assert told == [f"Подпись: {one.who}" for one in COMMISSION]
        for one in COMMISSION:
            assert one.role in page and one.name in page


def test_a_file_with_a_sheet_stays_accessible_and_for_the_archive(tmp_path: Any) -> None:
    kazakh = slots.with_sheet(
        document(),
        support.plan(mark=Mark.KZ),
        support.now().date(),
        Config(),
        installed_forms().roots,
    )
    files = [tmp_path / "ru.pdf", tmp_path / "kz.pdf"]
    for file, content in zip(files, (with_slots(), kazakh), strict=True):
        file.write_bytes(content)
    assert check("3a,ua1", files) == {file: [] for file in files}


def test_every_tag_of_a_file_with_a_sheet_is_of_its_own_page() -> None:
    with pikepdf.open(BytesIO(with_slots())) as pdf:
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for page in pdf.pages:
            pages = {one.Pg.objgen for one in parents[int(page.obj.StructParents)]}
            assert pages == {page.obj.objgen}
        for field in fields(pdf):
            element = parents[int(field.StructParent)]
            assert element.S == "/Form" and element.K.Obj.objgen == field.objgen


def test_a_sheet_is_the_same_every_time() -> None:
    day = support.now().date()
    roots = installed_forms().roots
    again = slots.with_sheet(document(), support.plan(), day, Config(), roots)
    assert again == with_slots()


def test_a_file_without_tags_gets_a_sheet_too(client: FlaskClient, rsa: Tool) -> None:
    request = {"slots": {"signers": SIGNERS, "mark": "kz"}, "slot": "slot-3"}
    signed = signed_by(client, leaflet(), rsa, **request)
    (page,) = texts(signed)[1:]
    assert "Секретарь комиссии" in page
    with pikepdf.open(BytesIO(signed)) as pdf:
        assert "/StructTreeRoot" not in pdf.Root


def test_the_mark_has_the_phrase_the_number_the_owner_and_the_validity(
    client: FlaskClient, rsa: Tool, authority: Any
) -> None:
    signed = signed_by(client, with_slots(), rsa, slot="slot-1")
    number = authority.certificate("first").serial_number
    shown = " ".join(support.printed(signed).split())
    assert "Документ подписан электронной подписью" in shown
    assert f"Сертификат: {number:X}" in shown
    assert "Владелец: ИВАНОВА МАРИЯ ПЕТРОВНА" in shown
    assert "Действителен: с 01.01.2020 по 01.01.2100" in shown


def test_the_mark_of_kazakhstan_has_both_phrases_the_owner_and_the_time(
    client: FlaskClient, authority: Any
) -> None:
    tool = support.common(authority, "second")
    request = {"slots": {"signers": SIGNERS, "mark": "kz"}, "slot": "slot-1"}
    shown = " ".join(support.printed(signed_by(client, document(), tool, **request)).split())
    assert "Заңы 7 бабының 1 тармағына сәйкес қағаз тасығыштағы құжатпен бірдей." in shown
    assert "равнозначен документу на бумажном носителе." in shown
    assert "Владелец ЭЦП: Әлиева Ұлжан Қасымқызы" in shown
    assert "Дата и время подписи: " in shown and "(UTC+05:00)" in shown


def test_a_mark_shows_letters_that_are_made_of_two(client: FlaskClient, tmp_path: Path) -> None:
    name = "Ёлкина Ия\u0301 fi А\u0301да Әбіш"
    signed = signed_by(client, with_slots(), support.own_tool(tmp_path, name), slot="slot-1")
    shown = unicodedata.normalize("NFD", " ".join(support.printed(signed).split()))
    assert unicodedata.normalize("NFD", f"Владелец: {name}") in shown
    assert len(signed) - len(with_slots()) < 100_000, "letters that are not shown are left out"


def test_marks_overlap_neither_each_other_nor_the_text() -> None:
    many = [Slot("", f"Член комиссии № {number} " * 6, "Иванова М. П.") for number in range(9)]
    plan = planned(many)
    day, roots = support.now().date(), installed_forms().roots
    made = sheet.sheet(plan, 1, day, Config(), roots)
    assert len({place.page for place in made.places}) > 1, "the sheet goes on on another page"
    for place in made.places:
        others = [other for other in made.places if other is not place]
        assert not any(place.overlaps(other) for other in others)
        words = support.words_on(made.content, place.page)
        assert words and not any(place.overlaps(word) for word in words)


def test_signers_in_parallel_sign_in_any_order_and_each_once(
    all_trusting: FlaskClient, rsa: Tool, ecdsa: Tool
) -> None:
    content = signed_by(all_trusting, with_slots(), rsa, slot="slot-3")
    assert "вторая подпись" in refused(all_trusting, content, ecdsa, "slot-3")
    assert "Назовите место" in refused(all_trusting, content, ecdsa)
    content = signed_by(all_trusting, content, ecdsa, slot="slot-1")
    told = verified(all_trusting, content)
    assert told["plan"]["open"] == ["slot-2"] and not told["plan"]["complete"]
    assert told["summary"] == (
        "Имеющиеся подписи действительны (подписей: 2). Собраны ещё не все подписи, не хватает: 1."
        " Места без подписи: «Член комиссии, Әлиева Ұ. Қ.»."
    )
    content = signed_by(all_trusting, content, rsa)
    told = verified(all_trusting, content)
    assert (told["verdict"], told["plan"]["complete"]) == ("valid", True)
    assert [one["verdict"] for one in told["signatures"]] == ["valid"] * 3
    assert "собрал все подписи" in refused(all_trusting, content, ecdsa)
    assert "места для подписи" in refused(all_trusting, with_slots(), ecdsa, "slot-9")


def test_signers_in_order_wait_for_their_turn(
    all_trusting: FlaskClient, sealing: FlaskClient, rsa: Tool
) -> None:
    content = with_slots((), (1, 2, 3))
    for slot in ("slot-2", "slot-3"):
        assert "порядок" in refused(all_trusting, content, rsa, slot)
    sealed = posted(sealing, "signatures/seal", file=content, request={"slot": "slot-2"})
    assert "порядок" in assert_problem(sealed, 422)["detail"]
    for slot in ("slot-1", "slot-2", "slot-3"):
        made = prepared(all_trusting, content, rsa)
        assert made["slot"] == slot, "the only open slot is chosen by itself"
        content = signed_by(all_trusting, content, rsa)
    assert verified(all_trusting, content)["verdict"] == "valid"


def test_n_of_m_are_enough_and_more_are_refused(
    all_trusting: FlaskClient, rsa: Tool, ecdsa: Tool
) -> None:
    content = signed_by(all_trusting, with_slots((2,)), rsa, slot="slot-3")
    told = verified(all_trusting, content)["plan"]
    who = ["Председатель комиссии, Иванова М. П.", "Член комиссии, Әлиева Ұ. Қ."]
    assert (told["due"], told["unsigned"]) == (1, who), "either of them is enough"
    content = signed_by(all_trusting, content, ecdsa, slot="slot-2")
    assert verified(all_trusting, content)["plan"]["complete"]
    assert "собрал все подписи" in refused(all_trusting, content, ecdsa, "slot-1")


def test_places_are_made_once_and_before_the_first_signature(
    client: FlaskClient, rsa: Tool
) -> None:
    signed = signed_by(client, leaflet(), rsa)
    request = {"certificate": rsa.pem, "slots": {"signers": SIGNERS}, "slot": "slot-1"}
    for content in (signed, with_slots()):
        answer = posted(client, "signatures/prepare", file=content, request=request)
        assert "до первой подписи" in assert_problem(answer, 422)["detail"]


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({"signers": []}, 400),
        ({"signers": [{"name": "x" * 301}]}, 400),
        ({"signers": [{"name": "А"}], "required": [2]}, 422),
        ({"signers": [{"name": "А"}], "required": [0]}, 422),
        ({"signers": [{"name": "А"}], "required": [1, 1]}, 422),
        ({"signers": [{"name": "А", "step": 0}]}, 400),
        ({"signers": [{"name": "\u0300"}]}, 422),
        ({"signers": [{"name": "А"}], "mark": "by"}, 400),
        ({"mark": "ru"}, 422),
        ("все", 400),
    ],
)
def test_wrong_signers_are_refused(
    client: FlaskClient, rsa: Tool, wanted: Any, status: int
) -> None:
    request = {"certificate": rsa.pem, "slots": wanted}
    answer = posted(client, "signatures/prepare", file=leaflet(), request=request)
    assert_problem(answer, status)


def test_the_signers_of_a_document_are_those_of_its_own_signature_blocks(
    client: FlaskClient, rsa: Tool, registry: Registry
) -> None:
    data = sample("office.order")
    wanted = Wanted("office.order", "pdf", support.now().date(), embed=True)
    content = support.service(Config()).generate(wanted, data).content
    form = registry.get("office.order")
    loaded = support.service(Config()).check(Wanted("office.order", "", wanted.as_of), data)[1]
    own = blocks.of_form(form, loaded.data, wanted.as_of)
    assert own and all(one.name for one in own)
    made = prepared(client, content, rsa, slots={"required": []}, slot="slot-1")
    added = " ".join(texts(made["prepared"])[len(texts(content)) :]).replace("\n", " ")
    for one in own:
        assert one.role in added and one.name in added


def test_a_document_that_was_edited_names_no_signers(client: FlaskClient, rsa: Tool) -> None:
    edited = support.changed(document(), lambda pdf: pdf.pages.append(pdf.pages[0]))
    request = {"certificate": rsa.pem, "slots": {}}
    answer = posted(client, "signatures/prepare", file=edited, request=request)
    assert "изменён" in assert_problem(answer, 422)["detail"]


def test_a_place_that_is_taken_or_outside_of_the_page_is_refused() -> None:
    plan = planned([Slot("", "А"), Slot("", "Б")])
    free, day = Place(0, 100, 100, 300, 180), support.now().date()
    for other in (
        Place(0, 250, 150, 400, 200),
        Place(0, 500, 100, 700, 180),
        Place(0, -5, 100, 50, 180),
        Place(0, 100, 800, 300, 850),
        Place(0, 400, 180, 300, 100),
    ):
        with pytest.raises(SignatureRefused, match="занято"):
            slots.prepare(leaflet(), plan, [free, other], day)
    beside = Place(0, 300, 100, 500, 180)
    made = slots.prepare(leaflet(), plan, [free, beside], day)
    with pikepdf.open(BytesIO(made)) as pdf:
        assert [float(edge) for edge in fields(pdf)[1].Rect] == [300, 100, 500, 180]


def test_a_form_without_data_names_nobody(registry: Registry) -> None:
    form = registry.get("kz.plan")
    assert blocks.of_form(form, {}, support.now().date()) == []
