"""One process of the service under gunicorn: whose calls it takes, what is told to no HTTP."""

import time
from http import HTTPStatus
from typing import Any

from gunicorn import util
from gunicorn.http import errors as http_errors
from gunicorn.workers.gthread import ThreadWorker

from formsvc import connections
from formsvc.api import answers
from formsvc.errors import FormsvcError, RefusedByHttp, log

_STATUSES = {
    http_errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    http_errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    http_errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    http_errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
}
_PATIENCE_SECONDS, _STEP_SECONDS = 0.01, 0.0005


class Worker(ThreadWorker):  # type: ignore[misc]
    """Shares connections with the other workers.

    What is no HTTP is answered like any other error; gunicorn would log and repeat what was sent.
    """

    _accepting = False  # known before the number of connections is

    @property
    def nr_conns(self) -> int:
        """How many connections this worker has; told to the others while it listens."""
        return self._number

    @nr_conns.setter
    def nr_conns(self, number: int) -> None:
        self._number = number
        self._tell()

    def _tell(self) -> None:
        if self._accepting:
            connections.tell(self.age, self._number)
        else:
            connections.forget(self.age)

    def accept(self, listener: Any) -> None:
        """The worker with the fewest connections takes a new one.

        Else one that is awake takes and keeps all that come at once, and others have nothing to do.
        """
        if not self._is_left_to_another():
            super().accept(listener)

    def _is_left_to_another(self) -> bool:
        """Whether one with fewer connections was given time, and something changed meanwhile."""
        fewest, until = connections.fewest(), time.monotonic() + _PATIENCE_SECONDS
        while fewest < self.nr_conns and time.monotonic() < until:
            time.sleep(_STEP_SECONDS)
            if connections.fewest() != fewest:
                return True  # if a connection still waits, the listener says so again
        return False

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """The last answer on this connection."""
        if isinstance(exc, http_errors.ParseException):
            told: FormsvcError = refused(exc)
        else:
            log(exc)
            told = FormsvcError()
        try:
            util.write_nonblock(client, last_answer(told))
        except OSError:
            self.log.debug("The client is gone.")

    def set_accept_enabled(self, enabled: bool) -> None:
        """A worker that ends finishes what runs; nobody shall wait in its queue meanwhile."""
        super().set_accept_enabled(enabled)
        self._tell()
        if not enabled and not self.alive:
            for listener in self.sockets:
                listener.close()


def refused(exc: http_errors.ParseException) -> RefusedByHttp:
    """What gunicorn cannot read, without a word of it."""
    status = _STATUSES.get(type(exc), HTTPStatus.BAD_REQUEST)
    return RefusedByHttp(status, status.phrase, "Запрос не отвечает правилам HTTP.")


def last_answer(error: FormsvcError) -> bytes:
    """A whole HTTP answer, made without Flask, which has not seen the request."""
    answer = answers.problem(error)
    answer.headers["Connection"] = "close"
    return f"HTTP/1.1 {answer.status}\r\n{answer.headers}".encode() + answer.get_data()
