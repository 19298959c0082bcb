"""An installed wheel works by itself: templates, schemas and samples are inside of it."""

import json
from pathlib import Path

import pytest

from formsvc.forms.registry import installed_forms
from tests.checkouts import DATA, copied, run
from tests.documents.reading import whole


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but the installed wheel of a copy of this checkout."""
    checkout = copied(tmp_path_factory.mktemp("checkout"))
    run(["-m", "hatchling", "build", "-t", "wheel", "-d", "dist"], checkout, checkout)
    (wheel,) = (checkout / "dist").glob("*.whl")
    target = tmp_path_factory.mktemp("site")
    options = ["--disable-pip-version-check", "--no-deps", "--no-index", "--target", str(target)]
    run(["-m", "pip", "install", *options, str(wheel)], checkout, target)
    return target


def test_the_wheel_holds_the_data_folders_beside_the_code_and_nothing_of_the_tests(
    site: Path,
) -> None:
    data = site / "formsvc" / "_data"

    assert sorted(path.name for path in data.iterdir()) == sorted(DATA)
    assert not (site / "tests").exists()


def test_the_installed_package_lists_the_same_forms_from_its_own_folders(
    site: Path, tmp_path: Path
) -> None:
    script = (
        "import json; from formsvc.forms.registry import installed_forms as forms;"
        "print(json.dumps([forms().ids(), str(forms().roots.samples), str(forms().roots.forms)]))"
    )

    ids, samples, forms = json.loads(run(["-c", script], tmp_path, site).stdout)

    assert ids == installed_forms().ids()
    assert Path(samples) == site / "formsvc" / "_data" / "samples"
    assert Path(forms) == site / "formsvc" / "forms"


def test_the_installed_package_has_its_pages_with_styles_and_scripts(
    site: Path, tmp_path: Path
) -> None:
    script = (
        "from formsvc.app import create_app; client = create_app().test_client();"
        "names = ['/forms/kz.plan', '/web/bootstrap.css', '/web/pages.css', '/web/form.js'];"
        "print([client.get(name).status_code for name in names])"
    )

    assert run(["-c", script], tmp_path, site).stdout.strip() == "[200, 200, 200, 200]"


@pytest.mark.parametrize("extension", ["docx", "xlsx", "pdf"])
def test_the_installed_command_prints_a_sample(site: Path, tmp_path: Path, extension: str) -> None:
    sample = site / "formsvc" / "_data" / "samples" / "kz" / "plan" / "typical.json"
    made = tmp_path / f"plan.{extension}"

    run(
        [
            "-m",
            "formsvc",
            "render",
            "kz.plan",
            str(sample),
            "--format",
            extension,
            "--as-of",
            "2026-11-20",
            "--output",
            str(made),
        ],
        tmp_path,
        site,
    )

    assert "Индивидуальныйплансопровождениясемьи" in whole(made.read_bytes(), extension)
