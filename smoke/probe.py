"""Runs the programs of a finished image as containers and prints, as JSON, what it saw of each test.

It reads {"files": {path: text}, "programs": [{"config": OCI runtime config, "tests": [...]}]} from
its standard input. Every program has a network of its own with nothing but a loopback interface.
Every wait ends. It ends with NOT_AS_ASKED when a test does not hold, so that no engine keeps that.
"""

import collections
import fcntl
import itertools
import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time

NOT_AS_ASKED = 9
# All of 127.0.0.0/8 is this machine, so who listens on every address answers here. Who listens on
# 127.0.0.1 alone does not, just as nobody outside of a container would reach it.
ADDRESS = "127.0.0.2"
# Seconds between two tries, and between two answers, which a program may write into its log.
POLL = 0.02
POLL_ANSWERS = 0.25
# Seconds between two looks at the memory of a program.
POLL_MEMORY = 0.02
# Seconds an answer that is not a server's fault may be wrong, while a program adds its routes.
PATIENCE = 3
MOST_AT_ONCE = 4
MOST_LINES = 20
LONGEST_LINE = 300
# Bytes of an answer that are looked at, and of its body that are shown.
MOST_ANSWER = 65_536
MOST_BODY = 300
MOST_LOG = 12_000
SIOCSIFFLAGS = 0x8914
IFF_UP = 1
LISTEN = "0A"
# A name for each run of a health check.
CHECKS = itertools.count()


def own_network():
    """Of the calling thread and of what it starts."""
    os.unshare(os.CLONE_NEWNET)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH22x", b"lo", IFF_UP))


class Output:
    """The last lines a program printed, and which of the wanted texts came by."""

    def __init__(self, wanted, awaited):
        self.lines = collections.deque(maxlen=MOST_LINES)
        # The line that had each of them, on either output.
        self.found = dict.fromkeys(awaited)
        self.wanted = wanted.encode()
        self.printed = not wanted

    def follow(self, stream, is_stdout):
        before = b""
        for line in iter(lambda: stream.readline(LONGEST_LINE), b""):
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            self.lines.append(text)
            for awaited, found in self.found.items():
                if found is None and awaited in text:
                    self.found[awaited] = text
            if is_stdout and not self.printed:
                window = before + line
                self.printed = self.wanted in window
                before = window[max(0, len(window) - len(self.wanted) + 1) :]

    def log(self):
        lines = collections.deque(self.lines)
        # What an engine says of a program that failed is cut beyond some size.
        while len(json.dumps(list(lines))) > MOST_LOG:
            lines.popleft()
        return "\n".join(lines)


class Memory:
    """The most memory that all processes of a container had at once; ends it when that is too much.

    It is what cannot be given back: pages of files can be read again, and two containers share them.
    """

    def __init__(self, container, allowed):
        self.container = container
        self.allowed = allowed
        self.peak = 0
        self.inode = None
        self.looking = threading.Lock()
        threading.Thread(target=self.follow, daemon=True).start()

    def follow(self):
        while self.container.process.poll() is None:
            self.look()
            if self.allowed and self.peak > self.allowed:
                self.container.end()
                return
            time.sleep(POLL_MEMORY)

    def look(self):
        """Also asked for at the end, as a program may have answered before the first look at it."""
        with self.looking:
            self.inode = self.inode or self.namespace()
            seen = sum(map(own_memory, self.processes(self.inode)))
            self.peak = max(self.peak, seen)

    def namespace(self):
        """That of the processes, once crun has started the first of them."""
        crun = self.container.process.pid
        try:
            with open(f"/proc/{crun}/task/{crun}/children") as file:
                inodes = {os.stat(f"/proc/{pid}/ns/pid").st_ino for pid in file.read().split()}
        except OSError:
            return None
        return next(iter(inodes - {os.stat("/proc/self/ns/pid").st_ino}), None)

    def processes(self, namespace):
        for pid in filter(str.isdigit, os.listdir("/proc")) if namespace else ():
            try:
                if os.stat(f"/proc/{pid}/ns/pid").st_ino == namespace:
                    yield pid
            except OSError:
                pass


