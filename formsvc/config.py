"""Settings of an installation: from the environment (FORMSVC_…), and from one TOML file.

The file is named by FORMSVC_SETTINGS; its keys are the names of the settings. A variable goes
before the file. What cannot be read, or is no setting at all, is refused by name at start.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from formsvc import setting_values
from formsvc.errors import BadSetting
from formsvc.forms import settings
from formsvc.forms.settings import RuleSettings
from formsvc.setting_values import Secret, TimeZone, hints
from formsvc.toml_files import read_toml

FILE = "FORMSVC_SETTINGS"
_PREFIX = "FORMSVC_"


@dataclass(frozen=True)
class Config:
    """Every setting with its default; the variable is FORMSVC_ and the name in capitals."""

    timezone: TimeZone = "Asia/Almaty"
    """Time zone of the office: decides which day «today» is."""
    max_body_mib: int = 5
    """Largest request body with form data."""
    max_values: int = 50_000
    """Most values in one body: objects, lists, texts and numbers, each counted as one."""
    max_upload_mib: int = 30
    """Largest uploaded file, or all parts of one request together."""
    max_upload_objects: int = 200_000
    """Most objects of an uploaded PDF that is signed, verified or put into a pack."""
    max_upload_pages: int = 5_000
    """Most pages of such a PDF."""
    max_pages: int = 500
    """Pages of one PDF."""
    render_seconds: int = 60
    """Time for one document; for PDF, waiting for a free engine included."""
    max_documents: int = 50
    """Documents of one pack over HTTP; the command line takes more."""
    pack_seconds: int = 300
    """Time for one pack, waiting for a free engine included."""
    pdf_memory_mib: int = 2048
    """Memory of one process of the PDF engine."""
    pdf_processes: int = 0
    """Processes of the PDF engines for each worker; 0: one a core for all workers together."""
    pdf_waiting: int = 16
    """Documents that wait in one worker for a PDF engine; more are told to come again (503)."""
    workers: int = 2
    """Worker processes of the service."""
    threads: int = 4
    """Calls that one worker works on at once."""
    waiting: int = 16
    """Calls that wait in one worker for their turn; more are told to come again (503)."""
    worker_memory_mib: int = 2048
    """Memory of one worker: a call that needs more gets 503, who keeps half of it is replaced."""
    preload: bool = False
    """Whether a worker makes an empty draft of every form at its start: no call waits for that."""
    seal_file: str = ""
    """PKCS#12 file with the key and certificate of the service's own seal."""
    seal_module: str = ""
    """PKCS#11 library, where the seal is on a token instead."""
    seal_token: str = ""
    """Label of that token."""
    seal_label: str = ""
    """Label of the key and its certificate on the token."""
    seal_passphrase: Secret = field(default="", repr=False)
    """Passphrase of the PKCS#12 file, or PIN of the token."""
    seal_passphrase_file: str = ""
    """File that holds the passphrase or PIN instead: other processes do not inherit it."""
    timestamp_url: str = ""
    """Timestamp authority (RFC 3161) for PAdES B-T and above."""
    trust_file: str = ""
    """Certificates of trusted authorities, PEM, one after another."""
    fetch_hosts: tuple[str, ...] = ()
    """Hosts («host» or «host:port») that may be asked whether a certificate was revoked."""
    verifier_url: str = ""
    """External verifier (as NCANode's /cms/verify) of algorithms that are not checked here."""
    token_key: Secret = field(default="", repr=False)
    """Key that seals the tokens between prepare and complete; random for each start without it."""
    token_key_file: str = ""
    """File that holds that key instead."""
    token_minutes: int = 60
    """How long a prepared file waits for its signature."""
    keys_file: str = ""
    """File of API keys, written by `formsvc keys`; with keys other machines may call."""
    keys: Secret = field(default="", repr=False)
    """API keys given directly: the JSON text of such a file."""
    keys_secret: Secret = field(default="", repr=False)
    """Secret under which digests of API keys are made."""
    keys_secret_file: str = ""
    """File that holds it instead; default the keys file with «.secret» behind its name."""
    calls_per_minute: int = 600
    """Calls of one key in a minute; more are told to come again (429)."""
    rate_redis: Secret = field(default="", repr=False)
    """Redis (redis://…) where all processes count them; without it each counts for itself."""
    behind_proxy: bool = False
    """Whether one reverse proxy stands in front and tells the caller's address."""
    draft_hours: int = 24
    """How many hours a browser keeps a draft without sign-in, after its last change; 0: none."""
    public_url: str = ""
    """Address at which clerks open the pages, https://…; needed for their sign-in."""
    oidc_issuer: str = ""
    """Issuer of the organisation's own sign-in (OpenID Connect), an https:// address."""
    oidc_audience: str = ""
    """Audience of bearer tokens of that issuer; without it none are taken."""
    oidc_client_id: str = ""
    """Client id of this service there; without it clerks do not sign in."""
    oidc_client_secret: Secret = field(default="", repr=False)
    """Secret of that client, where it has one; PKCE is used in any case."""
    oidc_scope_claim: str = "scope"
    """Claim with the scopes: words of a text, or a list."""
    clerk_scopes: tuple[str, ...] = ("render", "pack", "verify")
    """What a clerk may do whose token says nothing of scopes."""
    session_key: Secret = field(default="", repr=False)
    """Secret of sessions and of keys of drafts; with a new one old drafts are unreadable."""
    session_key_file: str = ""
    """File that holds that secret instead."""
    session_hours: int = 10
    """Hours until a clerk signs in again."""
    audit_file: str = ""
    """File of the audit log; without it the log of the service has it, where there are keys."""
    otel_endpoint: str = ""
    """OpenTelemetry collector (OTLP over HTTP, http://host:4318) that gets a span of each call."""
    rules: RuleSettings = field(default_factory=RuleSettings)
    """What the office decided for the rules of its forms; read by their own names."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Config":
        """Read all settings; BadSetting names one that is unknown or cannot be read."""
        given = dict(_given(os.environ if environment is None else environment))
        kinds = (cls, *settings.kinds())
        _refuse_unknown(given, {variable(name) for kind in kinds for name in hints(kind)})
        own, *rules = (_values(kind, given) for kind in kinds)
        chosen = (kind(**values) for kind, values in zip(kinds[1:], rules, strict=True))
        return cls(**own, rules=RuleSettings.of(*chosen))

    @property
    def engines(self) -> int:
        """Processes of the PDF engines for each worker."""
        cores = len(os.sched_getaffinity(0))
        return self.pdf_processes or max(1, cores // self.workers)

    def now(self) -> datetime:
        """The present moment in the time zone of the office."""
        return datetime.now(ZoneInfo(self.timezone))


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return _PREFIX + name.upper()


def secret(value: str, file: str) -> str:
    """A secret that is given itself or by the file that holds it; raises BadSetting."""
    if not file:
        return value
    try:
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, ValueError) as fault:
        raise BadSetting("Файл с паролем или ключом не читается.") from fault


@dataclass(frozen=True)
class _Given:
    """A setting as it was given, and where to look for it when it is wrong."""

    value: Any
    where: str


def _given(environment: Mapping[str, str]) -> Iterator[tuple[str, _Given]]:
    """What the file says by the names of variables, then the variables themselves."""
    if FILE in environment:
        yield from _of_file(Path(environment[FILE]))
    for name, text in environment.items():
        if name.startswith(_PREFIX) and name != FILE:
            yield name, _Given(text, name)


def _of_file(path: Path) -> Iterator[tuple[str, _Given]]:
    try:
        keys = read_toml(path)
    except ValueError as fault:
        raise BadSetting(f"{FILE}: {fault}.") from fault
    for key, value in keys.items():
        name = variable(key) if key.islower() else key
        yield name, _Given(value, f"{path.name}: {key}")


def _refuse_unknown(given: Mapping[str, _Given], known: set[str]) -> None:
    for name, one in given.items():
        if name not in known:
            raise BadSetting(f"{one.where}: такой настройки нет.")


def _values(kind: type, given: Mapping[str, _Given]) -> dict[str, Any]:
    """The values of a class of settings that were given."""
    return {
        name: _value(hint, given[variable(name)])
        for name, hint in hints(kind).items()
        if variable(name) in given
    }


def _value(hint: Any, given: _Given) -> Any:
    try:
        return setting_values.read(hint, given.value)
    except ValueError as fault:
        raise BadSetting(f"{given.where}: {fault}.") from fault
