"""What a signature is worth after years: proofs, archive timestamps, and their renewal."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from formsvc.errors import BadSetting, SignatureRefused
from formsvc.signing import renewal, sealing
from formsvc.signing.sealing import Level, Wish
from tests.judges.verapdf import check
from tests.signing import support
from tests.signing.pki import Authority
from tests.signing.support import Tool, document, leaflet, signed_by, verified

SIGNED = datetime(2021, 6, 1, 12, tzinfo=UTC)
RENEWED = datetime(2023, 6, 1, 12, tzinfo=UTC)


def sealed(authority: Authority, level: Level, content: bytes) -> bytes:
    """A file sealed in 2021: certificate good until 2022, timestamps until 2024."""
    config = support.settings(authority, seal="expired", timestamp_url=authority.old_timestamp_url)
    with authority.at(SIGNED):
        return sealing.seal(content, Wish(level), config, SIGNED)


def renewed(authority: Authority, content: bytes, moment: datetime = RENEWED) -> bytes:
    """The file with a timestamp of the authority that goes on."""
    with authority.at(moment):
        return renewal.renew(content, support.settings(authority), moment)


def test_a_renewed_archive_outlives_certificates_and_timestamps(
    sealing: FlaskClient, authority: Authority, tmp_path: Path
) -> None:
    archived = sealed(authority, Level.LTA, document())
    lasting = renewed(authority, archived)
    assert lasting.startswith(archived)
    told = verified(sealing, lasting)
    assert told["verdict"] == "valid", told
    own, old, new = told["signatures"]
    assert (own["level"], own["time_source"]) == ("PAdES B-LTA", "timestamp")
    assert own["signed_at"].startswith("2021-06-01T")
    assert (old["kind"], new["kind"]) == ("timestamp", "timestamp")
    file = tmp_path / "lasting.pdf"
    file.write_bytes(lasting)
    assert check("3a,ua1", [file])[file] == []


def test_without_renewal_nothing_proves_it_any_more(
    sealing: FlaskClient, authority: Authority
) -> None:
    told = verified(sealing, sealed(authority, Level.LTA, leaflet()))
    assert not told["valid"]
    assert {one["integrity"] for one in told["signatures"]} == {"intact"}
    assert told["signatures"][0]["verdict"] in ("expired", "revocation_unknown")


def test_a_signature_without_a_timestamp_ends_with_its_certificate(
    sealing: FlaskClient, authority: Authority
) -> None:
    assert verified(sealing, sealed(authority, Level.B, leaflet()))["verdict"] == "expired"


def test_a_timestamp_over_a_signature_from_outside_makes_it_an_archive(
    sealing: FlaskClient, authority: Authority, rsa: Tool, gost: tuple[Tool, Path]
) -> None:
    config = support.settings(authority)
    content = renewal.renew(signed_by(sealing, leaflet(), rsa), config, support.now())
    told = verified(sealing, content)
    assert told["verdict"] == "valid", told
    assert told["signatures"][0]["level"] == "PAdES B-LTA"
    stamped = renewal.renew(signed_by(sealing, leaflet(), gost[0]), config, support.now())
    own, stamp = verified(sealing, stamped)["signatures"]
    assert (own["integrity"], stamp["verdict"]) == ("intact", "valid")


def test_too_late_is_told(authority: Authority) -> None:
    archived = sealed(authority, Level.LTA, leaflet())
    with pytest.raises(SignatureRefused, match="больше не подтверждаются"):
        renewed(authority, archived, datetime(2025, 6, 1, tzinfo=UTC))


def test_what_is_not_signed_is_not_renewed(authority: Authority) -> None:
    with pytest.raises(SignatureRefused, match="нет подписей"):
        renewal.renew(leaflet(), support.settings(authority), support.now())


def test_renewal_needs_its_services(authority: Authority) -> None:
    config = support.settings(authority, timestamp_url="")
    with pytest.raises(BadSetting, match="FORMSVC_TIMESTAMP_URL"):
        renewal.renew(leaflet(), config, support.now())
