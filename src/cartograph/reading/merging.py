"""Put equal figures of one report together: what two passages print alike is one row with two printed places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cartograph.reading.figures import Figure


def merged(found: Iterable[Figure]) -> list[Figure]:
    """Return figures in their order; those that say the same are one, with the places and remarks of all."""
    groups: dict[tuple[str, ...], list[Figure]] = {}
    for figure in found:
        groups.setdefault(alike(figure), []).append(figure)
    return [one for group in groups.values() for one in _together(group)]


def alike(figure: Figure) -> tuple[str, ...]:
    """Return what figures of one report that say the same have in common."""
    words = (figure.population, figure.attribution, figure.reading, figure.rule)
    among = figure.among.value if figure.among else ""
    named = [word.name if word else "" for word in words]
    return (figure.measures, figure.statistic.name, figure.text, figure.endpoint.name, among, *named)


def _together(group: list[Figure]) -> list[Figure]:
    if len(group) == 1 or not same_patients(group):
        return group
    places = dict.fromkeys(place for figure in group for place in figure.places)
    remarks = dict.fromkeys(remark for figure in group for remark in figure.remarks)
    best = min(group, key=certainty)
    disputed = any(figure.disputed for figure in group)
    first = replace(group[0], places=tuple(places), remarks=tuple(remarks), disputed=disputed)
    return [replace(first, count=best.count, interval=best.interval)]


def same_patients(group: Iterable[Figure]) -> bool:
    """Say whether figures count over equally many patients, as far as they tell."""
    return len({figure.count.patients for figure in group if figure.count}) <= 1


def certainty(figure: Figure) -> tuple[bool, bool, bool]:
    """Put a printed count before a recovered one, and any before none."""
    count = figure.count
    return (
        count is None,
        count is not None and count.assumed,
        count is None or count.events is None or count.recovered,
    )
