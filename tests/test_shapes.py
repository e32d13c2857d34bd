"""The shapes: each constraint bites where it should, lets the right record pass, and says what to write.

The cases are files, `data/shapes/<file of the shape>/accepts-<constraint>….ttl` or `rejects-…`: a few nodes
each that stand beside those of `world.ttl`. A line `# also: …` names constraints that cannot but
fail with it. All cases are judged at once, each by the nodes that are its own, so that a run takes seconds.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from rdflib.plugins.sparql import prepareQuery

from cartograph.errors import Problem, RecordError, UsageError
from cartograph.project import Home
from cartograph.records.shape import Shape
from cartograph.terms import BASE, GRAPH, ONT, TYPE, XSD, Ontology, ont, thing
from cartograph.validation import Violation, problems, validate
from cartograph.validation.compile import compiled, targets
from cartograph.validation.core import results
from cartograph.validation.lint import PARAMETERS, constraints, lint
from cartograph.validation.run import judged
from cartograph.validation.shapes import SHAPES, Node, Shapes, Term, sh
from conftest import ROOT

DATA = Path(__file__).parent / "data" / "shapes"
HOME = Home(ROOT, ROOT / "build")
WORDS = Ontology.load(HOME.ontology)
THE_SHAPES = Shapes.load(HOME.shapes)
NAMES = {name.value.removeprefix(SHAPES): name for name in constraints(THE_SHAPES)}


@dataclass(frozen=True)
class Case:
    """Hold one case file."""

    path: Path

    @property
    def accepts(self) -> bool:
        return self.path.name.startswith("accepts-")

    @property
    def about(self) -> str:
        """Return the constraint that the case is about: the longest name that its file name begins with."""
        words = self.path.stem.partition("-")[2]
        return max((name for name in NAMES if f"{words}-".startswith(f"{name}-")), key=len, default="")

    @property
    def expected(self) -> set[str]:
        """Return the constraints that the case violates."""
        also = [
            line.removeprefix("# also:") for line in self.path.read_text().splitlines() if "# also:" in line
        ]
        named = {word.strip() for line in also for word in line.split(",")}
        return set() if self.accepts else {self.about, *named}

    @property
    def quads(self) -> list[Quad]:
        return _quads(self.path)

    @property
    def own(self) -> set[str]:
        """Return the nodes that the case describes and the world does not."""
        return {_name(quad.subject) for quad in self.quads} - WORLD_NODES

    def __str__(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"


@cache
def _quads(path: Path) -> list[Quad]:
    return list(parse(path=path, format=RdfFormat.TURTLE))


def _name(node: object) -> str:
    assert isinstance(node, Node)
    return node.value


ONTOLOGY = [quad for path in sorted(HOME.ontology.glob("*.ttl")) for quad in _quads(path)]
WORLD = _quads(DATA / "world.ttl")
WORLD_NODES = {_name(quad.subject) for quad in WORLD}
CASES = [Case(path) for path in sorted(DATA.glob("*/*.ttl"))]


@cache
def everything() -> Store:
    """Return one store with the ontology, the world and every case."""
    return judged([*ONTOLOGY, *WORLD, *(quad for case in CASES for quad in case.quads)])


@cache
def found() -> tuple[Violation, ...]:
    """Return what the shapes find in everything."""
    return validate(everything(), HOME)


# ------------------------------------------------------------------ each constraint bites, and lets pass


def test_the_world_conforms() -> None:
    assert validate([*ONTOLOGY, *WORLD], HOME) == ()


def test_every_case_is_collected() -> None:
    assert Counter(case.accepts for case in CASES)[True] >= 46
    assert Counter(case.accepts for case in CASES)[False] >= 223
    assert [str(case) for case in CASES if not case.about] == []
    assert len(NAMES) >= 217


def test_no_two_cases_share_a_node() -> None:
    assert [node for node, n in Counter(node for case in CASES for node in case.own).items() if n > 1] == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_violates_what_it_is_for_and_nothing_else(case: Case) -> None:
    assert {violation.shape for violation in found() if violation.focus in case.own} == case.expected


def test_no_case_spoils_the_nodes_of_another() -> None:
    owned = set().union(*(case.own for case in CASES))
    assert [violation for violation in found() if violation.focus not in owned] == []


def test_a_case_lies_in_the_folder_of_its_shape() -> None:
    folders = {case: Path(THE_SHAPES.files[NAMES[case.about]]).stem for case in CASES}
    assert [str(case) for case, folder in folders.items() if case.path.parent.name != folder] == []


def demanded() -> set[tuple[str, str]]:
    """Return every constraint with each kind of demand that it makes."""
    core = {
        (name, f"{word[0].upper()}{word[1:]}")
        for name, node in NAMES.items()
        for word in PARAMETERS
        if THE_SHAPES.objects(node, sh(word))
    }
    return core | {(name, "SPARQL") for name, node in NAMES.items() if THE_SHAPES.objects(node, sh("select"))}


def test_every_demand_of_every_constraint_is_proven() -> None:
    without_terms = validate([], HOME)
    proven = {(violation.shape, violation.component) for violation in (*found(), *without_terms)}
    assert proven == demanded()
    assert {name for name, _ in proven} == NAMES.keys()


def sparql_path(term: Term) -> str:
    """Return a SHACL path as SPARQL writes it (SHACL, section 2.3.1)."""
    if isinstance(term, NamedNode):
        return str(term)
    (inverse, alternatives) = (THE_SHAPES.objects(term, sh(k)) for k in ("inversePath", "alternativePath"))
    return f"^{inverse[0]}" if inverse else f"({'|'.join(map(sparql_path, listed(alternatives[0])))})"


def listed(head: Term) -> Iterator[Term]:
    rdf = TYPE.value.removesuffix("type")
    for item in THE_SHAPES.objects(head, NamedNode(rdf + "first")):
        yield item
        yield from listed(THE_SHAPES.objects(head, NamedNode(rdf + "rest"))[0])


def exercised(name: NamedNode, accepted: Store) -> bool:
    """Say whether accepted data has a focus node of a constraint, with a value where it has a path."""
    shapes = [shape for shape in (name, *THE_SHAPES.links.get(name, ())) if isinstance(shape, NamedNode)]
    if any(THE_SHAPES.objects(shape, sh("targetNode")) for shape in shapes):
        return True
    paths = [] if THE_SHAPES.text(name, sh("maxCount")) == "0" else THE_SHAPES.objects(name, sh("path"))
    value = "".join(f"$this {sparql_path(path)} ?value ." for path in paths)
    groups = [targets(THE_SHAPES, shape) for shape in shapes if targets(THE_SHAPES, shape)]
    return any(accepted.query(f"ASK {{ {group} {value} }}") for group in groups)


def test_every_constraint_is_exercised_by_what_it_accepts() -> None:
    accepted = judged([*ONTOLOGY, *WORLD, *(quad for case in CASES if case.accepts for quad in case.quads)])
    near = {case.about for case in CASES if case.accepts}
    queries = {name for name, node in NAMES.items() if THE_SHAPES.objects(node, sh("select"))}
    assert queries - near == set()
    assert [
        name for name, node in NAMES.items() if name not in queries and not exercised(node, accepted)
    ] == []


# ------------------------------------------------------------------ pySHACL's own verdict


def plain(violations: Iterator[Violation] | tuple[Violation, ...]) -> set[tuple[str, ...]]:
    return {(v.shape, v.component, v.focus, v.path, v.value, v.severity) for v in violations}


@pytest.fixture
def _parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rdflib parse each constraint once, not once a focus node: the same engine, in seconds."""
    query, prepared = rdflib.Graph.query, cache(prepareQuery)

    def prepared_query(self: rdflib.Graph, text: Any, *args: Any, **kwargs: Any) -> rdflib.query.Result:
        return query(self, prepared(text), *args, **kwargs)

    monkeypatch.setattr(rdflib.Graph, "query", prepared_query)


