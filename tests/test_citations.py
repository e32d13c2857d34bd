"""Citations: what a reference list prints, which publication a number leads to, and of which type it is."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from cartograph.errors import RecordError
from cartograph.project import Home, home
from cartograph.records import jsonld, publications
from cartograph.records.loader import load
from cartograph.records.model import Mark, Records, Reference, ReferenceList
from cartograph.records.publications import candidates, grouped, kind, problems, same_words
from cartograph.texts import Cited, check
from cartograph.texts.cited import problems as misnumbered
from cartograph.texts.entries import problems as misprinted
from cartograph.texts.place import Text
from nodes import value

ROOT = Path(__file__).parents[1]
HERE = Mark("records/publications/guo-2022.yaml", 5, 3)
ARTICLE = Reference(
    "guo-2022", "1", "publication/feng-2020-92", (3,), HERE, title="Overview of CAR-T", authors="Feng D, Sun J",
    journal="Scand J Immunol", year="2020", volume="92", pages="12–19", doi="10.1111/sji.12910",
)  # fmt: skip


@pytest.fixture(scope="module")
def records() -> Records:
    return load(home(ROOT))


def every(records: Records) -> list[Reference]:
    return [each for list_ in records.references.values() for each in list_.entries.values()]


# ------------------------------------------------------------------ types

TYPES = [
    (ARTICLE, "journalArticle", "authors and journal (Scand J Immunol)"),
    (replace(ARTICLE, volume="138(Supplement 1)"), "conferenceAbstract", "(Supplement 1)"),
    (replace(ARTICLE, volume="39(15 Suppl)"), "conferenceAbstract", "(15 Suppl)"),
    (replace(ARTICLE, title="P1446: Phase I study"), "conferenceAbstract", "P1446:"),
    (replace(ARTICLE, title="MM-183 CARTITUDE-2"), "conferenceAbstract", "MM-183"),
    (replace(ARTICLE, doi="10.1182/blood-2018-99-115319"), "conferenceAbstract", "blood-2018-99-"),
    (replace(ARTICLE, doi="10.1182/blood.V130.Suppl_1.4413.4413"), "conferenceAbstract", "Suppl_1"),
    (replace(ARTICLE, title="NCT05066646"), "registryRecord", "NCT05066646"),
    (replace(ARTICLE, title=None, journal=None, address="https://www.fda.gov/drugs"), "webPage", "https://"),
    (replace(ARTICLE, authors=None), "otherPublication", "no author is printed"),
    (replace(ARTICLE, journal="Hematology Am Soc Hematol Educ Program"), "otherPublication", "Educ Program"),
]
NO_ABSTRACT = [
    replace(ARTICLE, doi="10.1182/blood-2015-08-664250"),  # a month
    replace(ARTICLE, volume="14(1)"),
    replace(ARTICLE, title="CAR-T: What Is Next?"),
    replace(ARTICLE, title="GPRC5D-Targeted CAR T Cells for Myeloma"),
]


@pytest.mark.parametrize(("reference", "name", "words"), TYPES)
def test_the_printed_words_tell_the_type(reference: Reference, name: str, words: str) -> None:
    assert (kind(reference).name, kind(reference).words) == (name, words)


@pytest.mark.parametrize("reference", NO_ABSTRACT)
def test_what_looks_like_an_abstract_and_is_none(reference: Reference) -> None:
    assert kind(reference).name == "journalArticle"


def test_types_of_the_reviews(records: Records) -> None:
    found = Counter(kind(each).name for each in every(records))
    assert found == {"conferenceAbstract": 69, "journalArticle": 160, "otherPublication": 3, "webPage": 1}


# ------------------------------------------------------------------ one publication, one node


def test_the_lists_are_whole(records: Records) -> None:
    assert {name: len(list_.entries) for name, list_ in records.references.items()} == {
        "guo-2022": 136,
        "vural-2025": 97,
    }


def test_a_publication_of_both_lists_is_one(records: Records) -> None:
    shared = {
        path: [f"{each.source} {each.number}" for each in entries]
        for path, entries in grouped(every(records)).items()
        if len(entries) > 1
    }
    assert len(shared) == 8
    assert shared["publication/ali-2016-1688"] == ["guo-2022 89", "vural-2025 32", "vural-2025 44"]
    assert shared["publication/laurent-2015-7333"] == ["guo-2022 18", "guo-2022 114"]


def test_no_two_publications_of_the_reviews_may_be_one(records: Records) -> None:
    assert list(candidates(every(records))) == []


def test_a_broken_doi_merges_nothing(records: Records) -> None:
    entries = records.references["guo-2022"].entries
    broken = {number: each.printed_doi for number, each in entries.items() if each.printed_doi}
    assert sorted(broken) == ["117", "42", "61", "88"]
    assert broken["88"] == entries["79"].doi
    assert entries["88"].publication != entries["79"].publication
    assert entries["61"].publication != entries["117"].publication


def test_titles_are_compared_by_their_letters() -> None:
    assert same_words("A Phase Ib/2 Study of anti–B-cell γ -X") == same_words(
        "a phase 1b/2 study of Anti-Bcell gamma-X"
    )
    assert same_words("Phase I Study") != same_words("Phase II Study")
    assert same_words("phase inhibitors") != same_words("phase 1nhibitors")


def told(*references: Reference) -> list[str]:
    return [problem.message for problem in problems(references)]


def test_two_ids_for_one_publication_are_refused() -> None:
    other = replace(ARTICLE, number="2", publication="publication/other")
    assert told(ARTICLE, replace(other, title="Another")) == [
        "reference 2 of guo-2022 is the publication of reference 1 of guo-2022"
    ]
    assert told(ARTICLE, replace(other, doi=None)) != []
    assert told(ARTICLE, replace(other, doi=None, year="2021")) == []


def test_one_id_for_two_publications_is_refused() -> None:
    other = replace(ARTICLE, number="2", doi="10.1111/sji.1", title="Another")
    assert told(ARTICLE, other) == [
        "reference 2 of guo-2022 shares neither DOI nor title and year with reference 1 of guo-2022"
    ]
    assert told(ARTICLE, replace(other, title="OVERVIEW of CAR T")) == []


def test_what_may_be_one_publication_is_a_candidate() -> None:
    other = replace(
        ARTICLE, number="2", publication="publication/other", doi=None, title="Overview, shortened"
    )
    assert list(candidates([ARTICLE, other])) == [("publication/feng-2020-92", "publication/other")]
    assert list(candidates([ARTICLE, replace(other, volume="93")])) == []


def test_no_doi_is_said_to_be_missing(records: Records) -> None:
    quads = list(publications.quads(records))
    printed = Counter(value(q.object) for q in quads if value(q.predicate).endswith("#doiPrinted"))
    assert printed == {"true": 132, "false": 101}
    dois = [value(q.object) for q in quads if value(q.predicate).endswith("#doi")]
    assert len(dois) == len(set(dois)) == 131  # Laurent 2015 stands twice in its list


# ------------------------------------------------------------------ what claims cite

CLAIM = """source: vural-2025
passage: Table 1
claims:
  - id: case
    row: CT103A
    at: {line: 107, cell: 2}
    CITES
    states:
      - id: construct/ct103a
        geneTransfer: {value: lentiviral, printed: "Lentiviral vector"}
      - id: report/ct103a-chictr-vural-2025
        cites: {number: "60"}
        figures:
          - {endpoint: ORR, percent: 90, printed: "90"}
          - {endpoint: CR, percent: 50, printed: "50", cites: {number: "51"}}
