"""A pack with three signatures that was changed is never called valid, however it was changed."""

import json
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from formsvc.cli import formsvc
from tests.signing.pki import Authority
from tests.signing.revisions import cover_with_note, drawn, page_of, updated
from tests.signing.support import COMMISSION, spoilt, verified

SLOTS = ("slot-1", "slot-2", "slot-3")
NOT_VALID = {"altered", "unchecked", "unreadable", "unsigned", "unfinished"}


def byte_ranges(content: bytes) -> list[list[int]]:
    """The byte range of each signature of the pack, in the order of signing."""
    with pikepdf.open(BytesIO(content)) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        return [[int(number) for number in fields[slot].V.ByteRange] for slot in SLOTS]


def ends(content: bytes) -> list[int]:
    """Where the revision of each signature ends."""
    return [after + rest for _, _, after, rest in byte_ranges(content)]


Verify = Callable[..., Result]


@pytest.fixture(scope="module")
def verify(
    authority: Authority, all_roots: Path, tmp_path_factory: pytest.TempPathFactory
) -> Verify:
    """`formsvc verify` of a file, trusting the roots of all three signers."""
    file = tmp_path_factory.mktemp("packs") / "pack.pdf"
    runner = CliRunner(env={"FORMSVC_FETCH_HOSTS": authority.host})

    def verified_by_command(content: bytes, *options: str) -> Result:
        file.write_bytes(content)
        asked = ["verify", str(file), "--trust", str(all_roots), *options]
        return runner.invoke(formsvc, asked)

    return verified_by_command


def refused(verify: Verify, content: bytes) -> dict[str, Any]:
    """What is said of a pack that is not called valid, by words and by the status of the end."""
    said = verify(content, "--json")
    assert (said.exit_code, type(said.exception)) == (1, SystemExit), said.output
    told: dict[str, Any] = json.loads(said.stdout)
    assert not told["valid"] and told["verdict"] in NOT_VALID, told
    return told


def field_of(writer: IncrementalPdfFileWriter, slot: str) -> Any:
    """The field of a slot, which will be written anew."""
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field["/T"] == slot:
            writer.update_container(field)
            return field
    raise AssertionError(slot)


def other_words(writer: IncrementalPdfFileWriter) -> None:
    """Incremental saving: other words on the first page."""
    page_of(writer)["/Contents"] = writer.add_object(drawn(b"Received 900"))