@pytest.mark.usefixtures("_parsed_once")
def test_pyshacl_with_its_own_sparql_engine_finds_the_same_in_every_case() -> None:
    own_verdict = results(THE_SHAPES, THE_SHAPES.triples, (quad.triple for quad in everything()))
    assert plain(own_verdict) == plain(found())
    assert len(found()) > 500


# ------------------------------------------------------------------ what is judged


def test_a_planted_omission_is_found() -> None:
    status = thing("status/construct/ct103a/geneTransfer")
    planted = [quad for quad in WORLD if quad.subject != status]
    (violation,) = validate([*ONTOLOGY, *planted], HOME)
    assert violation.focus == thing("construct/ct103a").value
    assert violation.message == "no status for construct/geneTransfer"
    assert violation.fix == (
        "state it, or declare a silence {property: construct/geneTransfer, kind: …} in the passage"
    )


def test_a_dataset_without_the_terms_is_rejected() -> None:
    expected = {f"{ONT}{name}" for name in WORDS.members("ExpectedProperty") if name.startswith("expects")}
    assert {violation.focus for violation in validate([], HOME)} == expected
    assert len(expected) == 17


def in_graph(quads: list[Quad], name: str) -> list[Quad]:
    return [Quad(quad.subject, quad.predicate, quad.object, NamedNode(name)) for quad in quads]