"""


def loaded(project: Home, cites: str) -> Records:
    path = project.records / "vural-2025" / "case.yaml"
    path.write_text(CLAIM.replace("CITES", cites), encoding="utf-8")
    return load(project)


def test_a_figure_is_cited_as_its_report_is_unless_it_says_otherwise(project: Home) -> None:
    (claim,) = loaded(project, 'cites: {number: "8"}').claims
    cited = {node.id.rpartition("/")[2]: [c.number for c in node.cites] for node in claim.walk()}
    assert cited["objectiveResponse"] == ["60"]
    assert cited["completeResponse"] == ["51"]
    assert [s.cites[0].number for node in claim.walk() for s in node.statements] == ["8"]


def test_a_corrected_number_leads_to_what_is_meant(project: Home) -> None:
    made = loaded(project, 'cites: {number: "40", corrected: "43", because: "the title is that of 43"}')
    quads = jsonld.quads(made, project.records)
    led = {value(q.object) for q in quads if value(q.predicate).endswith("#citedPublication")}
    assert led == {"https://w3id.org/cartograph/publication/mailankody-2022-4620"}


@pytest.mark.parametrize(
    ("cites", "message"),
    [
        ('cites: {number: "98"}', "7:21: the reference list of vural-2025 has no number '98', it ends at 97"),
        ('cites: ["1", "0"]', "has no number '0'"),
        ('cites: {number: "1", corrected: "136", because: x}', "has no number '136'"),
    ],
)
def test_a_number_that_the_list_lacks_is_an_error(cites: str, message: str, project: Home) -> None:
    with pytest.raises(RecordError) as caught:
        loaded(project, cites)
    assert message in str(caught.value)


def test_a_printed_number_may_be_wrong_where_the_right_one_is_given(project: Home) -> None:
    (claim,) = loaded(project, 'cites: {number: "197", corrected: "97", because: "a digit too many"}').claims
    assert claim.nodes[0].statements[0].cites[0].publication == "publication/yan-2021-563"


# ------------------------------------------------------------------ the files

ENTRY = """source: vural-2025
heading: 211
references:
  "1":
    publication: sonneveld-2024-301
    at: 213
    title: x
    doi: not printed