def own_memory(pid):
    """Bytes of a process in anonymous and shared memory, with its share of what it shares."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            lines = [line.split() for line in file]
    except OSError:
        return 0
    return 1024 * sum(int(words[1]) for words in lines if words[0] in ("Pss_Anon:", "Pss_Shmem:"))


class Container:
    """A container that crun has started. It needs no control group and asks no daemon."""

    def __init__(self, name, config, wanted="", awaited=(), memory=0):
        self.name = name
        self.bundle = f"/run/smoke/{name}"
        os.makedirs(self.bundle)
        with open(f"{self.bundle}/config.json", "w") as file:
            json.dump(config, file)
        self.output = Output(wanted, awaited)
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            self.crun("--log", f"{self.bundle}/log", "run", "--bundle", self.bundle),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        streams = [(self.process.stdout, True), (self.process.stderr, False)]
        self.readers = [
            threading.Thread(target=self.output.follow, args=stream, daemon=True)
            for stream in streams
        ]
        for reader in self.readers:
            reader.start()
        self.memory = Memory(self, memory)

    def crun(self, *rest):
        return ["crun", "--root", "/run/crun", "--cgroup-manager=disabled", *rest, self.name]

    def seconds(self):
        return time.monotonic() - self.began

    def exit_code(self):
        code = self.process.poll()
        # A signal that ended crun itself, counted as crun counts the program's.
        return 128 - code if code is not None and code < 0 else code

    def read_all(self):
        for reader in self.readers:
            reader.join(2)

    def problem(self):
        """Why crun could not start the program, if it could not."""
        with open(f"{self.bundle}/log") as file:
            told = file.read(2000).strip()
        # At the very last it has closed its log, and says it where the program would speak.
        last = self.output.lines[-1] if self.output.lines else ""
        return told or (last if last.startswith("exec container process") else "")

    def end(self):
        subprocess.run(self.crun("delete", "--force"), stderr=subprocess.DEVNULL, timeout=10)

    def stop(self):
        if self.exit_code() is None:
            self.end()
            self.process.wait(10)
        self.read_all()


def asked(container, test):
    """One try: what is there to be seen of the test now."""
    if test["kind"] == "health":
        return checked(container, test)
    if test["kind"] == "log":
        line = container.output.found[test["text"]]
        return {} if line is None else {"said": line}
    if test["kind"] == "run" or "port" not in test:
        return {}
    # One try at least, also when an earlier test has used up the time.
    until = time.monotonic() + max(0.1, test["timeout"] - container.seconds())
    try:
        with socket.create_connection((ADDRESS, test["port"]), until - time.monotonic()) as peer:
            if test["kind"] == "start":
                return {"listening": True}
            peer.sendall(
                f"GET {test['path']} HTTP/1.1\r\nHost: localhost:{test['port']}\r\n"
                "User-Agent: harden-smoke\r\nAccept: */*\r\nConnection: close\r\n\r\n".encode()
            )
            return answer(peer, until, test.get("body"))
    except (OSError, ValueError, IndexError):
        return {}


def checked(container, test):
    """One run of the health check, in a container of its own beside the program's."""
    check = Container(f"{container.name}-{next(CHECKS)}", test["config"])
    left = max(0.1, test["timeout"] - container.seconds())
    try:
        check.process.wait(left)
    except subprocess.TimeoutExpired:
        pass
    code = check.exit_code()
    check.stop()
    said = check.output.lines[-1] if check.output.lines else check.problem()
    return {"healthy": code == 0, "said": said}


