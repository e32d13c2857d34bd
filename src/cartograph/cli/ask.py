"""`cartograph ask`: the questions of `queries/` as commands, each with the parameters of its header."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from cartograph.cli.answers import terminal
from cartograph.cli.guard import TRUNCATED
from cartograph.cli.tables import put, wrapped
from cartograph.questions.tables import markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cartograph.cli.places import Label
    from cartograph.cli.session import Session
    from cartograph.questions.answer import Answer
    from cartograph.questions.header import Parameter, Question

_FORMATS = ("table", "csv", "json", "md")
_METAVARS = {"decimal": "NUMBER", "integer": "NUMBER", "text": "TEXT"}


class Questions(click.Group):
    """Make a command of each question, when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the questions."""
        return list(_session(ctx).questions)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return the question's command; raise UsageError with the nearest names where there is none."""
        return question_command(_session(ctx).questions.find(cmd_name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the question by its first word."""
        return args[0], self.get_command(ctx, args[0]), args[1:]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the questions under their own heading."""
        with formatter.section("Questions"):
            titles = [(name, question.title) for name, question in _session(ctx).questions.items()]
            formatter.write_dl(titles or [("(none)", "the project has no questions")])


@click.command(cls=Questions, invoke_without_command=True, subcommand_metavar="[QUESTION [OPTIONS]]")
@click.pass_context
def ask(context: click.Context) -> None:
    """Ask one of the prepared questions; without QUESTION, list them.

    An answer has three parts: the products that qualify, each figure with the row that printed it; those that
    may qualify but for something that no curated source states; and those that do not, with the reason.

    \b
    Examples:
      cartograph ask
      cartograph ask products-by-response --costimulation 4-1BB --vector lentiviral --above 50
      cartograph ask products-by-response --above 70 --format csv > products.csv
      cartograph ask products-by-response --help
    """  # noqa: D301 - click's mark for lines that are kept as they are
    if context.invoked_subcommand is None:
        put("\n".join(map(_listed, _session(context).questions.values())))


def question_command(question: Question) -> click.Command:
    """Return the command that asks the question."""
    return click.Command(
        question.name,
        params=list(_options(question)),
        callback=_asking(question),
        help=question.question,
        short_help=question.title,
    )


def _asking(question: Question) -> Callable[..., None]:
    """Return what the question's command does."""

    @click.pass_context
    def answer(context: click.Context, /, format_name: str, limit: int | None, **given: Any) -> None:
        chosen = {name: value for name, value in given.items() if value not in (None, ())}
        found = _session(context).graph.ask(question.name, **chosen)
        if limit is not None:
            found = found.limited(limit)
        put(_shown(found, format_name, _session(context).label))
        if found.truncated:
            click.echo(f"truncated: {len(found.rows)} rows shown, there are more", err=True)
            context.exit(TRUNCATED)

    return answer


def _shown(answer: Answer, format_name: str, label: Label) -> str | bytes:
    """Return the answer for the terminal, or in a format for programs, which is UTF-8 wherever it is printed."""
    if format_name == "table":
        return terminal(answer, label)
    if format_name == "md":
        return markdown(answer).encode()
    return (answer.to_csv() if format_name == "csv" else answer.to_json()).encode()


def _options(question: Question) -> Iterator[click.Option]:
    for parameter in question.parameters.values():
        yield ParameterOption(parameter)
    for name, choices in question.options.items():
        yield click.Option([f"--{name}"], type=click.Choice(choices), default=choices[0], show_default=True)
    formats = click.Choice(_FORMATS)
    yield click.Option(["--format", "format_name"], type=formats, default="table", show_default=True)
    limit = "Print at most so many rows; exit with 3 when there are more."
    yield click.Option(["--limit"], type=click.IntRange(min=0), metavar="N", help=limit)


class ParameterOption(click.Option):
    """Offer one parameter of a question; its choices are looked up only when help is asked for."""

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(
            [flag(parameter), parameter.name],
            multiple=parameter.many,
            metavar=_METAVARS.get(parameter.kind, parameter.kind.upper()),
            help=parameter.help,
        )
        self.parameter = parameter

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the words of the parameter that begin so."""
        words = _session(ctx).choices(self.parameter)
        begun = incomplete.casefold()
        return [CompletionItem(word) for word in words if word.casefold().startswith(begun)]

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's help, with its default and its choices."""
        record = super().get_help_record(ctx)
        if record is None:
            return None
        details = [f"default: {', '.join(self.parameter.default)}"] if self.parameter.default else []
        words = _session(ctx).choices(self.parameter)
        details += [f"one of {', '.join(words)}"] if words else []
        return record[0], f"{record[1]}  [{'; '.join(details)}]" if details else record[1]


def _listed(question: Question) -> str:
    """Show a question in the list: its name, what it asks, and a call with its parameters."""
    parameters = [parameter for parameter in question.parameters.values() if parameter.default]
    options = [word for p in parameters for word in (flag(p), p.default[0])]
    call = shlex.join(["cartograph", "ask", question.name, *options])
    lines = [question.name, *wrapped(question.question), *([f"  {call}"] if options else [])]
    return "\n".join([*lines, ""])


def flag(parameter: Parameter) -> str:
    """Return the option that gives a parameter: `--as-of` for `as_of`."""
    return f"--{parameter.name.replace('_', '-')}"


def _session(context: click.Context) -> Session:
    """Return what the commands share; a shell that completes a word has not run the command before this one."""
    from cartograph.cli.session import Session

    root = context.find_root()
    return root.obj if isinstance(root.obj, Session) else Session(root.params.get("project"))