"""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ENTRY.replace("vural-2025", "nobody"), "a reference list of no known source ('nobody')"),
        (ENTRY.replace("heading: 211\n", ""), "no line of the list's heading"),
        (ENTRY.replace('"1"', '"2"'), ":4:3: reference '2' stands 1. in the list"),
        (ENTRY.replace("at: 213", "at: none"), ":4:3: reference 1 names no publication, or no line"),
        (ENTRY.replace("sonneveld-2024-301", "Sonneveld 2024"), "reference 1 names no publication"),
        (ENTRY.replace("title: x\n    ", ""), "neither title nor address"),
        (ENTRY.replace("not printed", "10.1158"), ":8:10: '10.1158' is no complete DOI"),
        (ENTRY.replace("    doi: not printed\n", ""), "reference 1 does not say which DOI is printed"),
        (ENTRY.replace("doi: not printed", "printedDoi: 10.1158"), "a broken DOI without a note"),
        (ENTRY.replace("title: x", "titel: x"), "unknown key 'titel' in a reference: did you mean 'title'?"),
        (ENTRY + "    in: Blood\n", "'in' is a mapping"),
        (ENTRY + "    in: {jurnal: Blood}\n", "unknown key 'jurnal' in 'in'"),
        (ENTRY + '  "2": x\n', "reference 2 is a mapping"),
        ("- x\n", "empty, or not a mapping"),
    ],
)
def test_a_bad_list_is_refused_with_its_line(text: str, message: str, project: Home) -> None:
    folder = project.records / "publications"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "vural-2025.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        load(project)
    assert message in str(caught.value)


# ------------------------------------------------------------------ against the texts

PRINTED = """Some text.
REFERENCES
- Feng D, Sun J. Overview of CAR-T. *Scand J Immunol* (2020) 92:12–19. doi: 10.1111/sji.12910
2. Doe J. A title that a page

- break splits. *Blood* (2021) 138(Supplement 1):7.

Conflict of interest: none.
"""
SECOND = Reference(
    "guo-2022", "2", "publication/doe-2021-7", (4, 6), HERE, title="A title that a page break splits", authors="Doe J",
    journal="Blood", year="2021", volume="138(Supplement 1)", pages="7",
)  # fmt: skip
LIST = ReferenceList("guo-2022", 2, {"1": ARTICLE, "2": SECOND}, HERE)


def wrong(printed: str = PRINTED, **entries: Reference) -> list[str]:
    numbered = {key.removeprefix("n"): each for key, each in entries.items()}
    list_ = replace(LIST, entries={**LIST.entries, **numbered})
    return [problem.message for problem in misprinted(list_, Text.of("guo-2022.txt", printed))]


def test_a_list_as_it_is_printed_passes() -> None:
    assert wrong() == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lines": (4,)}, "reference 1 begins on line 3, not on line 4"),
        ({"authors": "Feng D"}, None),
        ({"authors": "Fang D, Sun J"}, "reference 1 does not print 'Fang D, Sun J'"),
        ({"title": "Overview of CAR"}, None),
        ({"year": "2021"}, "reference 1 does not print '2021'"),
        ({"pages": "12–1"}, "reference 1 does not print '12–1'"),
        ({"doi": "10.1111/sji.1291"}, "reference 1 prints 10.1111/sji.12910, not 10.1111/sji.1291"),
        ({"doi": None}, "reference 1 prints 10.1111/sji.12910, not none"),
    ],
)
def test_an_entry_that_differs_from_its_line_is_found(change: dict[str, str], message: str | None) -> None:
    found = wrong(n1=replace(ARTICLE, **change))  # type: ignore[arg-type]
    assert (message in found) if message else found == []


def test_a_number_an_entry_and_a_heading_that_are_not_there_are_found() -> None:
    assert wrong(PRINTED.replace("2. Doe", "3. Doe")) == ["reference 2 is printed as 3"]
    assert wrong(PRINTED.replace("2. Doe", "- Doe")) == []
    assert wrong(PRINTED.replace("REFERENCES", "METHODS")) == [
        "line 2 of guo-2022.txt is no heading of references"
    ]
    assert wrong(PRINTED.replace("Conflict of", "- Roe R. More of")) == [
        "line 8 prints an entry that the records lack"
    ]
    assert wrong(n3=replace(SECOND, number="3", lines=(11,))) == [
        "reference 3 begins on line 8, not on line 11"
    ]


def test_a_number_that_the_passage_does_not_print_is_found() -> None:
    text = Text.of("guo-2022.txt", "Cells (12–14) and vectors ⁹ grow.\nThe end (15).")
    cited = [Cited(HERE, "guo-2022", number, 1, 1) for number in ("12", "13", "9", "15", "n")]
    found = [problem.message for problem in misnumbered(cited, {"guo-2022": text})]
    assert found == [
        "the passage prints no reference number 15 (lines 1-1)",
        "the passage prints no reference number n (lines 1-1)",
    ]


def test_references_and_cited_numbers_are_counted(tmp_path: Path) -> None:
    (tmp_path / "guo-2022.txt").write_text(PRINTED, encoding="utf-8")
    outcome = check([], tmp_path, [LIST], [Cited(HERE, "guo-2022", "1", 1, 1)])
    assert outcome.checked == 3
    assert [problem.message for problem in outcome.failed] == [
        "nothing was checked",
        "the passage prints no reference number 1 (lines 1-1)",
    ]