def answer(peer, until, text):
    """Of an answer its status, and where a text is asked for, what its body has of it."""
    received = Received(peer, until)
    words = received.until(lambda got: b"\n" in got, LONGEST_LINE).split(b"\n", 1)[0].split()
    if not words or not words[0].startswith(b"HTTP/"):
        return {}
    seen = {"status": int(words[1])}
    if text is None:
        return seen
    wanted = text.encode()
    got = received.until(lambda got: wanted in body_of(got), MOST_ANSWER)
    shown = body_of(got)[:MOST_BODY].decode("utf-8", "replace")
    return {**seen, "fits": wanted in body_of(got), "body": shown}


def body_of(got):
    head, _, body = got.partition(b"\r\n\r\n")
    return joined(body) if b"\ntransfer-encoding: chunked" in head.lower() else body


def joined(chunks):
    """What has come of a body that is sent in chunks, each after its size."""
    body = b""
    while chunks:
        size, _, chunks = chunks.partition(b"\r\n")
        length = int(size.split(b";")[0] or b"0", 16)
        if length == 0:
            break
        body += chunks[:length]
        chunks = chunks[length + 2 :]
    return body


class Received:
    """What a peer has sent so far. A timeout of the socket alone would start again with every byte."""

    def __init__(self, peer, until):
        self.peer = peer
        self.end = until
        self.got = b""

    def until(self, enough, most):
        while not enough(self.got) and len(self.got) < most:
            self.peer.settimeout(max(0.001, self.end - time.monotonic()))
            try:
                piece = self.peer.recv(most)
            except OSError:
                break
            if not piece or time.monotonic() > self.end:
                break
            self.got += piece
        return self.got


def holds(test, facts):
    if facts.get("allowed") and facts["memory"] > facts["allowed"]:
        return False
    if test["kind"] == "run":
        return facts["exitCode"] == test["exitCode"] and facts["printed"]
    if test["kind"] == "health":
        return facts.get("healthy", False)
    if test["kind"] == "http":
        return facts.get("status") == test["status"] and facts.get("fits", True)
    if test["kind"] == "log":
        return "said" in facts
    return facts.get("listening", False) if "port" in test else facts["exitCode"] in (None, 0)


def watch(container, test):
    """Asks until the answer is the one that is wanted, the program has ended or the time is up."""
    seen = {}
    answered = None
    while True:
        code = container.exit_code()
        if code is None:
            seen = asked(container, test) or seen
        else:
            container.read_all()
            if test["kind"] == "log":
                seen = asked(container, test)
        if answered is None and seen.get("status", 500) < 500:
            answered = container.seconds()
        facts = {
            "exitCode": code,
            "milliseconds": round(container.seconds() * 1000),
            "printed": container.output.printed,
            **seen,
        }
        waits_for_its_end = test["kind"] in ("run", "start") and "port" not in test
        if code is not None or (not waits_for_its_end and holds(test, facts)):
            return facts
        last = test["timeout"] if answered is None else min(test["timeout"], answered + PATIENCE)
        if container.seconds() >= last:
            return {**facts, "addresses": [one for one in listening() if not is_relay(one)]}
        time.sleep(POLL_ANSWERS if "status" in seen or "healthy" in seen else POLL)


def listening():
    """The addresses that something listens on in the network of the calling thread."""
    found = set()
    for path in filter(os.path.exists, ("/proc/thread-self/net/tcp", "/proc/thread-self/net/tcp6")):
        with open(path) as file:
            lines = file.read().splitlines()[1:]
        for _, local, _, state, *_ in map(str.split, lines):
            address, port = local.split(":")
            if state == LISTEN:
                found.add(f"{dotted(address)}:{int(port, 16)}")
    return sorted(found)


def is_relay(address):
    return address.startswith("127.0.1.")


def dotted(address):
    """The kernel writes addresses as words in the byte order of the machine."""
    words = [int(address[at : at + 8], 16) for at in range(0, len(address), 8)]
    packed = struct.pack(f"={len(words)}I", *words)
    if len(words) == 1:
        return socket.inet_ntop(socket.AF_INET, packed)
    return f"[{socket.inet_ntop(socket.AF_INET6, packed)}]"


