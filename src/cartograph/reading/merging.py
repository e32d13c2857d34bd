"""Put equal figures of one report together: what two passages print alike is one row with two printed places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cartograph.reading.figures import Count, Figure


def merged(found: Iterable[Figure]) -> list[Figure]:
    """Return figures in their order; those that say the same are one, with the places and remarks of all."""
    groups: dict[tuple[str, ...], list[Figure]] = {}
    for figure in found:
        groups.setdefault(_key(figure), []).append(figure)
    return [one for group in groups.values() for one in _together(group)]


def _key(figure: Figure) -> tuple[str, ...]:
    words = (figure.population, figure.attribution, figure.reading, figure.rule)
    among = figure.among.value if figure.among else ""
    named = [word.name if word else "" for word in words]
    return (figure.measures, figure.statistic.name, figure.text, figure.endpoint.name, among, *named)


def _together(group: list[Figure]) -> list[Figure]:
    if len(group) == 1 or len({figure.count.patients for figure in group if figure.count}) > 1:
        return group
    places = dict.fromkeys(place for figure in group for place in figure.places)
    remarks = dict.fromkeys(remark for figure in group for remark in figure.remarks)
    best = min((figure.count for figure in group if figure.count), key=_certainty, default=None)
    disputed = any(figure.disputed for figure in group)
    first = replace(group[0], places=tuple(places), remarks=tuple(remarks), count=best, disputed=disputed)
    return [first]


def _certainty(count: Count) -> tuple[bool, bool]:
    return count.assumed, count.events is None