@pytest.mark.parametrize("graph", ["status", "claims"])
def test_what_describes_claims_and_statuses_is_judged_with_the_view(graph: str) -> None:
    cls = {"status": "Status", "claims": "Claim"}[graph]
    moved = {q.subject for q in WORLD if q.predicate == TYPE and q.object == ont(cls)}
    inside = in_graph([q for q in WORLD if q.subject in moved], GRAPH + graph)
    outside = [q for q in WORLD if q.subject not in moved]
    assert len(moved) >= 4
    assert validate([*ONTOLOGY, *outside, *inside], HOME) == ()
    assert validate([*ONTOLOGY, *outside], HOME) != ()


def test_claim_graphs_are_not_judged() -> None:
    bad = [
        quad
        for case in CASES
        if not case.accepts
        for quad in case.quads
        if isinstance(quad.subject, NamedNode)
    ]
    claim = in_graph(bad, f"{BASE}claim/example-2024/table-1/ct103a")
    store = Store()
    store.bulk_extend([*ONTOLOGY, *WORLD, *claim])
    assert validate(store, HOME) == ()


# ------------------------------------------------------------------ what a curator reads


def violation_of(case: str) -> Violation:
    (path,) = DATA.glob(f"*/{case}.ttl")
    own = Case(path).own
    return next(violation for violation in found() if violation.focus in own)


def test_a_violation_knows_claim_and_line() -> None:
    violation = violation_of("rejects-figure-numerator")
    assert violation.claim == f"{BASE}claim/example-2024/table-1/ct103a"
    assert violation.line == 30
    assert (violation.path, violation.value, violation.severity) == ("", "30", "Violation")


def test_a_problem_stands_where_the_record_made_the_node() -> None:
    violation = violation_of("rejects-figure-numerator")
    places = {violation.focus: ("records/example-2024/table-1.yaml", 41)}
    (problem,) = problems([violation], places.get)
    assert str(problem) == (
        "records/example-2024/table-1.yaml:41: "
        "claim/example-2024/table-1/ct103a/figure/ct103a-ash2021/events-30: "
        "30 events of fewer patients: correct 'numerator:' or 'denominator:', "
        "or write 'reading: impossible' where the source prints it so"
    )


def test_a_node_of_unknown_place_stands_at_its_claim_and_else_under_its_own_name() -> None:
    violation = violation_of("rejects-figure-numerator")
    places = {violation.claim: ("records/example-2024/table-1.yaml", 7)}
    assert [(p.place, p.line) for p in problems([violation], places.get)] == [*places.values()]
    (homeless,) = problems([violation_of("rejects-agent-developer")], lambda _: None)
    assert (homeless.place[:16], homeless.line) == ("agent/developer-", 0)


def test_every_message_says_what_to_write() -> None:
    sentences = {(problem.message, problem.fix) for problem in problems(found(), lambda _: ("x", 1))}
    assert len(sentences) > 450
    assert [s for s in sentences if not all(s) or "{?" in s[0] + s[1] or "{$" in s[0] + s[1]] == []


