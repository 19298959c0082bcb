"""A service that is told to stop finishes what runs and refuses new work."""

import signal
import socket
import threading
from pathlib import Path

from tests.api.running import Answer, running_service
from tests.api.support import sample
from tests.api.test_server import documents, encoded, eventually
from tests.operations.test_metrics import scraped

JSON = {"Content_Type": "application/json"}


def test_a_document_in_the_making_is_finished_and_new_work_is_refused(tmp_path: Path) -> None:
    answers: list[Answer] = []
    with running_service(tmp_path / "log") as running:
        body = encoded(sample("kz.plan", "large"))
        path = documents("kz.plan", format="pdf")
        asking = threading.Thread(
            target=lambda: answers.append(running.ask("POST", path, body, **JSON))
        )
        asking.start()
        assert eventually(lambda: scraped(running)["formsvc_calls_inside", ()] == 2)
        running.process.send_signal(signal.SIGTERM)
        assert eventually(lambda: refuses(running.port))
        asking.join()
    assert answers[0].status == 200
    assert answers[0].body.startswith(b"%PDF-")


def refuses(port: int) -> bool:
    """Whether nobody listens any more."""
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except ConnectionRefusedError:
        return True
    return False
