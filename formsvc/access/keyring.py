"""The keys in force: read at start, and again as soon as the file changes."""

import time
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from formsvc.access import keyfile, keys
from formsvc.access.callers import Caller
from formsvc.access.keys import Key
from formsvc.config import Config
from formsvc.errors import LOG, BadSetting

_SECONDS_BETWEEN_LOOKS = 1.0
_State = tuple[int, int, int]


@dataclass
class Keyring:
    """Checks keys; each process has its own and looks after the file itself.

    A file that is damaged while the service runs changes nothing: the last good keys stay in
    force, the log says so, and `stale` is true until the file can be read again.
    """

    config: Config
    stale: bool = False

    def __post_init__(self) -> None:
        self._lock = Lock()
        self._secret = keyfile.secret_of(self.config)
        self._path = Path(self.config.keys_file) if self.config.keys_file else None
        self._seen = self._state()
        self._looked = time.monotonic()
        self._known = self._load()

    def caller_of(self, text: str) -> Caller:
        """The caller whose key this is; raises NotAuthenticated."""
        self._look_again()
        return keys.checked(text, self._known, self._secret, self.config.now())

    def _load(self) -> dict[str, Key]:
        try:
            own = keyfile.parsed(self.config.keys) if self.config.keys else ()
        except ValueError as fault:
            raise BadSetting(f"FORMSVC_KEYS: {fault}.") from fault
        try:
            filed = keyfile.read(self._path) if self._path else ()
        except ValueError as fault:
            raise BadSetting(f"FORMSVC_KEYS_FILE: {fault}.") from fault
        return {key.prefix: key for key in (*filed, *own)}

    def _look_again(self) -> None:
        if time.monotonic() - self._looked < _SECONDS_BETWEEN_LOOKS:
            return
        with self._lock:
            self._looked = time.monotonic()
            seen = self._state()
            if seen == self._seen:
                return
            self._seen = seen
            self._reload()

    def _reload(self) -> None:
        try:
            self._known = self._load()
            self.stale = False
        except BadSetting as fault:
            self.stale = True
            LOG.error("%s Прежние ключи остаются в силе.", fault.detail)

    def _state(self) -> _State | None:
        """What changes with every replacement of the file; None where there is none."""
        try:
            told = self._path.stat() if self._path else None
        except OSError:
            return None
        return (told.st_ino, told.st_size, told.st_mtime_ns) if told else None