def other_page(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack, replace: the sheet of signatures stands where the form stood."""
    pages = writer.root["/Pages"]
    first, *others, last = pages["/Kids"]
    pages["/Kids"] = generic.ArrayObject([last, *others, first])
    writer.update_container(pages)


def page_taken_out(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack, hide: the first page is not shown."""
    pages = writer.root["/Pages"]
    pages["/Kids"] = generic.ArrayObject([*pages["/Kids"]][1:])
    pages["/Count"] = generic.NumberObject(int(pages["/Count"]) - 1)
    writer.update_container(pages)


def other_mark(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack, replace: another name in the mark of the first signer."""
    field_of(writer, "slot-1")["/AP"]["/N"] = writer.add_object(drawn(b"Signed by another"))


def hidden_mark(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack, hide: the mark of the second signer is not shown."""
    field_of(writer, "slot-2")["/F"] = generic.NumberObject(2)


def other_attachment(writer: IncrementalPdfFileWriter) -> None:
    """Another file in the place of the one that is attached."""
    (_, specification) = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    files = specification.get_object()["/EF"]
    files["/F"] = writer.add_object(generic.StreamObject(stream_data=b"%PDF-1.7 another"))
    writer.update_container(files)


def signature_taken_out(writer: IncrementalPdfFileWriter) -> None:
    """The second signer never signed."""
    del field_of(writer, "slot-2")["/V"]


def field_taken_out(writer: IncrementalPdfFileWriter) -> None:
    """There never was a third signer."""
    form = writer.root["/AcroForm"]
    form["/Fields"] = generic.ArrayObject([*form["/Fields"]][:-1])
    writer.update_container(form)


ATTACKS: Sequence[Callable[[IncrementalPdfFileWriter], None]] = (
    other_words,
    other_page,
    page_taken_out,
    other_mark,
    hidden_mark,
    cover_with_note,
    other_attachment,
    signature_taken_out,
    field_taken_out,
)


def test_the_pack_that_nobody_changed_is_valid(
    all_trusting: FlaskClient, verify: Verify, signed_pack: bytes
) -> None:
    said = verify(signed_pack)
    assert said.exit_code == 0, said.output
    page = all_trusting.post("/verify", data={"file": (BytesIO(signed_pack), "pack.pdf")}).text
    assert 'class="verdict valid"' in page


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.__name__)
def test_a_revision_after_the_last_signature_is_noticed(
    verify: Verify,
    signed_pack: bytes,
    attack: Callable[[IncrementalPdfFileWriter], None],
) -> None:
    told = refused(verify, updated(signed_pack, attack))
    assert told["verdict"] == told["signatures"][-1]["verdict"] == "altered"
    assert len(told["signatures"]) >= 2


@pytest.mark.parametrize("signed", [1, 2])
def test_a_change_between_two_signatures_spoils_the_earlier_ones(
    verify: Verify,
    signed_pack: bytes,
    signed: int,
) -> None:
    begun = signed_pack[: ends(signed_pack)[signed - 1]]
    told = refused(verify, updated(begun, other_words))
    assert [one["verdict"] for one in told["signatures"]] == ["altered"] * signed


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_byte_range_that_was_moved_around_other_content_is_noticed(
    verify: Verify,
    signed_pack: bytes,
    number: int,
) -> None:
    """Wrapping: what was signed is moved behind content that nobody signed."""
    start, length, after, rest = byte_ranges(signed_pack)[number]
    added = b" " * 40
    old = b"/ByteRange [%d %d %d %d" % (start, length, after, rest)
    new = b"/ByteRange [%d %d %d %d" % (start, length, after + len(added), rest)
    assert (len(new), signed_pack.count(old)) == (len(old), 1)
    content = (signed_pack[:after] + added + signed_pack[after:]).replace(old, new)
    told = refused(verify, content)
    assert all(one["verdict"] != "valid" for one in told["signatures"][number:])


@hypothesis_settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    number=st.sampled_from([0, 1, 2]),
    place=st.floats(0, 1, exclude_max=True),
    flip=st.integers(1, 255),
)
def test_a_flip_of_a_byte_is_noticed_by_every_signature_over_it(
    all_trusting: FlaskClient, signed_pack: bytes, number: int, place: float, flip: int
) -> None:
    """A byte that the signature with that number is the first to cover."""
    _, length, after, rest = byte_ranges(signed_pack)[number]
    begin = ends(signed_pack)[number - 1] if number else 0
    offsets = [*range(begin, length), *range(after, after + rest)]
    changed = bytearray(signed_pack)
    changed[offsets[int(place * len(offsets))]] ^= flip
    told = spoilt(all_trusting, bytes(changed))
    assert not told["valid"] and told["verdict"] in NOT_VALID
    by_slot = {one["field"]: one["verdict"] for one in told["signatures"]}
    assert all(by_slot.get(slot) != "valid" for slot in SLOTS[number:])


@pytest.mark.parametrize("signed", [1, 2])
def test_a_pack_cut_back_to_an_earlier_signature_is_told_to_lack_the_others(
    all_trusting: FlaskClient, verify: Verify, signed_pack: bytes, signed: int
) -> None:
    """An earlier revision is a whole file, and what is signed in it is valid."""
    begun = signed_pack[: ends(signed_pack)[signed - 1]]
    told, who = verified(all_trusting, begun), [f"{one.role}, {one.name}" for one in COMMISSION]
    assert [one["field"] for one in told["signatures"]] == list(SLOTS[:signed])
    assert (told["verdict"], told["plan"]["complete"]) == ("valid", False)
    assert (told["plan"]["due"], told["plan"]["unsigned"]) == (len(SLOTS) - signed, who[signed:])
    missing = ", ".join(f"«{one}»" for one in who[signed:])
    words = (
        f"Имеющиеся подписи действительны (подписей: {signed}). Собраны ещё не все подписи,"
        f" не хватает: {len(SLOTS) - signed}. Места без подписи: {missing}."
    )
    assert told["summary"] == words
    said = verify(begun)
    assert (said.exit_code, said.output.splitlines()[0]) == (0, words)
    page = all_trusting.post("/verify", data={"file": (BytesIO(begun), "pack.pdf")}).text
    assert 'class="verdict doubtful"' in page and words in page
