"""Serving the pages: one command on one machine, with nothing beside it."""

import os
import socket
import sys

import click
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces

from comaker.front.ready import with_record
from comaker.kernel.refusal import Refusal

HOST = "127.0.0.1"
_THREADS = 8


class PortTaken(Refusal):
    """Another program listens where the pages are to be served."""


@click.command("serve", epilog="Example:  comaker serve --port 8000")
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes.")
@with_record
def serve_command(host: str, port: int, workers: int) -> None:
    """Serve the pages and the API."""
    must_be_free(host, port)
    serve_pages(host, port, workers=workers)


def must_be_free(host: str, port: int) -> None:
    """Refuse an address on which something listens already, or that this machine does not have.

    Raises:
        PortTaken: why not.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"The pages cannot be served at {host}, port {port}: {error.strerror}.",
                hint="Choose another with --port.",
            ) from error


def serve_pages(host: str, port: int, *, workers: int = 1) -> None:
    """Serve the pages of the record that COMAKER_DATABASE names, until somebody stops it."""
    call_command("collectstatic", interactive=False, verbosity=0)
    click.echo(f"Open http://{host}:{port}/ in a browser; Ctrl-C stops.")
    sys.stdout.flush()
    os.environ["COMAKER_SERVES"] = "1"  # before the processes that serve read their settings
    Granian(
        "comaker.main.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        websockets=False,
        log_enabled=False,
    ).serve()
