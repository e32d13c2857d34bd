"""What the pages of agents, cohorts, reports and trials share: study units with figures, forest plot, heat map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pyoxigraph import NamedNode

from cartograph.reading import forest, heatmap, regimens, study_units
from cartograph.reading.merging import merged
from cartograph.reading.reader import Reader
from cartograph.reading.study_units import Unit
from cartograph.terms import BASE


def parts(reader: Reader, found: Sequence[Unit]) -> dict[str, Any]:
    """Return what the templates of `study.html` need to show study units with their figures."""
    reports = study_units.reports(found)
    return {
        "units": found,
        "regimens": {unit.path: regimens.read(reader, unit.node) for unit in found},
        "reports": reports,
        "forest": forest.plot(reports, forest.WIDE),
        "narrow": forest.plot(reports, forest.NARROW),
        "heat": heatmap.lay(reports),
        "darkest": heatmap.darkest,
        "merged": merged,
        "sources": reader.sources,
    }


def nodes(found: Iterable[Unit]) -> list[NamedNode]:
    """Return the nodes of study units, their reports and their figures."""
    return [
        node
        for unit in found
        for node in (unit.node, *(r.node for r in unit.reports), *(f.node for f in unit.figures))
    ]


def trials_of(found: Iterable[Unit]) -> list[NamedNode]:
    """Return the trials of study units."""
    return list(dict.fromkeys(NamedNode(BASE + trial.path) for unit in found for trial in unit.trials))
