"""The pages of study units and of their reports: who was studied, what was given, every figure with its evidence."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import NamedNode

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.linkeddata import formats
from cartograph.reading import conflicts, statements, statuses, study_units
from cartograph.reading.reader import Reader
from cartograph.reading.study_units import Unit
from cartograph.site import things
from cartograph.site.context import Context
from cartograph.site.pages import study
from cartograph.site.render import render
from cartograph.terms import local


def cohort(context: Context, request: Request, slug: str) -> Reply:
    """Answer for a cohort."""
    return things.thing(context, request, f"cohort/{slug}", _show_whole(slug))


def experiment(context: Context, request: Request, slug: str) -> Reply:
    """Answer for an experiment."""
    return things.thing(context, request, f"experiment/{slug}", _show_whole(slug))


def report(context: Context, request: Request, slug: str) -> Reply:
    """Answer for a report; what lies below one, such as a derived figure, has the plain page."""
    whole = "/" not in formats.split(slug)[0]
    return things.thing(context, request, f"report/{slug}", show_report if whole else None)


def show_unit(context: Context, request: Request, iri: NamedNode) -> Reply:
    """Show the page of a study unit with all its reports."""
    reader = context.reader()
    unit = study_units.read(reader, iri)
    return _page(context, request, reader, unit, unit.label, "")


def show_report(context: Context, request: Request, iri: NamedNode) -> Reply:
    """Show the page of one report."""
    reader = context.reader()
    of = reader.nodes(iri, "reportOf")
    if not of:
        return Reply(404, "text/plain", b"")
    unit = study_units.read(reader, of[0])
    one = replace(unit, reports=tuple(report for report in unit.reports if report.node == iri))
    return _page(context, request, reader, one, reader.label(iri), local(iri))


def _show_whole(slug: str) -> things.Show | None:
    return None if "/" in formats.split(slug)[0] else show_unit


def _page(context: Context, request: Request, reader: Reader, unit: Unit, title: str, report: str) -> Reply:
    concerned = study.nodes([unit])
    return render(
        "cohort.html",
        context,
        request,
        unit=unit,
        title=title,
        report=report,
        path=report or unit.path,
        comparisons=statements.comparisons(reader, [unit.node]),
        statuses=statuses.grouped(reader, statuses.read(reader, [one.node for one in unit.reports])),
        conflicts=conflicts.of(reader, concerned),
        findings=conflicts.findings(reader, concerned),
        passages=statements.naming(reader, NamedNode(concerned[1 if report else 0].value)),
        **study.parts(reader, [unit]),
    )
