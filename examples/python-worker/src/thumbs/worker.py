"""Goes through the inbox: each picture becomes a thumbnail and is deleted."""

import threading
from pathlib import Path

import structlog

from thumbs.settings import Settings
from thumbs.thumbnail import NotAPicture, make_thumbnail

log = structlog.get_logger()


def sweep(settings: Settings) -> int:
    """One round; gives how many thumbnails were made. What is no picture goes to `rejected`."""
    made = 0
    for source in sorted(waiting(settings.inbox)):
        target = settings.outbox / f"{source.stem}.webp"
        try:
            width, height = make_thumbnail(source, target, settings.size, settings.quality)
        except NotAPicture as problem:
            reject(source, settings.outbox / "rejected")
            log.warning("rejected", file=source.name, problem=str(problem))
            continue
        source.unlink()
        made += 1
        log.info("made", file=target.name, width=width, height=height)
    return made


def watch(settings: Settings, stop: threading.Event) -> None:
    """Sweeps until it is told to stop; a round that has begun is finished."""
    settings.inbox.mkdir(parents=True, exist_ok=True)
    log.info("watching", inbox=str(settings.inbox), interval=settings.interval)
    while not stop.is_set():
        sweep(settings)
        stop.wait(settings.interval)
    log.info("stopped")


def waiting(inbox: Path) -> list[Path]:
    """A name that begins with a dot is a file that is still being written."""
    return [path for path in inbox.iterdir() if path.is_file() and not path.name.startswith(".")]


def reject(source: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath(source.name).write_bytes(source.read_bytes())
    source.unlink()
