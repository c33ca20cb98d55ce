"""One picture to one thumbnail."""

import os
import tempfile
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

# A picture that unpacks to more than this is meant to fill the memory.
Image.MAX_IMAGE_PIXELS = 64_000_000


class NotAPicture(Exception):
    """The file is no picture, is damaged, or is far too large."""


def make_thumbnail(source: Path, target: Path, size: int, quality: int) -> tuple[int, int]:
    """Writes a WebP that fits into a square, upright; readers see all of it or nothing."""
    try:
        with Image.open(source) as picture:
            picture.draft("RGB", (size, size))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((size, size))
            return write(upright.convert("RGB"), target, quality)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as cause:
        raise NotAPicture(str(cause)) from cause


def write(picture: Image.Image, target: Path, quality: int) -> tuple[int, int]:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as part:
        try:
            picture.save(part, "WEBP", quality=quality)
            part.flush()
            os.replace(part.name, target)
        except BaseException:
            os.unlink(part.name)
            raise
    return picture.size
