"""The process of a PDF engine: sets what comes through its pipe until the pipe is closed."""

import os
import resource
import signal
import sys
from multiprocessing.connection import Connection

from formsvc.errors import FormsvcError, RenderFailed, log
from formsvc.renderers import binding, weasy
from formsvc.renderers.base import RenderSettings
from formsvc.renderers.bundle import Bound, Bundle

MIB = 1024 * 1024


def main(pipe: Connection, memory_mib: int) -> None:
    """Answer every (source, settings) with the PDF or with the error to raise."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which ends us
    limit = memory_mib * MIB
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold a family's data
    try:
        while True:
            pipe.send(answer(*pipe.recv()))
    except EOFError:
        return
    except MemoryError:
        os._exit(1)  # there is none to end in good order, and nothing to be saved


def answer(source: str | Bundle, settings: RenderSettings) -> bytes | Bound | FormsvcError:
    """The PDF, or why there is none; MemoryError passes, for it ends the process."""
    try:
        if isinstance(source, Bundle):
            return binding.bound(source, settings)
        return weasy.typeset(source, settings)
    except FormsvcError as told:
        return told
    except MemoryError:
        raise
    except Exception as fault:
        log(fault)
        return RenderFailed(f"Вёрстка PDF: {type(fault).__name__}.")


if __name__ == "__main__":
    main(Connection(int(sys.argv[1])), int(sys.argv[2]))