def test_a_core_constraint_shows_what_it_found() -> None:
    messages = {v.message for v in found() if v.shape == "trial-registry-id"}
    assert "not a registry number (found NCT0506664)" in messages
    assert len(messages) == 9


# ------------------------------------------------------------------ the shapes and the other files agree


def test_the_shapes_are_sound() -> None:
    assert lint(THE_SHAPES, WORDS) == ()


def test_every_property_that_records_state_needs_a_statement() -> None:
    stated = {key for kind in Shape.load(HOME.records).kinds.values() for key in kind.states} - {"type"}
    text = THE_SHAPES.text(NAMES["evidence-statement"], sh("select"))
    listed_there = text.partition("IN (")[2].partition(")")[0]
    assert {word.strip(" :\n") for word in listed_there.split(",")} == stated


def test_every_single_valued_property_has_one_value_at_most() -> None:
    single = {name for name in WORDS.properties if WORDS.single_valued(name)}
    limited = {
        path.value.removeprefix(ONT)
        for node in NAMES.values()
        for path in THE_SHAPES.objects(node, sh("path"))
        if isinstance(path, NamedNode) and THE_SHAPES.text(node, sh("maxCount")) == "1"
    }
    assert len(single) >= 10
    assert single - limited == set()


def test_every_expected_property_is_named() -> None:
    shapes = [NamedNode(f"{SHAPES}{name}") for name in ("expected", "expected-of-figures")]
    named = {_name(term) for shape in shapes for term in THE_SHAPES.objects(shape, sh("targetNode"))}
    assert named == {
        f"{ONT}{name}" for name in WORDS.members("ExpectedProperty") if name.startswith("expects")
    }


def test_shapes_use_the_datatypes_of_the_graph() -> None:
    allowed = {f"{XSD}{name}" for name in ("string", "integer", "decimal", "boolean")}
    literals = [t for t in THE_SHAPES.triples if isinstance(t.object, Literal) and not t.object.language]
    odd = {
        t.predicate
        for t in literals
        if isinstance(t.object, Literal) and t.object.datatype.value not in allowed
    }
    assert odd == {sh("namespace")}  # SHACL asks for xsd:anyURI there
    datatypes = {t.object for t in THE_SHAPES.triples if t.predicate == sh("datatype")}
    assert {_name(datatype) for datatype in datatypes} <= allowed


# ------------------------------------------------------------------ wrong shapes are found

HEAD = """
@prefix : <https://w3id.org/cartograph/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/cartograph/shapes#> .
<https://w3id.org/cartograph/shapes>
    sh:declare [ sh:prefix "" ; sh:namespace "https://w3id.org/cartograph/ontology#" ] .
"""
NODE = "shape:x a sh:NodeShape ; sh:targetClass :Agent ; "
QUERY = NODE + 'sh:sparql shape:x-y . shape:x-y a sh:SPARQLConstraint ; sh:message "no: so" ; sh:prefixes '
QUERY += '<https://w3id.org/cartograph/shapes> ; sh:select "SELECT $this WHERE { %s }" .'
PROPERTY = 'shape:x-y a sh:PropertyShape ; sh:path :role ; sh:message "no: so" ; '

WRONG = {
    NODE.replace(":Agent", ":Agnet") + ".": "x: :Agnet is no class of the ontology",
    NODE.replace(":Agent", ":role") + ".": "x: :role is no class of the ontology",
    NODE
    + "sh:property shape:x-y . "
    + PROPERTY
    + "sh:mincount 1 .": "x-y: sh:mincount is not among the terms",
    NODE + "sh:property shape:x-y . " + PROPERTY.replace(":role", ":rule") + ".": ":rule is no property",
    NODE + "sh:property shape:x-y . " + PROPERTY.replace(":role", ":Agent") + ".": ":Agent is no property",
    NODE
    + "sh:property shape:x-y . "
    + PROPERTY.replace("no: so", "no")
    + ".": "x-y: has no message to follow",
    NODE + "sh:property [ a sh:PropertyShape ; sh:path :role ] .": "a shape: has no name of ours",
    PROPERTY + "sh:minCount 1 .": "x-y: judges nothing",
    QUERY % "$this :rolle ?role": "x-y: :rolle is no term of the ontology",
    QUERY % "$this :role :investigationl": "x-y: :investigationl is no term of the ontology",
}
REFUSED = {
    QUERY % "$this a :Agent MINUS { $this :role ?role }": "x-y: MINUS in a constraint",
    QUERY % "VALUES ?role { :supportive } $this :role ?role": "x-y: VALUES in a constraint",
    QUERY % "SERVICE <https://example.org/> { $this :role ?role }": "x-y: SERVICE in a constraint",
    QUERY % "{ SELECT $this WHERE { $this :role ?role } }": "x-y: not one SELECT of $this",
    (QUERY % "?any :role ?role").replace("SELECT $this", "SELECT ?any"): "x-y: not one SELECT of $this",
    (QUERY % "$this :role ?role").replace(
        "sh:targetClass :Agent", "sh:targetNode :Agent"
    ): "a shape without targets",
}


