"""A PostgreSQL server for tests: Debian's program, a folder and a port of its own, on loopback alone."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL

NOBODY = 65534
PASSWORD = "p@ss:word/1"  # with all that a URL has to quote
MISSING = "a PostgreSQL server is not installed: `sudo apt-get install postgresql` brings one"
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "shared_buffers": "16MB",
    "max_connections": "20",
}
_PATIENCE = 60.0  # seconds


def programs() -> Path | None:
    """The folder of the server's programs, the newest of those that are installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    on_path = shutil.which("initdb")
    found = debian[-1:] or [Path(on_path)] * bool(on_path)
    return found[0].parent if found and shutil.which("setpriv") else None


class Server:
    """A server with one user, who needs the password; it ends with this process, at the latest."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder, self._programs = folder, programs
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        secret = folder / "secret"
        secret.write_text(PASSWORD)
        if os.getuid() == 0:  # as which PostgreSQL refuses to run
            for path in (folder, secret):
                os.chown(path, NOBODY, NOBODY)
        made = ["--username=grader", f"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8"]
        self._call("initdb", f"--pgdata={folder}/data", "--locale=C.UTF-8", "--no-sync", *made).wait()
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        self._process = self._call("postgres", "-D", f"{self._folder}/data", "-p", str(self.port), *settings)
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                return self.execute("select 1")
            except psycopg.OperationalError:
                if time.monotonic() > deadline or self._process.poll() is not None:
                    raise
                time.sleep(0.02)

    def stop(self) -> None:
        """End it at once, as `pg_ctl stop -m immediate` does: nobody is asked, nothing is put in order."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(_PATIENCE)

    def execute(self, command: str, database: str = "postgres") -> None:
        """Run one command in a database."""
        address = {"host": "127.0.0.1", "port": self.port, "user": "grader", "password": PASSWORD}
        with psycopg.connect(**address, dbname=database, autocommit=True) as connection:
            connection.execute(command.encode())

    def database(self, name: str, template: str = "template0") -> str:
        """Make a database; its URL, as an instructor would write it."""
        self.execute(f"create database {name} template {template}")
        return self.url(name)

    def url(self, name: str, password: str = PASSWORD) -> str:
        """Where a database is, whether there is one or not."""
        url = URL.create("postgresql", "grader", password, "127.0.0.1", self.port, name)
        return url.render_as_string(hide_password=False)

    def _call(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        who = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.getuid() == 0 else []
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(
                ["setpriv", "--pdeathsig=QUIT", *who, "--", str(self._programs / program), *arguments],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@contextmanager
def server() -> Iterator[Server]:
    """A server, which is gone afterwards whatever happens."""
    found = programs()
    assert found, MISSING
    # Not below pytest's folders, which are closed to all but their owner.
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        running = Server(Path(folder), found)
        try:
            yield running
        finally:
            running.stop()
