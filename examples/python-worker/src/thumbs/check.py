"""Does the whole work once with a picture of its own, to prove that the image can."""

import tempfile
from pathlib import Path

from PIL import Image, features

from thumbs.settings import Settings
from thumbs.worker import sweep


def check() -> str:
    with tempfile.TemporaryDirectory() as name:
        settings = Settings(inbox=Path(name, "in"), outbox=Path(name, "out"), size=64)
        settings.inbox.mkdir()
        Image.new("RGB", (640, 480), "teal").save(settings.inbox / "teal.jpg")
        made = sweep(settings)
        with Image.open(settings.outbox / "teal.webp") as thumbnail:
            width, height = thumbnail.size
    return f"{made} thumbnail of {width}x{height}, libwebp {features.version('webp')}"
