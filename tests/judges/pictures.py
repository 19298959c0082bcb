"""Pages as pictures, and how far two pictures of a page are apart."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from tests.judges.command import run

# Of 255 steps of grey.
NOTICEABLE = 48
PAPER = 200
BLUR_PIXELS = 0.8
# The same page may be rounded to one pixel more or less.
SIZE_TOLERANCE = 2
SECONDS = 60


def page_picture(pdf: Path, page: int, dpi: int) -> Image.Image:
    """Page `page` of a PDF, counted from 1, in grey at `dpi` dots an inch."""
    pages = ["-f", str(page), "-l", str(page), "-singlefile"]
    output, _ = run(["pdftoppm", "-png", "-gray", "-r", str(dpi), *pages, pdf], SECONDS)
    return Image.open(BytesIO(output)).convert("L")


def difference(a: Image.Image, b: Image.Image) -> float:
    """The share of the ink that has no counterpart in the other picture, 0.0 to 1.0.

    Counted against the ink of both pictures and not against the paper, so that a lost line counts
    the same on a full page and on an almost empty one. Ink that is one pixel off is forgiven, and
    a slight blur forgives antialiasing: at 150 dpi what another rasteriser makes of a page stays
    below 0.01, while a name changed in one line of two is well above it. At less than 100 dpi
    letters are so small that one hides another. Pictures of different sizes are different
    altogether.
    """
    if any(abs(one - other) > SIZE_TOLERANCE for one, other in zip(a.size, b.size, strict=True)):
        return 1.0
    common = (0, 0, min(a.width, b.width), min(a.height, b.height))
    one, other = (_blurred(picture.crop(common)) for picture in (a, b))
    ink = sum(ImageChops.darker(one, other).histogram()[:PAPER])
    lone = _lone_ink(one, other) + _lone_ink(other, one)
    return min(1.0, lone / ink) if ink else 0.0


def _blurred(picture: Image.Image) -> Image.Image:
    return picture.convert("L").filter(ImageFilter.GaussianBlur(BLUR_PIXELS))


def _lone_ink(of: Image.Image, beside: Image.Image) -> int:
    """Pixels that are darker than the same place of the other picture and all around it."""
    darkest_around = beside.filter(ImageFilter.MinFilter(3))
    return sum(ImageChops.subtract(darkest_around, of).histogram()[NOTICEABLE:])
