"""The pages about the site: about, limits, licence."""

from __future__ import annotations

from cartograph.web.desk import Desk
from cartograph.web.render import render
from cartograph.web.request import Request
from cartograph.web.wire import Reply


def about(desk: Desk, request: Request) -> Reply:
    """Tell what the graph is made of, and how to read it."""
    return render("about.html", desk, request)


def limits(desk: Desk, request: Request) -> Reply:
    """Show the limits of this server."""
    return render("limits.html", desk, request, limits=list(desk.settings.table()))


def licence(desk: Desk, request: Request) -> Reply:
    """Show under which licences code and data may be used."""
    return render("licence.html", desk, request)
