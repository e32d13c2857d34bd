"""The pages of study units and of their reports: who was studied, what was given, every figure with its evidence."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import NamedNode

from cartograph.terms import local
from cartograph.web import data
from cartograph.web.desk import Desk
from cartograph.web.pages import study
from cartograph.web.reading import disputes, said, statuses, units
from cartograph.web.reading.look import Look
from cartograph.web.reading.units import Unit
from cartograph.web.render import render
from cartograph.web.request import Request
from cartograph.web.wire import Reply


def cohort(desk: Desk, request: Request, slug: str) -> Reply:
    """Answer for a cohort."""
    return data.thing(desk, request, f"cohort/{slug}", _show_whole(slug))


def experiment(desk: Desk, request: Request, slug: str) -> Reply:
    """Answer for an experiment."""
    return data.thing(desk, request, f"experiment/{slug}", _show_whole(slug))


def report(desk: Desk, request: Request, slug: str) -> Reply:
    """Answer for a report; what lies below one, such as a derived figure, has the plain page."""
    whole = "/" not in data.split(slug)[0]
    return data.thing(desk, request, f"report/{slug}", show_report if whole else None)


def show_unit(desk: Desk, request: Request, iri: NamedNode) -> Reply:
    """Show the page of a study unit with all its reports."""
    look = Look.at(desk)
    unit = units.read(look, iri)
    return _page(desk, request, look, unit, unit.label, "")


def show_report(desk: Desk, request: Request, iri: NamedNode) -> Reply:
    """Show the page of one report."""
    look = Look.at(desk)
    of = look.nodes(iri, "reportOf")
    if not of:
        return Reply(404, "text/plain", b"")
    unit = units.read(look, of[0])
    one = replace(unit, reports=tuple(report for report in unit.reports if report.node == iri))
    return _page(desk, request, look, one, look.label(iri), local(iri))


def _show_whole(slug: str) -> data.Show | None:
    return None if "/" in data.split(slug)[0] else show_unit


def _page(desk: Desk, request: Request, look: Look, unit: Unit, title: str, report: str) -> Reply:
    concerned = study.nodes([unit])
    return render(
        "cohort.html",
        desk,
        request,
        unit=unit,
        title=title,
        report=report,
        path=report or unit.path,
        comparisons=said.comparisons(look, [unit.node]),
        statuses=statuses.grouped(look, statuses.read(look, [one.node for one in unit.reports])),
        conflicts=disputes.conflicts(look, concerned),
        findings=disputes.findings(look, concerned),
        passages=said.naming(look, NamedNode(concerned[1 if report else 0].value)),
        **study.parts(look, [unit]),
    )
