"""Make what the audit judges from a case of a data file: figures, study units, things and statements in a few words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, Quad

from cartograph.audit.ground import Ground
from cartograph.build.agreed import words
from cartograph.reasoning.world import Said, World
from cartograph.rules.reports import Index, index, reports
from cartograph.terms import BASE, ONT, TYPE

ROOT = Path(__file__).resolve().parents[1]
Facts = dict[str, dict[str, tuple[str, ...]]]

_TERMS = {
    "endpoint", "statistic", "grades", "attribution", "population", "qualifier", "unit", "timeUnit", "reading",
}  # fmt: skip
_STATISTICS = {
    "percent", "count", "median", "mean", "maximum", "minimum", "level", "probability", "fold", "percentChange",
}  # fmt: skip
ROW = "example-2024/table-1/row"


@cache
def known() -> Index:
    """Return what the ontology says of its terms."""
    return index(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in words(ROOT / "ontology"))


def ground(case: Mapping[str, Any]) -> Ground:
    """Return the ground of a case; a case with only `figures` is one report of one unit."""
    facts: Facts = {iri: dict(said) for iri, said in known().items()}
    if "figures" in case:
        case = {"reports": {"r": {"of": "unit", "figures": case["figures"]}}, "units": {"unit": {}}, **case}
    for name, unit in case.get("units", {}).items():
        facts[f"{BASE}cohort/{name}"] = _unit(unit)
    for name, report in case.get("reports", {}).items():
        _report(facts, name, report)
    for path, thing in case.get("things", {}).items():
        facts[BASE + path] = {TYPE.value if k == "a" else k: _values(v, k) for k, v in thing.items()}
    stated = dict(_stated(case.get("statements", ()), facts))
    return Ground(World(facts, stated, {}), reports(facts))


def _unit(unit: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    made: dict[str, tuple[str, ...]] = {TYPE.value: (f"{ONT}Cohort",)}
    made["includes"] = tuple(f"{BASE}cohort/{part}" for part in unit.get("includes", ()))
    made["unitScope"] = tuple(ONT + unit[key] for key in ("scope",) if key in unit)
    return made


def _report(facts: Facts, name: str, report: Mapping[str, Any]) -> None:
    iris = []
    for number, figure in enumerate(report["figures"]):
        iri = f"{BASE}claim/{report.get('in', ROW)}/figure/{name}/{figure.get('id', number)}"
        facts[iri] = dict(_figure(figure, iri.rpartition("/")[0]))
        iris.append(iri)
    facts[f"{BASE}report/{name}"] = {
        "reportOf": (f"{BASE}cohort/{report['of']}",),
        "hasFigure": tuple(iris),
    }


def _figure(figure: Mapping[str, Any], above: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    said = {"printed": str(figure), **figure}
    for key, value in said.items():
        if key in _STATISTICS or key == "rate":
            yield "statistic", (ONT + ("landmarkRate" if key == "rate" else key),)
            yield "value", (str(value),)
        elif key == "among":
            yield key, (f"{above}/{value}",)
        elif key != "id":
            yield (
                key,
                (ONT + value if key in _TERMS else str(value).lower() if value is True else str(value),),
            )


def _values(value: Any, key: str) -> tuple[str, ...]:
    every = value if isinstance(value, list) else [value]
    return tuple(_value(str(each), key) for each in every)


def _value(word: str, key: str = "") -> str:
    if word.startswith(":"):
        return ONT + word[1:]
    return ONT + word if key == "a" else BASE + word if "/" in word and " " not in word else word


def _stated(
    statements: list[Mapping[str, str]] | tuple[()], facts: Facts
) -> Iterator[tuple[tuple[str, str], tuple[Said, ...]]]:
    found: dict[tuple[str, str], list[Said]] = {}
    for said in statements:
        claim = f"claim/{said.get('in', ROW)}"
        iri = f"{BASE}{claim}/statement/{said['of']}/{said['property']}/{_value(said['value']).rpartition('/')[2]}"
        value = _value(said["value"])
        facts[iri] = {
            "subject": (BASE + said["of"],),
            "property": (ONT + said["property"],),
            "statedValue": (value,),
        }
        key = BASE + said["of"], said["property"]
        found.setdefault(key, []).append(Said(iri, value, BASE + claim, 1, said["value"]))
    return ((key, tuple(told)) for key, told in found.items())
