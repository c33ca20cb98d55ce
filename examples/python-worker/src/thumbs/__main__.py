"""`python3 -m thumbs watch | once | check`"""

import signal
import sys
import threading

import structlog

from thumbs.check import check
from thumbs.settings import Settings
from thumbs.worker import sweep, watch


def main(arguments: list[str] | None = None) -> int:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    match sys.argv[1:] if arguments is None else arguments:
        case ["watch"]:
            stop = threading.Event()
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
            watch(Settings(), stop)
        case ["once"]:
            print(sweep(Settings()))
        case ["check"]:
            print(check())
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
