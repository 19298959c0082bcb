"""A small issuer of the tests' own: OpenID Connect on loopback, with keys that may change."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tests.api.running import free_port

CLIENT, CLIENT_SECRET = "formsvc", "invented client secret"
AUDIENCE = "formsvc-api"
SUBJECT = "clerk-7"


def new_key(name: str) -> RSAKey:
    """A key pair to sign tokens with."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


@dataclass
class TestIssuer:
    """What it is asked and what it answers; `claims` are added to id tokens."""

    __test__ = False
    address: str
    key: RSAKey = field(default_factory=lambda: new_key("first"))
    claims: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def token(self, **claims: Any) -> str:
        """An access token; a claim that is None is left out."""
        told: dict[str, Any] = {"iss": self.address, "aud": AUDIENCE, "sub": SUBJECT}
        told |= {"scope": "render", "exp": int(time.time()) + 300} | claims
        kept = {name: value for name, value in told.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, kept, self.key)

    def answer(self, request: Request) -> Response:
        """The answer to a request."""
        calls = {
            "/.well-known/openid-configuration": self._addresses,
            "/jwks": self._jwks,
            "/authorize": self._authorize,
            "/token": self._exchange,
        }
        return calls[request.path](request)

    def _addresses(self, _: Request) -> Response:
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token"}
        told = {name: f"{self.address}/{path}" for name, path in names.items()}
        told |= {"issuer": self.address, "jwks_uri": f"{self.address}/jwks"}
        return Response(json.dumps(told), mimetype="application/json")

    def _jwks(self, _: Request) -> Response:
        told = KeySet([self.key]).as_dict(private=False)
        return Response(json.dumps(told), mimetype="application/json")

    def _authorize(self, request: Request) -> Response:
        """The clerk says yes."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = request.args.to_dict()
        assert request.args["code_challenge_method"] == "S256"
        told = urlencode({"code": code, "state": request.args["state"]})
        return Response(status=302, headers={"Location": f"{request.args['redirect_uri']}?{told}"})

    def _exchange(self, request: Request) -> Response:
        pairs = parse_qs(request.get_data(as_text=True))
        sent = {name: values[0] for name, values in pairs.items()}
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge or not self._is_client(request):
            return Response(json.dumps({"error": "invalid_grant"}), 400)
        own = {"aud": CLIENT, "nonce": asked["nonce"], "scope": None}
        token = self.token(**own | self.claims)
        return Response(json.dumps({"id_token": token}), mimetype="application/json")

    def _is_client(self, request: Request) -> bool:
        given = request.authorization
        expected = (CLIENT, quote(CLIENT_SECRET, ""))
        return given is not None and (given.username, given.password) == expected


@contextmanager
def running_issuer() -> Iterator[TestIssuer]:
    """An issuer that listens."""
    port = free_port()
    issuer = TestIssuer(f"http://127.0.0.1:{port}")
    application = Request.application(issuer.answer)
    server = make_server("127.0.0.1", port, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
