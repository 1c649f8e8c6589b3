"""Receivers under test: what deliveries come to, and how receivers misbehave."""

import json
import socket
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from time import sleep

from comaker.front.hooks.signing import is_ours, secret_of


class Receiver:
    """A receiver of deliveries on this machine; `answers` says how it answers each, then 200.

    An answer is a status, or a function of the open line that does what it likes.
    """

    def __init__(self, *answers, secret=""):
        self.answers = list(answers)
        self.secret = secret
        self.got = []
        self.connections = 0
        self._lock = Lock()
        self._stop = Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}/hook?x=1"

    @property
    def events(self):
        """Return the events that were taken, in order."""
        return [each["body"]["data"]["event"] for each in self.got]

    def close(self):
        self._stop.set()
        with socket.create_connection(self._listening.getsockname()):
            pass
        self._thread.join()
        self._listening.close()

    def _serve(self):
        while not self._stop.is_set():
            line, _ = self._listening.accept()
            Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line):
        with line:
            head, body = read_request(line)
            if head is None:
                return
            with self._lock:
                self.connections += 1
                answer = self.answers.pop(0) if self.answers else 200
            if callable(answer):
                with suppress(OSError):  # who was told enough hangs up
                    answer(line)
                return
            if self.secret:
                assert is_ours(secret_of(self.secret), head, body)
            if 200 <= answer < 300:
                with self._lock:
                    self.got.append({"id": head["webhook-id"], "head": head, "body": json.loads(body)})
            line.sendall(f"HTTP/1.1 {answer} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())


def read_request(line):
    """Read a request; return its headers and its body."""
    content = b""
    while b"\r\n\r\n" not in content:
        more = line.recv(65536)
        if not more:
            return None, b""
        content += more
    head, _, body = content.partition(b"\r\n\r\n")
    rows = [row.partition(": ") for row in head.decode().split("\r\n")[1:]]
    headers = {name.lower(): value for name, _, value in rows}
    while len(body) < int(headers["content-length"]):
        body += line.recv(65536)
    return headers, body


@contextmanager
def receiving(*answers):
    receiver = Receiver(*answers)
    try:
        yield receiver
    finally:
        receiver.close()


def hang(line):
    """Say nothing at all."""
    line.settimeout(30)
    line.recv(1)


def dribble(line):
    """Send a byte now and then, for ever."""
    line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        line.sendall(b"a")
        sleep(0.02)


def flood(line):
    """Send without end."""
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while True:
        line.sendall(b"x" * 65536)


def flood_headers(line):
    """Send headers without end."""
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        line.sendall(b"X-Header: " + b"y" * 60000 + b"\r\n")


def nonsense(line):
    """Speak something else than HTTP."""
    line.sendall(b"\x00\x01\x02 hello\r\n\r\n")


def point_elsewhere(where):
    """Answer with a redirect."""

    def answer(line):
        line.sendall(f"HTTP/1.1 302 Found\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode())

    return answer