@pytest.fixture
def shapes_of(tmp_path: Path) -> Any:
    def load(text: str) -> Shapes:
        (tmp_path / "x.ttl").write_text(HEAD + text)
        return Shapes.load(tmp_path)

    return load


def test_right_shapes_pass(shapes_of: Any) -> None:
    right = NODE + "sh:property shape:x-y . " + PROPERTY + "sh:minCount 1 ."
    assert lint(shapes_of(right), WORDS) == ()
    right = QUERY % "$this :role ?role # no MINUS, no VALUES, no SELECT inside"
    assert lint(shapes_of(right.replace(" }", "\\n}")), WORDS) == ()
    assert len(compiled(shapes_of(right.replace(" }", "\\n}")))) == 1


@pytest.mark.parametrize("text", WRONG)
def test_a_shape_that_would_accept_everything_is_found(shapes_of: Any, text: str) -> None:
    (problem,) = lint(shapes_of(text), WORDS)
    assert WRONG[text] in str(problem)
    assert (problem.place, bool(problem.fix)) == ("shapes/x.ttl", True)


@pytest.mark.parametrize("text", REFUSED)
def test_a_query_that_means_something_else_as_a_set_is_refused(shapes_of: Any, text: str) -> None:
    with pytest.raises(RecordError) as caught:
        compiled(shapes_of(text))
    assert REFUSED[text] in str(caught.value)


def project_with(project: Path, shapes: str) -> Home:
    (project / "shapes" / "x.ttl").write_text(HEAD + shapes)
    return Home(project, project / "build")


def test_wrong_shapes_stop_the_build(project_copy: Path) -> None:
    home = project_with(project_copy, NODE.replace(":Agent", ":Agnet") + ".")
    with pytest.raises(RecordError, match=r"shapes/x\.ttl: x: :Agnet is no class of the ontology"):
        validate([*ONTOLOGY, *WORLD], home)


def test_shapes_that_do_not_parse_are_named_with_their_line(project_copy: Path) -> None:
    home = project_with(project_copy, "shape:x a sh:NodeShape ;;; ] .")
    with pytest.raises(UsageError) as caught:
        validate([], home)
    (problem,) = caught.value.problems
    assert (problem.place, problem.line, problem.fix) == ("shapes/x.ttl", 7, "mend the Turtle")


def test_a_project_without_shapes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no shapes"):
        Shapes.load(tmp_path)


# ------------------------------------------------------------------ small print


def test_shacl_tools_are_imported_only_when_they_work() -> None:
    script = (
        "import cartograph.validation, sys; sys.exit('rdflib' in sys.modules or 'pyshacl' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_the_result_does_not_depend_on_the_order_of_the_quads() -> None:
    bad = [*ONTOLOGY, *WORLD, *Case(DATA / "cohort" / "rejects-cohort-trial.ttl").quads]
    assert validate(bad, HOME) == validate(list(reversed(bad)), HOME)
    assert [v.shape for v in validate(bad, HOME)] == ["cohort-trial"]


def test_problems_are_sorted_and_told_once() -> None:
    one, two = Violation(f"{BASE}agent/b", "x"), Violation(f"{BASE}agent/a", "x")
    assert problems([one, two, one], lambda _: None) == (
        Problem("agent/a", message="agent/a: "),
        Problem("agent/b", message="agent/b: "),
    )
