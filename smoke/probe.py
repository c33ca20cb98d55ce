"""Runs the tests of a finished image inside the sandbox that it is given, and prints what it saw.

The first argument is a JSON file: {"sandbox": [argv], "user": id, "group": id, "tests": [...]}. Each
test gives an object of facts; nothing is judged here. Every wait ends, and so does every process.
"""

import json
import signal
import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection, HTTPException

POLL = 0.02
GRACE = 2.0
MOST_OUTPUT = 64 * 1024


class Program:
    """A program in the sandbox, with its output in files: a full pipe would stop it."""

    def __init__(self, request: dict, argv: list[str]) -> None:
        self.began = time.monotonic()
        self.stdout = tempfile.TemporaryFile()
        self.stderr = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [*request["sandbox"], "--", *argv],
            stdin=subprocess.DEVNULL,
            stdout=self.stdout,
            stderr=self.stderr,
            user=request["user"],
            group=request["group"],
            extra_groups=[],
            cwd="/",
        )

    def seconds(self) -> float:
        return time.monotonic() - self.began

    def exit_code(self) -> int | None:
        code = self.process.poll()
        # A signal that ended the sandbox itself, as shells count it.
        return 128 - code if code is not None and code < 0 else code

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(GRACE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def facts(self) -> dict:
        return {
            "exitCode": self.exit_code(),
            "milliseconds": round(self.seconds() * 1000),
            "stdout": read_end(self.stdout),
            "stderr": read_end(self.stderr),
        }


def read_end(file) -> str:
    size = file.seek(0, 2)
    file.seek(max(0, size - MOST_OUTPUT))
    return file.read().decode("utf-8", "replace")


def listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def status_of(port: int, path: str) -> int | None:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path, headers={"Connection": "close", "User-Agent": "harden-smoke"})
        return connection.getresponse().status
    except (OSError, HTTPException):
        return None


def run(request: dict, test: dict) -> dict:
    program = Program(request, test["run"])
    while program.exit_code() is None and program.seconds() < test["timeout"]:
        time.sleep(POLL)
    return finished(program)


def serve(program: Program, test: dict) -> dict:
    """Waits for the answer that is wanted, as long as the program runs and the time is not up."""
    began = time.monotonic()
    seen: dict = {}
    while True:
        ended = program.exit_code() is not None
        if test["kind"] == "http":
            status = status_of(test["port"], test["path"])
            seen = seen if status is None else {"status": status}
            done = status == test["status"]
        elif "port" in test:
            done = listens(test["port"])
            seen = {"listening": done}
        else:
            done = False
        if done or ended or time.monotonic() - began >= test["timeout"]:
            facts = program.facts()
            return {**facts, "milliseconds": round((time.monotonic() - began) * 1000), **seen}
        time.sleep(POLL)


def finished(program: Program) -> dict:
    facts = program.facts()
    program.stop()
    return facts


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        request = json.load(file)
    results: list[dict | None] = [None] * len(request["tests"])
    shared = [(i, test) for i, test in enumerate(request["tests"]) if test["kind"] != "run"]
    if shared:
        program = Program(request, request["program"])
        for index, test in shared:
            results[index] = serve(program, test)
        program.stop()
    for index, test in enumerate(request["tests"]):
        if test["kind"] == "run":
            results[index] = run(request, test)
    json.dump(results, sys.stdout)


main()
