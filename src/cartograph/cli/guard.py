"""Turn whatever goes wrong into a line a person can act on and an exit code a program can read.

Exit codes: 0 done, 1 a rule is broken, 2 wrong usage or nothing to read, 3 a result was truncated;
beside these, as shells have it: 130 interrupted, 141 the reader of a pipe went away, 70 a defect of ours.
"""

from __future__ import annotations

import contextlib
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from cartograph.errors import CartographError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

TRUNCATED = 3
UNANSWERED = 2
DEFECT = 70
INTERRUPTED = 130
PIPE_CLOSED = 141


class GuardedGroup(click.Group):
    """Run commands so that a user sees messages and never a traceback."""

    def main(  # click's own signature
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line as click does, but answer every error of ours in one way."""
        run = partial(super().main, args, prog_name, complete_var, standalone_mode=False, **extra)
        if os.environ.get(
            "_CARTOGRAPH_COMPLETE"
        ):  # a shell that completes a word has no place for what is wrong
            run = partial(_quietly, run)
        code = guarded(run)
        if standalone_mode:
            sys.exit(code)
        return code

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader that goes away ends it before click has its own answer."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _abandon_stdout()
            ctx.exit(PIPE_CLOSED)


def guarded(run: Callable[[], Any]) -> int:
    """Run a command and return its exit code; print what went wrong to stderr."""
    try:
        code = run()
        sys.stdout.flush()  # here, where a closed pipe or a full disk still gets an answer
    except CartographError as error:
        return _tell(error)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        _abandon_stdout()
        return PIPE_CLOSED
    except OSError as error:
        return _tell_of_system(error)
    return code if isinstance(code, int) else 0


def _quietly(run: Callable[[], Any]) -> Any:
    with contextlib.suppress(CartographError):
        return run()
    return 0


def _tell(error: CartographError) -> int:
    for problem in error.problems:
        click.echo(str(problem), err=True)
    return error.exit_code


def _tell_of_system(error: OSError) -> int:
    """Name the file that the system refused, or the output where it names none."""
    _abandon_stdout()
    click.echo(f"{error.filename or 'output'}: {error.strerror or error}", err=True)
    return 2


def _abandon_stdout() -> None:
    """Let the interpreter end without a second try to write what nobody takes."""
    try:
        descriptor = sys.stdout.fileno()
    except OSError:  # not a file of the system, as in tests
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def report_defect(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say in a line what went wrong in our own code; `CARTOGRAPH_DEBUG=1` shows where."""
    if issubclass(kind, KeyboardInterrupt):
        os._exit(INTERRUPTED)
    if os.environ.get("CARTOGRAPH_DEBUG"):
        sys.__excepthook__(kind, error, trace)
    else:
        click.echo(f"a defect of cartograph: {kind.__name__}: {error}", err=True)
        click.echo("please report it with what CARTOGRAPH_DEBUG=1 prints", err=True)
    os._exit(DEFECT)
