"""The only place that knows where templates, schemas and samples lie: checkout or wheel."""

from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Roots:
    """The folders in which one form id ties its pieces together, and that of generated pages."""

    forms: Path
    templates_docx: Path
    templates_html: Path
    schemas: Path
    samples: Path
    docs: Path

    @classmethod
    def below(cls, data: Path, forms: Path) -> "Roots":
        """The usual folder names below `data`, with the form modules in `forms`."""
        return cls(
            forms=forms,
            templates_docx=data / "templates_docx",
            templates_html=data / "templates_html",
            schemas=data / "schemas",
            samples=data / "samples",
            docs=data / "docs",
        )

    def docx(self, stem: str) -> Path:
        """Word template of a form; `stem` is «family/name» or «family/name__edition»."""
        return self.templates_docx / f"{stem}.docx"

    def html(self, stem: str) -> Path:
        """Print template of a form."""
        return self.templates_html / f"{stem}.html"

    def schema(self, stem: str) -> Path:
        """Published JSON Schema of a form."""
        return self.schemas / f"{stem}.json"

    def sample(self, stem: str, case: str) -> Path:
        """One sample of a form."""
        return self.samples / stem / f"{case}.json"


def installed() -> Roots:
    """Folders of this installation: beside the package in a checkout, inside it in a wheel."""
    in_wheel = PACKAGE / "_data"
    data = in_wheel if in_wheel.is_dir() else PACKAGE.parent
    return Roots.below(data, PACKAGE / "forms")
