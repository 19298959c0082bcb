"""A pack for a commission of three: a form, and a file that somebody signed before."""

import json
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient

from tests.api.support import AS_OF, sample
from tests.signing.support import COMMISSION

SIGNERS = [
    {"role": one.role, "name": one.name, "step": step} for step, one in enumerate(COMMISSION, 1)
]
ITEMS = [
    {"form": "office.acknowledgement_sheet", "data": sample("office.acknowledgement_sheet")},
    {"file": "order", "title": "План, подписанный раньше", "date": "2026-03-05"},
]


def packed(client: FlaskClient, order: bytes, **more: Any) -> bytes:
    """A pack of a form and of a file."""
    body = {"items": ITEMS, "as_of": AS_OF, "signers": SIGNERS} | more
    form = {"pack": json.dumps(body), "order": (BytesIO(order), "order.pdf")}
    answer = client.post("/v1/packs", data=form, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return bytes(answer.data)
