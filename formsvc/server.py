"""The service under gunicorn."""

import base64
import ipaddress
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.http import errors as http_errors

from formsvc import connections
from formsvc.access.entrance import entrance_of, is_configured
from formsvc.access.gate import SPARE_THREADS
from formsvc.api import answers
from formsvc.app import create_app
from formsvc.config import Config
from formsvc.errors import BadSetting
from formsvc.operations import memory
from formsvc.operations.logs import ServerLogger, speak_for_ourselves
from formsvc.preloading import preload
from formsvc.renderers import engines
from formsvc.signing.tokens import refuse_bad_key
from formsvc.worker import Worker, refused

_TURN_SECONDS = 0.0005
"""How long a thread keeps the interpreter while others want it: by Python's 5 ms a call that comes
while a document is made waits as long as a document takes, at each of its steps."""


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with the settings of the service; requests are not logged, they name cases."""

    def __init__(self, host: str, port: int, config: Config, folder: Path) -> None:
        self.folder = folder
        self.bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self.settings = config
        super().__init__()

    def load_config(self) -> None:
        """Workers, threads, and a time limit above that of one document."""
        chosen: dict[str, Any] = {
            "bind": self.bind,
            "workers": self.settings.workers,
            "threads": self.settings.threads + self.settings.waiting + SPARE_THREADS,
            "worker_class": Worker,
            "timeout": self.settings.render_seconds + 30,
            "graceful_timeout": max(self.settings.render_seconds, self.settings.pack_seconds),
            "accesslog": None,
            "loglevel": "warning",
            "control_socket_disable": True,
            "logger_class": ServerLogger,
            "post_fork": self._give_folder,
            "child_exit": self._forget,
            "post_request": memory.replacing(self.settings.worker_memory_mib),
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application of one worker."""
        speak_for_ourselves()
        sys.setswitchinterval(_TURN_SECONDS)
        app = create_app(self.settings)
        chosen = self.settings
        memory.limit(app, chosen.worker_memory_mib)
        engines.start(chosen.engines, chosen.pdf_memory_mib, chosen.pdf_waiting)
        if chosen.preload:
            preload(app.extensions["formsvc"])
        # gunicorn reads a body in pieces only while the application reads it.
        app.register_error_handler(
            http_errors.ParseException, lambda exc: answers.problem(refused(exc))
        )
        return app

    def _folder_of(self, worker: Any) -> Path:
        return self.folder / f"worker-{worker.pid}"

    def _give_folder(self, _: Any, worker: Any) -> None:
        """All temporary files of a worker lie in one place, for it may not live to remove them."""
        own = self._folder_of(worker)
        own.mkdir(mode=0o700)
        tempfile.tempdir = str(own)

    def _forget(self, _: Any, worker: Any) -> None:
        """What a worker that is gone was doing counts no more, and nothing of it is left."""
        from prometheus_client.multiprocess import mark_process_dead

        connections.forget(worker.age)
        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
        shutil.rmtree(self._folder_of(worker), ignore_errors=True)


def refuse_unless_loopback(host: str) -> None:
    """Without keys the service is for this machine alone; raises BadSetting."""
    try:
        loopback = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise BadSetting(
            f"Адрес {host} открыт другим машинам, а вход по ключу ещё не настроен:"
            " служба слушает только 127.0.0.1, ::1 или localhost."
            " Ключ создаёт «formsvc keys create», см. FORMSVC_KEYS_FILE."
        )


def refuse_if_taken(host: str, port: int) -> None:
    """gunicorn would try for five seconds to get a port that it cannot have; raises BadSetting."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as fault:
        raise BadSetting(f"Порт {port} занять нельзя: {fault.strerror}.") from fault


def with_token_key(config: Config) -> Config:
    """One key for all workers of this start: a token of one is opened by another.

    Raises BadSetting over one that is given and is none.
    """
    if config.token_key or config.token_key_file:
        refuse_bad_key(config)
        return config
    return replace(config, token_key=base64.urlsafe_b64encode(os.urandom(32)).decode())


def serve(host: str, port: int) -> None:
    """Run in the foreground until stopped."""
    config = Config.from_environment()
    if is_configured(config):
        entrance_of(config)  # what cannot be used is told now, not by every worker again and again
    else:
        refuse_unless_loopback(host)
    refuse_if_taken(host, port)
    with _folder_of_this_process() as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        Server(host, port, with_token_key(config), Path(folder)).run()


@contextmanager
def _folder_of_this_process() -> Iterator[str]:
    """A temporary folder; workers that end leave through here too, and must not remove it."""
    folder, owner = tempfile.mkdtemp(prefix="formsvc-"), os.getpid()
    try:
        yield folder
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder)
