"""A signed file that was changed is never called valid: single bytes, and the known attacks."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from tests.signing import support
from tests.signing.revisions import NAME, cover_with_note, drawn, page_of, updated
from tests.signing.support import Tool, leaflet, signed_by, spoilt, verified


@pytest.fixture(scope="module")
def signed(all_trusting: FlaskClient, rsa: Tool) -> bytes:
    """A small file with one signature."""
    return signed_by(all_trusting, leaflet(), rsa)


def covered(content: bytes) -> list[int]:
    """Offsets of all bytes that the signature covers."""
    with pikepdf.open(BytesIO(content)) as pdf:
        numbers = [int(number) for number in pdf.Root.AcroForm.Fields[0].V.ByteRange]
    start, length, after, rest = numbers
    return [*range(start, start + length), *range(after, after + rest)]


@cache
def _covered(content: bytes) -> list[int]:
    return covered(content)


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_a_flip_of_any_single_covered_byte_is_noticed(
    all_trusting: FlaskClient, signed: bytes, place: float, flip: int
) -> None:
    offsets = _covered(signed)
    offset = offsets[int(place * len(offsets))]
    changed = bytearray(signed)
    changed[offset] ^= flip
    told = spoilt(all_trusting, bytes(changed))
    assert not told["valid"]
    assert told["verdict"] in ("altered", "unchecked", "unreadable", "unsigned", "unfinished")


def replace_contents(writer: IncrementalPdfFileWriter) -> None:
    """Incremental saving attack: other words on the page."""
    page_of(writer)["/Contents"] = writer.add_object(drawn(b"Received 900"))


def overwrite_contents(writer: IncrementalPdfFileWriter) -> None:
    """The same object under the same number."""
    reference = page_of(writer).raw_get("/Contents").reference
    writer.objects[(reference.generation, reference.idnum)] = drawn(b"Received 900")


def add_page(writer: IncrementalPdfFileWriter) -> None:
    """One more page."""
    pages = writer.root["/Pages"]
    page = generic.DictionaryObject({NAME("/Type"): NAME("/Page")})
    page["/Parent"] = writer.root.raw_get("/Pages")
    pages["/Kids"].append(writer.add_object(page))
    pages["/Count"] = generic.NumberObject(2)
    writer.update_container(pages)


def cover_with_empty_field(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack, replace: a field that is seen and holds no signature."""
    append_signature_field(writer, SigFieldSpec("cover", box=(70, 700, 300, 740)))
    field = writer.root["/AcroForm"]["/Fields"][-1].get_object()
    field["/AP"]["/N"] = writer.add_object(drawn(b"Received 900"))


def cover_with_text_field(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack, replace by a form: a text field over the words."""
    form = writer.root["/AcroForm"]
    field = generic.DictionaryObject(
        {
            NAME("/FT"): NAME("/Tx"),
            NAME("/T"): generic.pdf_string("cover"),
            NAME("/V"): generic.pdf_string("Received 900"),
            NAME("/Subtype"): NAME("/Widget"),
            NAME("/Rect"): generic.ArrayObject(map(generic.NumberObject, (70, 700, 300, 740))),
        }
    )
    form["/Fields"].append(writer.add_object(field))
    writer.update_container(form["/Fields"])


def drop_the_signature(writer: IncrementalPdfFileWriter) -> None:
    """The field of the signature is taken out of the form."""
    writer.root["/AcroForm"]["/Fields"] = generic.ArrayObject()
    writer.update_container(writer.root["/AcroForm"])


def change_the_catalog(writer: IncrementalPdfFileWriter) -> None:
    """A script that runs when the file is opened."""
    action = {NAME("/S"): NAME("/JavaScript"), NAME("/JS"): generic.pdf_string("app.alert(1)")}
    writer.root["/OpenAction"] = generic.DictionaryObject(action)
    writer.update_root()


def swap_the_font(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack by a font: the same codes look different."""
    font = page_of(writer)["/Resources"]["/Font"]["/F1"]
    font["/BaseFont"] = NAME("/Symbol")
    writer.update_container(font)


ATTACKS: tuple[Callable[[IncrementalPdfFileWriter], Any], ...] = (
    replace_contents,
    overwrite_contents,
    add_page,
    cover_with_note,
    cover_with_empty_field,
    cover_with_text_field,
    change_the_catalog,
    swap_the_font,
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.__name__)
def test_a_revision_that_changes_what_is_seen_or_done_is_noticed(
    all_trusting: FlaskClient, signed: bytes, attack: Callable[[Any], Any]
) -> None:
    told = verified(all_trusting, updated(signed, attack))
    (own,) = told["signatures"]
    assert (own["verdict"], own["changes"], own["integrity"]) == ("altered", "forbidden", "intact")
    assert "изменены после подписания" in told["summary"]


def test_a_signature_that_was_taken_out_is_not_there(
    all_trusting: FlaskClient, signed: bytes
) -> None:
    told = verified(all_trusting, updated(signed, drop_the_signature))
    assert (told["verdict"], told["valid"]) == ("unsigned", False)


def test_content_that_was_hidden_before_signing_cannot_come_forth(
    all_trusting: FlaskClient, rsa: Tool
) -> None:
    """Shadow attack, hide: the signer saw a cover, and the attacker takes it away."""

    def cover(pdf: pikepdf.Pdf) -> None:
        words = pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("cover"))
        layer = pdf.make_indirect(words)
        shown = pikepdf.Dictionary(ON=[layer], OFF=[], Order=[layer])
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=shown)

    def uncover(writer: IncrementalPdfFileWriter) -> None:
        layers = writer.root["/OCProperties"]["/D"]
        layers["/OFF"], layers["/ON"] = layers["/ON"], generic.ArrayObject()
        writer.update_container(layers)

    signed = signed_by(all_trusting, support.changed(leaflet(), cover), rsa)
    assert verified(all_trusting, signed)["verdict"] == "valid"
    assert verified(all_trusting, updated(signed, uncover))["verdict"] == "altered"


