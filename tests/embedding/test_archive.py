"""The ZIP of Office packages: written the same every time, read under limits."""

import struct
import subprocess
import warnings
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from formsvc.renderers.archive import (
    ArchiveLimits,
    ArchiveRefused,
    Package,
    read_archive,
    write_archive,
)

MEMBERS = {"word/document.xml": b"<d/>", "[Content_Types].xml": b"<t/>", "акт.txt": "Акт".encode()}


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return buffer.getvalue()


def test_members_come_back_as_they_were_written() -> None:
    assert read_archive(write_archive(MEMBERS)) == MEMBERS


def test_the_content_types_come_first_and_the_rest_in_the_order_given() -> None:
    assert list(read_archive(write_archive(MEMBERS.items()))) == [
        "[Content_Types].xml",
        "word/document.xml",
        "акт.txt",
    ]


def test_the_bytes_tell_nothing_of_the_time_or_the_machine() -> None:
    with zipfile.ZipFile(BytesIO(write_archive(MEMBERS))) as archive:
        entries = archive.infolist()

    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.create_system, entry.external_attr) for entry in entries} == {(0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_DEFLATED}


def test_python_and_info_zip_find_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "packed.zip"
    file.write_bytes(write_archive(MEMBERS | {"empty.xml": b"", "long.xml": b"<a/>" * 100_000}))

    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
    subprocess.run(["unzip", "-tq", file], check=True, capture_output=True)


def test_two_members_of_one_name_are_not_written() -> None:
    with pytest.raises(ValueError, match="same name"):
        write_archive([("a", b""), ("a", b"")])


def test_folders_are_left_out() -> None:
    assert read_archive(zipped(("word/", b""), ("word/a.xml", b"<a/>"))) == {"word/a.xml": b"<a/>"}


@pytest.mark.parametrize(
    "name",
    ["../a", "/a", "a/../../b", "a//b", "./a", "a\\b", "C:a", "a\0b", "//", "/", ""],
)
def test_names_that_lead_elsewhere_are_refused(name: str) -> None:
    content = zipped(("a" * max(len(name), 1), b"x")).replace(
        b"a" * max(len(name), 1), name.encode() or b"/"
    )

    with pytest.raises(ArchiveRefused, match="недопустимыми именами"):
        read_archive(content)


@pytest.mark.parametrize("second", ["word/a.xml", "Word/A.XML"])
def test_members_of_one_name_are_refused(second: str) -> None:
    with pytest.raises(ArchiveRefused, match="одинаковыми именами"):
        read_archive(zipped(("word/a.xml", b"1"), (second, b"2")))


def test_encrypted_members_are_refused() -> None:
    content = bytearray(zipped(("a", b"secret")))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flags] |= 1

    with pytest.raises(ArchiveRefused, match="зашифрован"):
        read_archive(bytes(content))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(method: int) -> None:
    with pytest.raises(ArchiveRefused, match="неподдерживаемым способом"):
        read_archive(zipped(("a", b"x" * 1_000), method=method))


def test_too_many_members_are_refused() -> None:
    limits = ArchiveLimits(members=3)
    many = [(f"{number}.xml", b"") for number in range(4)]

    assert len(read_archive(zipped(*many[:3]), limits)) == 3
    with pytest.raises(ArchiveRefused, match="слишком много частей"):
        read_archive(zipped(*many), limits)


def test_a_member_that_is_too_big_is_refused() -> None:
    limits = ArchiveLimits(member_bytes=1_000)

    assert read_archive(zipped(("a", b"x" * 1_000)), limits)
    with pytest.raises(ArchiveRefused, match="Часть архива слишком велика"):
        read_archive(zipped(("a", b"x" * 1_001)), limits)


def test_members_that_are_too_big_together_are_refused() -> None:
    limits = ArchiveLimits(total_bytes=1_000)

    with pytest.raises(ArchiveRefused, match="Архив слишком велик"):
        read_archive(zipped(("a", b"x" * 600), ("b", b"x" * 600)), limits)


@pytest.mark.parametrize("declared", [0, 10, 5_000_000])
def test_a_member_that_lies_about_its_size_is_refused(declared: int) -> None:
    content = bytearray(zipped(("a", b"x" * 1_000_000)))
    for header, size in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        position = content.index(header) + size
        content[position : position + 4] = struct.pack("<I", declared)

    with pytest.raises(ArchiveRefused, match="повреждён"):
        read_archive(bytes(content))


def test_a_changed_byte_is_noticed() -> None:
    content = bytearray(zipped(("a", b"x" * 100), method=zipfile.ZIP_STORED))
    content[content.index(b"xxx") + 50] ^= 1

    with pytest.raises(ArchiveRefused, match="повреждён"):
        read_archive(bytes(content))


def test_parts_that_are_looked_into_have_limits_of_their_own_together() -> None:
    parts = write_archive({"a.xml": b"<a>" + b"<b/>" * 9 + b"</a>"})
    package = Package(parts, ArchiveLimits(elements=25))

    assert package.xml("a.xml") is not None
    assert package.xml("a.xml") is not None
    with pytest.raises(ArchiveRefused, match="Документ слишком велик"):
        package.xml("a.xml")


def test_a_part_that_is_missing_is_none() -> None:
    assert Package(write_archive({"a.xml": b"<a/>"})).xml("b.xml") is None
