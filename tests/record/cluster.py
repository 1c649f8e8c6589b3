"""A PostgreSQL server of the test's own, which can be killed and started again."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

START_SECONDS_MAX = 60


def program(name):
    """Return the newest PostgreSQL program of that name on this machine, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda each: float(each.parts[4]))
    path = shutil.which(name)
    return found[-1] if found else Path(path) if path else None


class Cluster:
    """A server in a temporary folder, on a free port of this machine.

    Nothing is flushed to the disk: that guards against a loss of power, which no test can bring about. What
    a process has written survives its being killed either way.
    """

    def __init__(self):
        initdb, self._postgres = program("initdb"), program("postgres")
        if initdb is None or self._postgres is None:
            pytest.skip("The PostgreSQL server programs are not on this machine.")
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            try:
                account = pwd.getpwnam("postgres")
            except KeyError:
                pytest.skip("PostgreSQL does not run as root, and there is no account postgres.")
            self._as = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        self._folder = Path(tempfile.mkdtemp(prefix="comaker-cluster-"))
        if self._as:
            os.chown(self._folder, self._as["user"], self._as["group"])
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._run(initdb, "-D", "db", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.address = f"postgresql://postgres@127.0.0.1:{self._port}/postgres"
        self._process: Any = None
        self.start()

    def start(self):
        """Start the server and wait until it answers; after a kill it first brings its files in order."""
        deadline = time.monotonic() + START_SECONDS_MAX
        while True:
            self._process = self._spawn()
            while self._process.poll() is None and time.monotonic() < deadline:
                if self._answers():
                    return
                time.sleep(0.02)
            # What is left of the killed one may take a moment to go.
            if time.monotonic() >= deadline:
                self.kill()
                pytest.fail((self._folder / "log").read_text()[-2000:])
            time.sleep(0.1)

    def kill(self):
        """Kill the server and every process of it, at once."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGSTOP)  # so that it starts no other
        children = self._children()
        self._process.kill()
        for child in children:
            os.kill(child, signal.SIGKILL)
        self._process.wait()
        while any(_runs(child) for child in children):
            time.sleep(0.005)

    def remove(self):
        """Kill the server and remove its files."""
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _children(self):
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, check=True, text=True
        ).stdout.split()
        pairs = zip(listed[::2], listed[1::2], strict=True)
        return [int(child) for child, parent in pairs if int(parent) == self._process.pid]

    def _spawn(self):
        settings = [
            *("fsync=off", "full_page_writes=off", f"port={self._port}", "listen_addresses=127.0.0.1"),
            *("unix_socket_directories=", "shared_buffers=16MB", "max_connections=80", "timezone=UTC"),
        ]
        options = [word for setting in settings for word in ("-c", setting)]
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                [self._postgres, "-D", "db", *options],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **self._as,
            )

    def _answers(self):
        try:
            psycopg.connect(self.address, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, *command):
        subprocess.run(command, cwd=self._folder, check=True, capture_output=True, **self._as)


def _runs(number):
    """Tell whether a process still runs; one that only waits to be buried does not."""
    found = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(number)], capture_output=True, check=False, text=True
    ).stdout
    return bool(found.strip()) and not found.strip().startswith("Z")