def test_a_signature_wrapped_into_another_file_is_noticed(
    all_trusting: FlaskClient, signed: bytes
) -> None:
    """Wrapping: the signed bytes are kept, the file around them is another."""
    other = leaflet().replace(b"Received 100", b"Received 900")
    for content in (other + signed, signed + other, signed + b"\nafter the end"):
        assert not verified(all_trusting, content)["valid"]


def test_a_byte_range_that_leaves_out_more_than_the_signature_is_noticed(
    all_trusting: FlaskClient, signed: bytes
) -> None:
    start = signed.index(b"/ByteRange") + len(b"/ByteRange")
    end = signed.index(b"]", start) + 1
    for numbers in ("0 10 20 30", "0 0 0 0", "5 5 5 5", "0 10", "-1 5 10 20", "0 9 1 9 1 9"):
        other = f"[{numbers}]".encode().ljust(end - start)
        content = signed[:start] + other[: end - start] + signed[end:]
        assert not verified(all_trusting, content)["valid"], numbers


def test_another_signature_in_the_same_place_is_not_taken_for_it(
    all_trusting: FlaskClient, signed: bytes, rsa: Tool
) -> None:
    """A CMS of other bytes by the same signer, put in the room of the first."""
    container, _ = support.containers(signed)[0]
    other = rsa.cms(b"other bytes").hex().upper().encode()
    room = len(container) * 2
    content = signed.replace(container.hex().upper().encode(), other.ljust(room, b"0"))
    told = verified(all_trusting, content)
    assert (told["verdict"], told["signatures"][0]["integrity"]) == ("altered", "broken")


def test_a_cms_that_brings_its_own_content_is_not_taken_for_the_file(
    all_trusting: FlaskClient, signed: bytes, rsa: Tool
) -> None:
    container, _ = support.containers(signed)[0]
    own = rsa.cms(b"other bytes", "-nodetach").hex().upper().encode()
    room = len(container) * 2
    content = signed.replace(container.hex().upper().encode(), own.ljust(room, b"0"))
    assert verified(all_trusting, content)["verdict"] == "altered"


def test_a_file_written_anew_is_not_the_one_that_was_signed(
    all_trusting: FlaskClient, signed: bytes
) -> None:
    assert not verified(all_trusting, support.changed(signed, lambda pdf: None))["valid"]


def test_the_plan_of_signers_cannot_be_changed_after_the_first_signature(
    all_trusting: FlaskClient, rsa: Tool
) -> None:
    content = signed_by(all_trusting, support.with_slots(), rsa, slot="slot-1")

    def fewer(writer: IncrementalPdfFileWriter) -> None:
        entry = writer.root["/PieceInfo"]["/formsvc"]
        plan = str(entry["/Private"]).replace('"required": [3]', '"required": [1]')
        entry["/Private"] = generic.pdf_string(plan)
        writer.update_container(entry)

    told = verified(all_trusting, updated(content, fewer))
    assert told["plan"]["complete"] and told["verdict"] == "altered"
