"""The process of a PDF engine: sets what comes through its pipe until the pipe is closed."""

import gc
import os
import resource
import signal
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib import import_module
from multiprocessing.connection import Connection

from formsvc.errors import FormsvcError, RenderFailed, log
from formsvc.forms.layouts import LAYOUTS
from formsvc.forms.shown import Mode
from formsvc.paths import installed
from formsvc.renderers.base import Rendered, RenderSettings
from formsvc.renderers.bundle import Bound, Bundle

MIB = 1024 * 1024
OUT_OF_MEMORY = 3
"""Exit status."""
WAYS = {
    "archive": ("formsvc.renderers.weasy", "typeset"),
    "print": ("formsvc.renderers.pluto", "typeset"),
    "part": ("formsvc.renderers.pluto", "part"),
    "picture": ("formsvc.renderers.pluto", "picture"),
    "bundle": ("formsvc.renderers.binding", "bound"),
}
"""Ways to set a document; the module of one is loaded when it is first asked for."""
_PAGE = """<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>А</title></head>
<body style="font-family: FreeSerif, DejaVu Sans">А<b>А</b><i>А</i><b><i>А</i></b>☐</body></html>"""
Source = str | Bundle
Answer = Rendered | Bound | FormsvcError


def main(pipe: Connection, memory_mib: int, *, warm: bool) -> None:
    """Answer every (source, settings, way) with what is made or with the error to raise."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which ends us
    limit = memory_mib * MIB
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))  # the limit of the worker is not ours
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold a family's data
    try:
        if warm:
            warm_up()
        while True:
            pipe.send(answer(*pipe.recv()))
    except EOFError:
        return
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # there is none to end in good order, and nothing to be saved


def warm_up() -> None:
    """Load both engines and the fonts, so that the first document does not wait for it."""
    settings = RenderSettings(LAYOUTS["kz"], Mode.FILLED, date(2000, 1, 1), installed())
    for way in ("archive", "print"):
        answer(_PAGE, settings, way)
    gc.collect()
    gc.freeze()


def answer(source: Source, settings: RenderSettings, way: str) -> Answer:
    """What was made, or why nothing was; MemoryError passes, for it ends the process."""
    try:
        return _way(way)(source, settings)
    except FormsvcError as told:
        return told
    except MemoryError:
        raise
    except Exception as fault:
        log(fault)
        return RenderFailed(f"Вёрстка PDF: {type(fault).__name__}.")


@cache
def _way(name: str) -> Callable[[Source, RenderSettings], Answer]:
    module, function = WAYS[name]
    way: Callable[[Source, RenderSettings], Answer] = getattr(import_module(module), function)
    # What a module holds lives as long as the process: the collector need not look at it again
    # and again among all that a document makes.
    gc.freeze()
    return way


if __name__ == "__main__":
    main(Connection(int(sys.argv[1])), int(sys.argv[2]), warm=sys.argv[3] == "warm")
