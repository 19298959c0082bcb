"""Page layouts as data: margins, type sizes, width of a requisite (formal.md 1 and 2)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210, 297
HAND_LINE_MM = 8  # room for a line that is written by hand
STITCHED_LEFT_MM = 30  # files that get stitched or are kept for more than ten years


@dataclass(frozen=True)
class PageLayout:
    """One layout; lengths in millimetres, sizes in points, `line_height` in lines."""

    id: str
    title: str
    left: int
    right: int
    top: int
    bottom: int
    header: int
    requisite_width: int
    text_pt: int = 12
    table_pt: int = 11
    line_height: float = 1.0
    indent: float = 12.5
    landscape: bool = False

    @property
    def text_width(self) -> int:
        """Width of the text."""
        page = PAGE_HEIGHT_MM if self.landscape else PAGE_WIDTH_MM
        return page - self.left - self.right

    def stitched(self) -> "PageLayout":
        """The same with room for stitching on the left."""
        return replace(self, left=max(self.left, STITCHED_LEFT_MM))

    def turned(self) -> "PageLayout":
        """A landscape sheet in the same file: its top is bound, its right side was the top.

        The page number keeps its distance from the text, clear of the stitches.
        """
        return replace(
            self,
            landscape=True,
            left=self.bottom,
            right=self.top,
            top=self.left,
            bottom=self.right,
            header=self.left - self.top + self.header,
        )


LAYOUTS: Mapping[str, PageLayout] = {
    layout.id: layout
    for layout in (
        PageLayout("gost_2025", "ГОСТ Р 7.0.97-2025", 20, 10, 20, 20, 10, requisite_width=80),
        PageLayout("gost_2016", "ГОСТ Р 7.0.97-2016", 20, 10, 20, 20, 10, requisite_width=75),
        PageLayout("kz", "Республика Казахстан", 20, 10, 20, 20, 10, requisite_width=80),
    )
}
STITCHED = {name: layout.stitched() for name, layout in LAYOUTS.items()}
