import threading
from pathlib import Path

import pytest
from PIL import Image

from thumbs.__main__ import main
from thumbs.settings import Settings
from thumbs.worker import sweep, watch


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    inbox = tmp_path / "in"
    inbox.mkdir()
    return Settings(inbox=inbox, outbox=tmp_path / "out", size=64, interval=0.01)


def put(settings: Settings, name: str, size: tuple[int, int] = (200, 100), **options) -> None:
    Image.new("RGB", size, "navy").save(settings.inbox / name, **options)


def test_a_picture_becomes_a_thumbnail_and_is_gone(settings: Settings) -> None:
    put(settings, "sea.png")
    assert sweep(settings) == 1
    with Image.open(settings.outbox / "sea.webp") as thumbnail:
        assert thumbnail.size == (64, 32)
    assert list(settings.inbox.iterdir()) == []


def test_a_picture_lying_on_its_side_is_turned(settings: Settings) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    put(settings, "side.jpg", exif=turned)
    sweep(settings)
    with Image.open(settings.outbox / "side.webp") as thumbnail:
        assert thumbnail.size == (32, 64)


def test_what_is_no_picture_is_put_aside(settings: Settings) -> None:
    (settings.inbox / "notes.txt").write_text("no picture")
    put(settings, "sea.png")
    assert sweep(settings) == 1
    assert (settings.outbox / "rejected" / "notes.txt").read_text() == "no picture"


def test_half_written_files_wait(settings: Settings) -> None:
    (settings.inbox / ".sea.png").write_bytes(b"half")
    assert sweep(settings) == 0
    assert (settings.inbox / ".sea.png").exists()


def test_watch_ends_when_it_is_told_to(settings: Settings) -> None:
    put(settings, "sea.png")
    stop = threading.Event()
    worker = threading.Thread(target=watch, args=(settings, stop))
    worker.start()
    while not (settings.outbox / "sea.webp").exists():
        worker.join(0.01)
    stop.set()
    worker.join(5)
    assert not worker.is_alive()


def test_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "1 thumbnail of 64x48" in capsys.readouterr().out
    assert main(["dance"]) == 2