def in_turn(test):
    """An open port is there first; what takes a known time lets the others have their answers."""
    return "port" not in test, test["kind"] != "start"


class Relays:
    """Lead from addresses of a program's own network to services, which this one's network has.

    A thread has the network of the one that started it. So a program's thread listens, and only
    those that are started from here connect.
    """

    def __init__(self):
        self.listeners = collections.deque()
        self.opened = threading.Semaphore(0)
        threading.Thread(target=self.serve, daemon=True).start()

    def open(self, relays):
        """To be called from the program's thread."""
        for relay in relays:
            listener = socket.create_server((relay["address"], relay["port"]))
            self.listeners.append((listener, (relay["host"], relay["port"])))
            self.opened.release()

    def serve(self):
        while True:
            self.opened.acquire()
            args = self.listeners.popleft()
            threading.Thread(target=self.accept, args=args, daemon=True).start()

    def accept(self, listener, service):
        while True:
            near, _ = listener.accept()
            try:
                far = socket.create_connection(service, 10)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            for ends in ((near, far), (far, near)):
                threading.Thread(target=self.copy, args=ends, daemon=True).start()

    def copy(self, source, target):
        try:
            while piece := source.recv(65_536):
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            # One end broke: the other is told.
            for end in (source, target):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass


def highest_id():
    """An engine within a user's own ids has only some of them."""
    with open("/proc/self/uid_map") as file:
        ranges = [tuple(map(int, line.split())) for line in file]
    return max(first + count - 1 for first, _, count in ranges)


def run(name, program, results, gate, relays):
    user = program["config"]["process"]["user"]
    for one in [program, *program["tests"]]:
        if "config" in one:
            one["config"]["process"]["user"]["uid"] = min(user["uid"], highest_id())
    with gate:
        own_network()
        relays.open(program.get("relays", []))
        tests = sorted(program["tests"], key=in_turn)
        awaited = [test["text"] for test in tests if test["kind"] == "log"]
        allowed = program.get("memory", 0)
        wanted = tests[0].get("stdout", "")
        container = Container(name, program["config"], wanted, awaited, allowed)
        seen = [(test, watch(container, test)) for test in tests]
        container.memory.look()
        container.stop()
        for test, answered in seen:
            facts = {**answered, "memory": container.memory.peak, "allowed": allowed}
            held = holds(test, facts)
            results[test["index"]] = {
                **facts,
                "uid": user["uid"],
                "log": "" if held else container.output.log(),
                "problem": "" if facts["exitCode"] is None else container.problem(),
                "held": held,
            }


def make_mount_points(config):
    """Of two containers that start at once both would make what the image lacks, and one would fail."""
    for mount in config["mounts"]:
        *folders, name = mount["destination"].strip("/").split("/")
        at = config["root"]["path"]
        for folder in folders:
            at = f"{at}/{folder}"
            if not os.path.lexists(at):
                os.mkdir(at)
            if os.path.islink(at) or not os.path.isdir(at):
                break
        else:
            path = f"{at}/{name}"
            if os.path.lexists(path):
                continue
            if mount["type"] == "bind":
                open(path, "x").close()
            else:
                os.mkdir(path)


def main():
    request = json.load(sys.stdin)
    for path, text in request["files"].items():
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
    for program in request["programs"]:
        make_mount_points(program["config"])
    results = {}
    gate = threading.Semaphore(MOST_AT_ONCE)
    relays = Relays()
    threads = [
        threading.Thread(target=run, args=(f"program-{at}", program, results, gate, relays))
        for at, program in enumerate(request["programs"])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # One is missing when its thread broke: that is no success, and its reason is on stderr.
    facts = [results[at] for at in range(sum(len(one["tests"]) for one in request["programs"]))]
    held = all([one.pop("held") for one in facts])
    print(json.dumps(facts))
    sys.exit(0 if held else NOT_AS_ASKED)


main()
