"""An uncertain reading stays uncertain: in the agreed view, in what follows, in verdicts, answers and drawings."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from asked import catalogue
from cartograph.build.assembly import Made, assemble
from cartograph.drawing.extract import read as drawn
from cartograph.project import Home
from cartograph.questions.doubt import Doubts
from cartograph.reading import facts
from cartograph.reading.reader import Reader
from cartograph.rules.certainty import Certainty
from cartograph.rules.readings import UNCERTAIN
from cartograph.rules.reports import Index, index
from cartograph.terms import BASE, ONT, RDF, TYPE, Ontology, local
from cartograph.versions.store import open_version
from nodes import value

VURAL = "source: vural-2025\npassage: Table 1\nclaims:\n"
AGENT = (
    "      - id: agent/ct103a\n        type: [CAR T-cell product]\n        hasConstruct: construct/ct103a\n"
)


def claim(name: str, *states: str, line: int = 107) -> str:
    body = "".join(states)
    return f"  - id: {name}\n    row: {name}\n    at: {{line: {line}, cell: 2}}\n    states:\n{AGENT}{body}"


def construct(*statements: str) -> str:
    return "      - id: construct/ct103a\n" + "".join(f"        {one}\n" for one in statements)


def vector(word: str, reading: str = "") -> str:
    how = f", reading: {reading}, because: it is read so" if reading else ""
    return construct(f"geneTransfer: {{value: {word}, printed: {word}{how}}}")


def made_of(project: Home, *claims: str) -> Made:
    (project.records / "vural-2025" / "a.yaml").write_text(VURAL + "".join(claims), encoding="utf-8")
    return assemble(project)


def view(made: Made) -> Index:
    return index(made.default_graph)


def said(made: Made, thing: str, name: str) -> set[str]:
    return set(map(local, view(made).get(BASE + thing, {}).get(name, ())))


def uncertain(made: Made) -> dict[tuple[str, str, str], str]:
    """Return the uncertain facts with their readings."""
    found = {}
    for one in view(made).values():
        if one.get(RDF + "type") == (ONT + "UncertainFact",):
            key = local(one["subject"][0]), local(one["property"][0]), local(one["uncertainValue"][0])
            found[key] = local(one["weakestReading"][0])
    return found


def status(made: Made, thing: str, expectation: str) -> str | None:
    return next(s.value for s in made.statuses if (s.thing, s.expectation) == (thing, expectation))


# ---------------------------------------------------------------------- the agreed view
@pytest.mark.parametrize(("reading", "name"), [("assumed", "assumedReading"), ("unclear", "unclear")])
def test_a_value_that_only_an_uncertain_reading_gives_is_not_agreed(
    project: Home, reading: str, name: str
) -> None:
    made = made_of(project, claim("one", vector("lentiviral", reading)))
    assert said(made, "construct/ct103a", "geneTransfer") == set()
    assert said(made, "construct/ct103a", "geneTransferHolds") == set()
    assert status(made, "construct/ct103a", "expectsGeneTransfer") == "uncertain"
    assert uncertain(made) == {
        ("construct/ct103a", "geneTransfer", "lentiviral"): name,
        ("construct/ct103a", "geneTransferHolds", "lentiviral"): name,
        ("construct/ct103a", "geneTransferHolds", "retroviral"): name,
        ("construct/ct103a", "geneTransferHolds", "viral"): name,
    }


def test_one_certain_reading_is_enough(project: Home) -> None:
    made = made_of(project, claim("one", vector("lentiviral", "assumed")), claim("two", vector("lentiviral")))
    assert said(made, "construct/ct103a", "geneTransfer") == {"lentiviral"}
    assert status(made, "construct/ct103a", "expectsGeneTransfer") == "stated"
    assert uncertain(made) == {}


@pytest.mark.parametrize("reading", ["from heading", "misprint"])
def test_other_readings_are_certain_enough(project: Home, reading: str) -> None:
    printed = "printed: Lentviral, printedValue: Lentviral, " if reading == "misprint" else "printed: words, "
    one = construct(
        f"geneTransfer: {{value: lentiviral, {printed}reading: {reading}, because: the row says so}}"
    )
    made = made_of(project, claim("one", one))
    assert said(made, "construct/ct103a", "geneTransfer") == {"lentiviral"}
    assert uncertain(made) == {}


def test_an_assumed_narrower_value_leaves_the_broader_one_standing(project: Home) -> None:
    made = made_of(project, claim("one", vector("retroviral")), claim("two", vector("lentiviral", "assumed")))
    assert said(made, "construct/ct103a", "geneTransfer") == {"retroviral"}
    assert said(made, "construct/ct103a", "geneTransferHolds") == {"retroviral", "viral"}
    assert "lentiviral" in said(made, "construct/ct103a", "geneTransferOpen")
    assert set(uncertain(made)) == {
        ("construct/ct103a", "geneTransfer", "lentiviral"),
        ("construct/ct103a", "geneTransferHolds", "lentiviral"),
    }


def test_an_assumed_value_still_disputes_a_certain_one(project: Home) -> None:
    made = made_of(
        project, claim("one", vector("lentiviral")), claim("two", vector("gamma-retroviral", "assumed"))
    )
    assert said(made, "construct/ct103a", "geneTransfer") == set()
    assert status(made, "construct/ct103a", "expectsGeneTransfer") == "disputed"


def test_what_an_assumed_binder_binds_is_an_uncertain_target(project: Home) -> None:
    binds = "[{value: target/bcma, printed: it, reading: assumed, because: so}]"
    slot = f"slots: [{{id: binder-1, part: binder, binds: {binds}}}]"
    made = made_of(project, claim("one", construct(slot)))
    assert said(made, "agent/ct103a", "targets") == set()
    assert uncertain(made)["agent/ct103a", "targets", "target/bcma"] == "assumedReading"


# ---------------------------------------------------------------------- the weakest reading on the way
def _facts(*triples: tuple[str, str, str]) -> Index:
    quads = [
        Quad(
            NamedNode(BASE + s),
            NamedNode(p if p.startswith("http") else ONT + p),
            NamedNode(o if o.startswith("http") else BASE + o),
        )
        for s, p, o in triples
    ]
    return index(quads)


def _statement(
    name: str, subject: str, property_: str, stated: str, reading: str = ""
) -> list[tuple[str, str, str]]:
    told = [
        (name, "subject", subject),
        (name, "property", ONT + property_),
        (name, "statedValue", stated),
        (subject, property_, stated),
    ]
    return [*told, (name, "reading", ONT + reading)] if reading else told


def _regimen(agent: str, includes: str) -> Index:
    """Return a whole that includes a part; the regimen is that of the whole, with these readings."""
    return _facts(
        ("cohort/w", "hasStep", "cohort/w/s"),
        ("cohort/w/s", "hasComponent", "cohort/w/s/c"),
        *_statement("claim/1", "cohort/w/s/c", "agent", "agent/x", agent),
        *_statement("claim/2", "cohort/w", "includes", "cohort/p", includes),
        ("cohort/w", "investigationalAgent", "agent/x"),
        ("cohort/p", "investigationalAgent", "agent/x"),
    )


@pytest.mark.parametrize(
    ("agent", "includes", "whole", "part"),
    [
        ("", "", None, None),
        ("assumedReading", "", "assumedReading", "assumedReading"),
        ("", "unclear", None, "unclear"),
        ("assumedReading", "unclear", "assumedReading", "unclear"),
        ("unclear", "assumedReading", "unclear", "unclear"),
    ],
)
def test_what_follows_has_the_weakest_reading_on_the_way(
    agent: str, includes: str, whole: str | None, part: str | None
) -> None:
    found = Certainty(_regimen(agent, includes)).found()
    given = {local(one.subject): one.reading for one in found if one.predicate == "investigationalAgent"}
    assert (given.get("cohort/w"), given.get("cohort/p")) == (whole, part)


def test_of_several_ways_the_surest_counts() -> None:
    facts_ = _facts(
        ("agent/x", "hasConstruct", "construct/x"),
        ("construct/x", "hasSlot", "construct/x/a"),
        ("construct/x", "hasSlot", "construct/x/b"),
        *_statement("claim/1", "construct/x/a", "binds", "target/t", "unclear"),
        *_statement("claim/2", "construct/x/b", "binds", "target/t", "assumedReading"),
    )
    (target,) = (one for one in Certainty(facts_).found() if one.predicate == "targets")
    assert (target.reading, target.premises) == ("assumedReading", (BASE + "claim/2",))


# ---------------------------------------------------------------------- figures
def _figures(*entries: str) -> str:
    lines = "".join(f"          - {{{entry}}}\n" for entry in entries)
    return (
        "      - id: cohort/ct103a-all\n        cohortOf: trial/ct103a-phase-1-2\n"
        "        unitScope: {value: whole, because: all patients}\n"
        "      - id: report/ct103a-ash2021\n        reportOf: cohort/ct103a-all\n        figures:\n" + lines
    )


N = "endpoint: n, count: 20, printed: 20 patients"


@pytest.mark.parametrize("reading", ["impossible", "unclear"])
def test_no_denominator_is_assumed_for_a_figure_that_is_not_understood(project: Home, reading: str) -> None:
    sure = 'endpoint: CRS, grades: any, attribution: notStated, percent: 50, printed: "50%"'
    odd = 'endpoint: CRS, grades: "3", attribution: notStated, percent: 100, printed: "100%"'
    odd += f", reading: {reading}, because: so"
    made = made_of(project, claim("one", _figures(N, sure, odd)))
    of = {local(one["grades"][0]): one.get("denominator") for one in view(made).values() if "grades" in one}
    assert of == {"anyGrade": ("20",), "grade3": None}


def test_a_derived_response_inherits_the_weakest_reading(project: Home) -> None:
    made = made_of(
        project,
        claim(
            "one",
            _figures(
                N,
                'endpoint: sCR, percent: 10, printed: "sCR 10%"',
                'endpoint: CR, percent: 20, printed: "CR 20%", reading: assumed, because: so',
            ),
        ),
    )
    derived = view(made)[BASE + "report/ct103a-ash2021/derived/completeResponseOrBetter"]
    assert [Decimal(one) for one in derived["value"]] == [30]
    assert derived["reading"] == (ONT + "assumedReading",)


def test_nothing_is_derived_from_an_unclear_response(project: Home) -> None:
    odd = 'endpoint: CR, percent: 20, printed: "CR 20%", reading: unclear, because: so'
    made = made_of(project, claim("one", _figures(N, 'endpoint: sCR, percent: 10, printed: "sCR 10%"', odd)))
    derived = view(made)[BASE + "report/ct103a-ash2021/derived/completeResponseOrBetter"]
    assert derived["derivedBy"] == (ONT + "responseBounds",)
    assert "reading" not in derived


# ---------------------------------------------------------------------- verdicts
CELL = "cohort/c", "agent/x"


def _store(*triples: tuple[str, str, str]) -> Store:
    store = Store()
    for s, p, o in triples:
        predicate = NamedNode(RDF + "type" if p == "a" else ONT + p)
        store.add(Quad(NamedNode(BASE + s), predicate, NamedNode(o if o.startswith("http") else BASE + o)))
    return store


def _doubted(subject: str, property_: str, stated: str) -> list[tuple[str, str, str]]:
    return [
        ("uncertain/1", "a", ONT + "UncertainFact"),
        ("uncertain/1", "subject", subject),
        ("uncertain/1", "property", ONT + property_),
        ("uncertain/1", "uncertainValue", stated),
        ("uncertain/1", "weakestReading", ONT + "assumedReading"),
    ]


@pytest.mark.parametrize(
    "triples",
    [
        [("figure/f", "reading", ONT + "unclear")],
        _doubted("cohort/c", "investigationalAgent", "agent/x"),
    ],
)
@pytest.mark.parametrize("verdict", ["met", "not met"])
def test_a_figure_that_is_uncertain_decides_nothing(
    triples: list[tuple[str, str, str]], verdict: str
) -> None:
    question = catalogue()["products-by-response"]
    row = {
        **dict.fromkeys(("slot", "construct", "costimulation_reason", "vector_reason")),
        "agent": "agent/x",
        "cohort": "cohort/c",
        "figure": "figure/f",
        "costimulation_verdict": "met",
        "vector_verdict": "met",
        "response_verdict": verdict,
        "response_reason": "",
    }
    (doubted,) = Doubts(_store(*triples)).raised([row], question, ())
    assert doubted["response_verdict"] == "unknown"
    assert doubted["response_reason"] in {"unclear", "assumedReading"}
    assert doubted["costimulation_verdict"] == "met"
    (same,) = Doubts(_store()).raised([row], question, ())
    assert same == row


@pytest.mark.parametrize(
    ("wanted", "verdict"), [({"target/t"}, "unknown"), ({"target/u"}, "not met"), (set(), "unknown")]
)
def test_nobody_is_excluded_whose_wanted_value_is_uncertain(wanted: set[str], verdict: str) -> None:
    question = catalogue()["products-by-target"]
    row = {
        "agent": "agent/x",
        "binder": None,
        "construct": None,
        "verdict": "not met",
        "reason": "other value",
    }
    store = _store(*_doubted("agent/x", "targets", "target/t"))
    (doubted,) = Doubts(store).raised([row], question, wanted)
    assert doubted["verdict"] == verdict


# ---------------------------------------------------------------------- the real records
def test_no_uncertain_value_stands_in_the_agreed_view_but_what_belongs_to_what(built: Home) -> None:
    """Every statement of the records that only an uncertain reading supports: the triple stands for links alone."""
    store = open_version(built).store
    words = index(q for q in store.quads_for_pattern(None, NamedNode(ONT + "standsAssumed"), None, None))
    links = {*words, RDF + "type"}
    facts_ = [
        q.subject
        for q in store.quads_for_pattern(None, TYPE, NamedNode(ONT + "UncertainFact"), DefaultGraph())
    ]
    seen = {True: 0, False: 0}
    for fact in facts_:
        said_ = {
            local(q.predicate): q.object for q in store.quads_for_pattern(fact, None, None, DefaultGraph())
        }
        subject, predicate, object_ = (said_[n] for n in ("subject", "property", "uncertainValue"))
        assert isinstance(subject, NamedNode)
        assert isinstance(predicate, NamedNode)
        stands = Quad(subject, predicate, object_, DefaultGraph()) in store
        assumed = said_["weakestReading"] == NamedNode(ONT + "assumedReading")
        follows = predicate.value == ONT + "investigationalAgent"
        assert stands == (assumed and (predicate.value in links or follows)), value(fact)
        seen[stands] += 1
    assert min(seen.values()) > 20


def test_every_uncertain_statement_of_the_records_is_accounted_for(built: Home) -> None:
    """A statement of uncertain reading has an uncertain fact, unless another reading makes its value certain."""
    view_ = index(q for q in open_version(built).quads() if isinstance(q.graph_name, DefaultGraph))
    given: dict[tuple[str, str, str], set[bool]] = {}
    for said_ in view_.values():
        if "statedValue" in said_:
            key = said_["subject"][0], said_["property"][0], said_["statedValue"][0]
            doubtful = bool(set(map(local, said_.get("reading", ()))) & set(UNCERTAIN))
            given.setdefault(key, set()).add(doubtful)
    marked = {
        (one["subject"][0], one["property"][0], one["uncertainValue"][0])
        for one in view_.values()
        if "uncertainValue" in one
    }
    expected = {key for key, readings in given.items() if readings == {True}}
    assert expected <= marked
    assert len(expected) > 60
    assert not {key for key, readings in given.items() if False in readings} & marked


def test_pages_show_an_uncertain_value_with_its_reading(built: Home) -> None:
    reader = Reader(open_version(built).store, Ontology.load(built.ontology))
    found = {
        (part.kind, fact.name): [(one.word.name, one.reading) for one in fact.values]
        for part in facts.parts(reader, NamedNode(BASE + "construct/p-bcma-101"))
        for fact in part.facts
    }
    assert found["safetySwitch", "kind"] == [("rimiducidSwitch", "reading assumed")]
    cells = facts.of(reader, NamedNode(BASE + "construct/p-bcma-101"), ["effectorCell"])
    assert {one.word.name for one in cells[0].values} >= {"centralMemoryTCell", "stemCellMemoryTCell"}
    assert not cells[0].disputed
    assert reader.told(NamedNode(BASE + "cohort/cartitude-1-all/infusion"), "interval").endswith("(unclear)")


def test_drawings_dash_an_uncertain_part_and_say_how_it_was_read(built: Home) -> None:
    store, words = open_version(built).store, Ontology.load(built.ontology)
    (construct_,) = drawn(store, words, "p-bcma-101").constructs
    (switch,) = construct_.of_kind("safetySwitch")
    assert (switch.standing.value, switch.facts[0].text) == ("unknown", "assumed: rimiducid switch")


def test_a_literal_value_is_named_by_its_words_or_its_digest() -> None:
    quads = [
        Quad(NamedNode(BASE + "claim/1"), NamedNode(ONT + name), object_)
        for name, object_ in (
            ("subject", NamedNode(BASE + "construct/x")),
            ("property", NamedNode(ONT + "description")),
            ("statedValue", Literal("a sentence of more than forty characters, as it is")),
            ("reading", NamedNode(ONT + "unclear")),
        )
    ]
    (found,) = Certainty(index(quads)).found()
    assert found.iri.startswith(BASE + "uncertain/construct/x/description/")
    assert len(found.iri.rpartition("/")[2]) == 8
