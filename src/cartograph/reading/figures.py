"""Hold figures as pages show them: the value as printed, what it counts over, how it was read, and its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pyoxigraph import NamedNode

from cartograph.reading import intervals
from cartograph.reading.evidence import Place
from cartograph.reading.intervals import Interval
from cartograph.reading.reader import Reader, Word
from cartograph.terms import local

SIGNS = {"approximately": "≈", "atLeast": "≥", "moreThan": ">", "atMost": "≤", "lessThan": "<"}
#: What an endpoint is, the narrower first; the first that it has says in which part of a page it stands.
KINDS = ("ResponseEndpoint", "SurvivalEndpoint", "AdverseEvent", "Characteristic", "Measurement")
#: From the deepest response to the shallowest, as IMWG orders them, the overall one first.
_ORDER = (
    "participants", "followUp", "age", "priorLines",
    "objectiveResponse", "stringentCompleteResponse", "completeResponseOrBetter", "completeResponse",
    "veryGoodPartialResponseOrBetter", "veryGoodPartialResponse", "partialResponse", "minimalResponse",
    "stableDisease", "noResponse", "minimalResidualDiseaseNegative",
    "progressionFreeSurvival", "overallSurvival", "durationOfResponse",
)  # fmt: skip
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_REMARKS = {
    "printedValue": "printed as ",
    "context": "",
    "method": "method: ",
    "assessor": "assessed by ",
    "note": "curator: ",
    "because": "curator: ",
}
_SHARES = {"percent", "count"}


@dataclass(frozen=True)
class Count:
    """Hold what a figure counts: events where they are known, and over how many patients."""

    events: int | None
    patients: int
    assumed: bool  # the patients are those of the study unit
    recovered: bool = False  # the events are the one number that rounds to the printed percentage

    @property
    def printed(self) -> Count:
        """Return the count without events that are not printed."""
        return Count(None, self.patients, self.assumed) if self.recovered else self

    def __str__(self) -> str:
        patients = f"{self.patients}{'*' if self.assumed else ''}"
        return patients if self.events is None else f"{self.events}/{patients}{'‡' if self.recovered else ''}"


@dataclass(frozen=True)
class Figure:
    """Hold one figure of a report."""

    node: NamedNode
    kind: str
    endpoint: Word
    statistic: Word
    value: str  # with the decimals that are printed; empty where there is none
    low: str
    high: str
    span: tuple[str, str] | None  # a printed range that accompanies the value
    sign: str
    unit: str
    count: Count | None
    population: Word | None
    grades: Word | None
    attribution: Word | None
    time: str
    threshold: str
    serious: bool
    not_reached: bool
    remarks: tuple[str, ...]  # context, method, assessor, note, reason: in the curators' words
    reading: Word | None
    rule: Word | None
    among: NamedNode | None
    cites: tuple[NamedNode, ...]
    premises: tuple[NamedNode, ...]
    disputed: bool
    places: tuple[Place, ...]
    interval: Interval | None = None

    @property
    def path(self) -> str:
        """Return the path of the figure."""
        return local(self.node)

    @property
    def text(self) -> str:
        """Return the figure as a person reads it: the value as printed with its unit, a bound, or why there is none."""
        if self.not_reached:
            return "not reached"
        if not self.value:
            return self._bounds()
        number = f"{self.sign} {self._measured(self.value)}".strip()
        return f"{number} ({self.span[0]} to {self.span[1]})" if self.span else number

    @property
    def bounded(self) -> bool:
        """Say whether only bounds of the value are known."""
        return not self.value and not self.not_reached

    @property
    def measures(self) -> str:
        """Return what the figure measures: endpoint, grades, time, threshold, and the statistic where it matters."""
        graded = self.grades.text if self.grades and self.grades.name != "gradesNotStated" else ""
        statistic = "" if self.statistic.name in _SHARES | {"level"} else self.statistic.text
        serious = "serious" if self.serious else ""
        threshold = f"threshold {self.threshold}" if self.threshold else ""
        return ", ".join(filter(None, [self.endpoint.text, graded, serious, statistic, self.time, threshold]))

    @property
    def short(self) -> str:
        """Return what the figure measures in notations, for where there is little room."""
        return " ".join(filter(None, [self.endpoint.short or self.endpoint.text, self.time, self.threshold]))

    @property
    def percent(self) -> float | None:
        """Return the share in per cent, printed or as events of patients; None where the figure is no share."""
        if self.statistic.name == "percent" and self.value:
            return float(self.value)
        if self.statistic.name == "count" and self.count and self.count.events is not None:
            return 100 * self.count.events / self.count.patients
        return None

    @property
    def sort_key(self) -> tuple[int, int, str, str, Decimal, str]:
        """Return what orders figures on a page."""
        name = self.endpoint.name
        rank = _ORDER.index(name) if name in _ORDER else len(_ORDER)
        kind = KINDS.index(self.kind) if self.kind in KINDS else len(KINDS)
        time = _NUMBER.search(self.time)
        grades = self.grades.name if self.grades else ""
        return (rank, kind, self.endpoint.text, grades, Decimal(time[0] if time else 0), self.node.value)

    def _bounds(self) -> str:
        if self.low and self.high:
            return f"{self.low} to {self._measured(self.high)}"
        return f"at least {self._measured(self.low)}" if self.low else f"at most {self._measured(self.high)}"

    def _measured(self, number: str) -> str:
        return f"{_grouped(number)} {self.unit}".strip()


def as_printed(value: str, printed: Iterable[str]) -> str:
    """Return a number with the decimals that are printed; the store drops those that are zero.

    >>> as_printed("66", ["rate of 18 months' PFS and OS was 66.0% and 80.9%"]), as_printed("31", ["$n = 31$"])
    ('66.0', '31')
    """
    found = (match.replace(",", "") for text in printed for match in _NUMBER.findall(text))
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return max((one for one in found if Decimal(one) == number), key=len, default=value)


def read_all(reader: Reader, report: NamedNode) -> list[Figure]:
    """Return the figures of a report, in the order in which a page shows them."""
    return sorted(
        (read(reader, node) for node in reader.nodes(report, "hasFigure")), key=lambda one: one.sort_key
    )


def read(reader: Reader, node: NamedNode) -> Figure:
    """Return one figure."""
    endpoints = reader.nodes(node, "endpoint") or reader.nodes(node, "candidateEndpoint")
    kinds = _kinds(reader, endpoints)
    printed = reader.texts(node, "printed")
    statistic = reader.one(node, "statistic") or Word("level", "single value")
    numbers = {name: reader.text(node, name) for name in ("value", "low", "high", "time", "threshold")}
    value = as_printed(numbers["value"], printed) if numbers["value"] else ""
    sign = reader.one(node, "qualifier")
    among = reader.nodes(node, "among")
    return Figure(
        node=node,
        kind=next((kind for kind in KINDS if kind in kinds), ""),
        endpoint=_named(reader, endpoints),
        statistic=statistic,
        value=value,
        low=numbers["low"],
        high=numbers["high"],
        span=_span(reader, node),
        sign=SIGNS.get(sign.name, "") if sign else "",
        unit=_unit(reader, node, statistic.name),
        count=_count(reader, node),
        population=reader.one(node, "population"),
        grades=reader.one(node, "grades"),
        attribution=reader.one(node, "attribution"),
        time=f"at {numbers['time']} {_word(reader, node, 'timeUnit')}".strip() if numbers["time"] else "",
        threshold=power(numbers["threshold"]),
        serious=reader.texts(node, "serious") == ["true"],
        not_reached=reader.texts(node, "notReached") == ["true"],
        remarks=tuple(_remarks(reader, node)),
        reading=reader.one(node, "reading"),
        rule=reader.one(node, "derivedBy"),
        among=among[0] if among else None,
        cites=tuple(reader.nodes(node, "cites")),
        premises=tuple(reader.nodes(node, "premise")),
        disputed=reader.finder.disputed(node),
        places=reader.places(node),
        interval=intervals.read(reader, node, "%"),
    )


def _kinds(reader: Reader, endpoints: list[NamedNode]) -> frozenset[str]:
    terms = [reader.term(node) for node in endpoints]
    return frozenset(local(kind) for term in terms if term for kind in term.types)


def _named(reader: Reader, endpoints: list[NamedNode]) -> Word:
    words = [reader.word(node) for node in endpoints]
    return words[0] if len(words) == 1 else Word("", " or ".join(word.text for word in words) or "not told")


def _word(reader: Reader, node: NamedNode, name: str) -> str:
    """Return a unit as it is printed."""
    found = reader.one(node, name)
    return found.short if found else ""


def _unit(reader: Reader, node: NamedNode, statistic: str) -> str:
    unit = _word(reader, node, "unit")
    return unit or ("%" if statistic in {"percent", "landmarkRate", "percentChange"} else "")


def _span(reader: Reader, node: NamedNode) -> tuple[str, str] | None:
    low, high = reader.text(node, "rangeLow"), reader.text(node, "rangeHigh")
    return (low, high) if low or high else None


def _count(reader: Reader, node: NamedNode) -> Count | None:
    events, patients = reader.texts(node, "numerator"), reader.texts(node, "denominator")
    if not patients:
        return None
    assumed, recovered = (
        reader.texts(node, name) == ["true"] for name in ("denominatorAssumed", "numeratorRecovered")
    )
    return Count(int(events[0]) if events else None, int(patients[0]), assumed, recovered)


def _remarks(reader: Reader, node: NamedNode) -> list[str]:
    said = ((before, reader.text(node, name)) for name, before in _REMARKS.items())
    return [before + text for before, text in said if text]


def power(number: str) -> str:
    """Write a detection threshold as people do.

    >>> power("0.00001"), power("0.00002"), power("")
    ('10⁻⁵', '0.00002', '')
    """
    value = Decimal(number or 0)
    if value.normalize().as_tuple().digits != (1,) or value.adjusted() >= 0:
        return number
    return "10⁻" + str(-value.adjusted()).translate(_RAISED)


def _grouped(number: str) -> str:
    """Group the digits of a large whole number.

    >>> _grouped("150000000"), _grouped("97.9"), _grouped("2020")
    ('150,000,000', '97.9', '2020')
    """
    return f"{int(number):,}" if number.isdecimal() and len(number) > 4 else number
