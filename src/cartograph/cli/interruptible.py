"""Run a query beside the main thread, so that a person can stop it.

The engine ignores signals while it runs and cannot be cancelled; for each nesting in a query it also uses the
stack of its thread, of which the main one has little.
"""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from cartograph.cli.guard import INTERRUPTED, UNANSWERED

if TYPE_CHECKING:
    from collections.abc import Callable

_STACK = 512 * 1024 * 1024  # address space, not memory

Result = TypeVar("Result")


def run_aside(work: Callable[[], Result], seconds: float) -> Result:
    """Return what the work returns and raise what it raises; end the process on Ctrl-C or when time is up.

    A thread inside the engine cannot be stopped and would hold up the interpreter's own end.
    """
    before = threading.stack_size(_STACK)
    try:
        future = ThreadPoolExecutor(1).submit(work)
        threading.stack_size(before)
        wait_for([future], seconds)
    except KeyboardInterrupt:
        _end("interrupted", INTERRUPTED)
    if not future.done():
        _end(f"no answer within {seconds:g} seconds: narrow the query, or give --timeout", UNANSWERED)
    return future.result()


def _end(message: str, code: int) -> NoReturn:
    click.echo(message, err=True)
    sys.stdout.flush()
    os._exit(code)
