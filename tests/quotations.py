"""Quotations of the excerpts in data/texts, as the records state them, for the tests of the texts check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from cartograph.records.model import Mark, Place, Quote, Under
from cartograph.terms import Ontology
from cartograph.texts import Kind, Quoted, Role, Thing, grade_role, merged, read_synonyms, role

TEXTS = Path(__file__).parent / "data" / "texts"
ROOT = Path(__file__).resolve().parents[1]

SUBJECTS = {
    "CARTITUDE-1": ("CARTITUDE-1", "Ciltacabtagene autoleucl"),
    "cohort A": ("cohort A",),
    "cohort B": ("cohort B",),
    "escalation": ("≥40 mg dose-escalation cohort",),
    "both": ("dose-escalation and dose-expansion cohorts",),
    "with steroids": ("experimental group",),
    "without steroids": ("control group", "0 days steroids"),
    "few days": ("1–5 days steroids",),
    "many days": ("≥ 5 days steroids",),
    "good responders": ("more than VGPR",),
    "poor responders": ("poor responders",),
}

Places = tuple[tuple[str, int, int | None], ...]


@cache
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Return the phrases of the project: those of the ontology and of records/synonyms.yaml."""
    terms = Ontology.load(ROOT / "ontology").terms.values()
    words = {t.name: (t.label, *filter(None, (t.notation,)), *t.synonyms) for t in terms}
    return merged(words, read_synonyms(ROOT / "records" / "synonyms.yaml", "records/synonyms.yaml"))


@cache
def endpoints() -> tuple[str, ...]:
    """Return the local names of all endpoints."""
    return tuple(sorted({t.name for t in Ontology.load(ROOT / "ontology").members("Endpoint").values()}))


def endpoint(term: str) -> Role:
    """Return the role of an endpoint among all others."""
    return role(Kind.ENDPOINT, [term], synonyms(), among=endpoints())


def subject(name: str) -> Role:
    """Return the role of a study unit: the names by which the passages call it."""
    return Role(Kind.SUBJECT, SUBJECTS.get(name, (name,)))


def unit(term: str) -> Role:
    """Return the role of a unit."""
    return role(Kind.UNIT, [term], synonyms())


def figure(
    of: str,
    term: str,
    numbers: str,
    *fragments: tuple[str, int, int | None],
    grades: tuple[int, int] | None = None,
    under: Under | None = None,
    unit_of: str = "perCent",
    axes: str = "",
    passage: str = "table-2",
) -> Quoted:
    """Return a figure: whose, of which endpoint, its numbers, its printed words with their places."""
    roles = [subject(of), endpoint(term), *([unit(unit_of)] if unit_of else [])]
    if grades:
        roles.append(grade_role(*grades))
    return Quoted(
        claim=f"claim/guo-2022/{passage}/{of}/figure/{term}",
        mark=Mark(f"records/guo-2022/{passage}.yaml", 10 + len(fragments[0][0]), 13),
        source="guo-2022",
        quote=quote(fragments, under),
        thing=Thing.FIGURE,
        numbers=tuple(numbers.split()),
        axes=tuple(axes.split()),
        roles=tuple(roles),
    )


def quote(fragments: Places, under: Under | None = None) -> Quote:
    """Return printed words with their places."""
    return Quote(tuple((w, Place(line, cell)) for w, line, cell in fragments), under or Under())


ANY, G1, G2, G3, G12, G14, G34, FROM3 = (1, 5), (1, 1), (2, 2), (3, 3), (1, 2), (1, 4), (3, 4), (3, 5)


def _row(of: str, line: int, figures: str, under: Under | None = None) -> Iterator[Quoted]:
    """Yield the figures of a row of Table 2: `cell term grades printed`, one a line."""
    names = {"any": ANY, "1": G1, "2": G2, "3": G3, "1-2": G12, "1-4": G14, "3-4": G34, ">=3": FROM3}
    for row in figures.strip().splitlines():
        cell, term, grades, printed = row.split(maxsplit=3)
        value = printed.rsplit(" ", 1)[-1].strip("(%)")
        place = (printed, line, int(cell))
        yield figure(of, term, value, place, grades=names.get(grades), under=under)


def table_2() -> tuple[Quoted, ...]:
    """Return figures of seven rows of Guo 2022, Table 2, and the row that a page break splits."""
    return (
        *_row(
            "CARTITUDE-1",
            154,
            """
            6 objectiveResponse - ORR 97.9%
            6 stringentCompleteResponse - sCR 80.4%
            6 veryGoodPartialResponse - VGPR 14.4%
            6 partialResponse - PR 3.1%
            6 noResponse - NR 2.1%
            7 neutropenia 3-4 G3-4 neutropenia (94.8%)
            7 anemia 3-4 anemia (68.0%)
            7 leukopenia 3-4 leukopenia (60.8%)
            7 cytokineReleaseSyndrome any CRS (94.8%)
            7 neurotoxicity any neurotoxicity (0%)
            """,
        ),
        *_row(
            "cohort A",
            155,
            """
            6 objectiveResponse - ORR 95%
            6 completeResponse - CR 85%
            6 veryGoodPartialResponse - VGPR 10%
            7 neutropenia 3-4 G3-4 neutropenia (95%)
            7 anemia 3-4 anemia (45%)
            7 cytokineReleaseSyndrome any CRS (95%)
            7 cytokineReleaseSyndrome 3-4 G3-4 CRS (10%)
            7 neurotoxicity 1-2 G1-2 neurotoxicity (20%)
            """,
            Under(row="Cohort A"),
        ),
        *_row(
            "cohort B",
            156,
            """
            6 objectiveResponse - ORR 100%
            6 completeResponse - CR 31.2%
            6 partialResponse - PR 25%
            7 neutropenia any Neutropenia (88.9%)
            7 lymphopenia any lymphopenia (22.2%)
            7 cytokineReleaseSyndrome 1-4 G1-4 CRS (83.3%)
            7 neurotoxicity 1 G1 neurotoxicity (5.6%)
            """,
        ),
        *_row(
            "CT103A",
            158,
            """
            6 objectiveResponse - ORR 94.4%
            6 completeResponse - CR 50.7%
            6 veryGoodPartialResponse - VGPR 26.8%
            6 partialResponse - PR 16.9%
            7 cytokineReleaseSyndrome any CRS (93%)
            7 cytokineReleaseSyndrome 3 G3 CRS (2.8%)
            7 neurotoxicity 2 G2 neurotoxicity (1.4%)
            """,
        ),
        *_row(
            "C-CAR088",
            159,
            """
            6 objectiveResponse - ORR 96.4%
            6 completeResponse - CR 57.2%
            7 cytokineReleaseSyndrome any CRS (93.5%)
            7 cytokineReleaseSyndrome 1 G1 CRS (58.1%)
            7 cytokineReleaseSyndrome 2 G2 CRS (25.8%)
            7 cytokineReleaseSyndrome 3 G3 CRS (9.7%)
            """,
        ),
        *_row(
            "PHE885",
            160,
            r"""
            6 completeResponse - CR 17%
            7 anemia >=3 \geq G3 anemia (100%)
            7 leukopenia >=3 leukopenia (33%)
            7 cytokineReleaseSyndrome any CRS (33%)
            7 cytokineReleaseSyndrome 3 G3 CRS (100%)
            """,
        ),
        *split_row(),
    )


def split_row() -> tuple[Quoted, ...]:
    """Return the last row before the page break, whose cells go on behind it, and the row that is there."""
    ddbcma = "CART-ddBCMA"
    return (
        figure(ddbcma, "objectiveResponse", "100", ("ORR 100%", 161, 6)),
        figure(ddbcma, "stringentCompleteResponse", "43.8", ("sCR 43.8%", 161, 6)),
        figure(ddbcma, "completeResponse", "12.5", ("CR", 161, 6), ("12.5%", 168, 6)),
        figure(ddbcma, "veryGoodPartialResponse", "18.7", ("VGPR 18.7%", 168, 6)),
        figure(ddbcma, "partialResponse", "25", ("PR 25%", 168, 6)),
        figure("bb21217", "objectiveResponse", "69", ("ORR 69%", 168, 6)),
        figure("bb21217", "completeResponse", "28", ("CR 28%", 168, 6)),
        figure("bb21217", "veryGoodPartialResponse", "30", ("VGPR 30%", 168, 6)),
        figure("bb21217", "partialResponse", "11", ("PR 11%", 168, 6)),
        figure("bb21217", "cytokineReleaseSyndrome", "75", ("CRS (75%)", 168, 7), grades=ANY),
    )


def table_1() -> tuple[Quoted, ...]:
    """Return the figures of TNB-383B's two nested cohorts: a row is an endpoint, a column a product."""
    escalation = "(≥40 mg dose-escalation cohort)"
    both = "(≥40 mg dose-escalation and dose-expansion cohorts)"
    rows = (
        (108, "objectiveResponse", "79 (19/24)", "64 (28/44)"),
        (109, "completeResponseOrBetter", "29 (7/24)", "16 (7/44)"),
        (110, "veryGoodPartialResponseOrBetter", "63 (15/24)", "43 (19/44)"),
    )
    found = []
    for line, term, first, second in rows:
        for of, printed, cohort in (("escalation", first, escalation), ("both", second, both)):
            numbers = printed.replace("(", "").replace(")", "").replace("/", " ")
            place = (f"{printed} {cohort}", line, 5)
            found.append(figure(of, term, numbers, place, passage="table-1"))
    return tuple(found)


def section_3_5_1() -> tuple[Quoted, ...]:
    """Return figures of CARTITUDE-1 (line 141) and of the two cohorts that share line 145."""
    first, a, b = Under(prefix="CARTITUDE-1"), Under(prefix="In cohort A"), Under(prefix="In cohort B")

    def prose(of: str, term: str, numbers: str, printed: str, under: Under, **more: object) -> Quoted:
        line = 141 if of == "CARTITUDE-1" else 145
        return figure(of, term, numbers, (printed, line, None), under=under, passage="section-3-5-1", **more)  # type: ignore[arg-type]

    rates = "rate of 18 months' PFS and OS was 66.0% and 80.9%"
    return (
        prose("CARTITUDE-1", "progressionFreeSurvival", "66.0", rates, first, axes="18"),
        prose("CARTITUDE-1", "overallSurvival", "80.9", rates, first, axes="18"),
        prose("CARTITUDE-1", "stringentCompleteResponse", "80.4", "80.4% of all subjects got sCR", first),
        prose("CARTITUDE-1", "neutropenia", "94.8", "neutropenia (94.8%)", first, grades=G34),
        prose("CARTITUDE-1", "lymphopenia", "49.5", "lymphopenia (49.5%)", first, grades=G34),
        prose(
            "CARTITUDE-1", "cytokineReleaseSyndrome", "94.8", "94.8% of all the patients occurred CRS", first,
            grades=ANY,
        ),
        prose("cohort A", "objectiveResponse", "95", "The ORR was 95%", a),
        prose(
            "cohort A", "completeResponseOrBetter", "85",
            "85% of patients performed better than complete response (CR)", a,
        ),
        prose("cohort A", "veryGoodPartialResponseOrBetter", "95", "95% of them were superior to VGPR", a),
        prose("cohort A", "anemia", "75", "anemia (75%)", a, grades=ANY),
        prose("cohort A", "cytokineReleaseSyndrome", "95", "CRS was 95%", a, grades=ANY),
        prose("cohort B", "objectiveResponse", "100", "the ORR reached 100%", b),
        prose("cohort B", "completeResponseOrBetter", "31.2", "31.2% of them achieved better than CR", b),
        prose("cohort B", "veryGoodPartialResponseOrBetter", "75", "75% were superior to VGPR", b),
        prose(
            "cohort B", "cytokineReleaseSyndrome", "83.3", "CRS (grades 1–4) occurred in 83.3%", b,
            grades=G14,
        ),
        prose(
            "cohort B", "immuneEffectorCellAssociatedNeurotoxicitySyndrome", "1",
            "ICANS (grade 1) occurred in only one patient", b, grades=G1, unit_of="",
        ),
    )  # fmt: skip


def section_3_5_3() -> tuple[Quoted, ...]:
    """Return figures of CT053's high-risk patients and of the combination that they are compared with."""
    high, pair = "high-risk cytogenetic abnormalities", "the ORR and CR rate of CT053 were 84.2% and 73.3%"
    isa = "ishatuximab, permadomide, and dexamethasone combination"

    def prose(of: str, term: str, numbers: str, printed: str) -> Quoted:
        place, under = (printed, 178, None), Under(prefix=of)
        return figure(of, term, numbers, place, under=under, passage="section-3-5-3")

    return (
        prose(high, "objectiveResponse", "84.2", pair),
        prose(high, "completeResponse", "73.3", pair),
        prose(isa, "objectiveResponse", "50", "ORR: 50%"),
        prose(isa, "completeResponse", "0", "CR rate: 0%"),
    )


def figure_2() -> tuple[Quoted, ...]:
    """Return follow-up times of the legend of Figure 2, each under the name of its trial."""

    def legend(of: str, value: str, unit_of: str) -> Quoted:
        printed = f"{value} {unit_of} median follow-up"
        return figure(
            of,
            "followUp",
            value,
            (printed, 195, None),
            under=Under(prefix=of),
            unit_of=unit_of,
            passage="figure-2",
        )

    return (
        legend("CRB-402", "9", "months"),
        legend("CARTITUDE-1", "18", "months"),
        legend("cohort A", "9.7", "months"),
        legend("cohort B", "4.7", "months"),
        legend("CT103A", "147", "days"),
        legend("C-CAR088", "8", "months"),
        legend("CART-ddBCMA", "155", "days"),
    )


BOTH_GROUPS = '"experimental group" that received steroids and the "control group."'
DAYS = ("TTNT/PFS", "0, 1–5, and ≥ 5 days steroids")


def section_3_5_7_1() -> tuple[Quoted, ...]:
    """Return figures of the study on steroids: pairs before the groups are named, a list of lists behind."""

    def pair(of: str, term: str, number: str, printed: str, unit_of: str = "months") -> Quoted:
        under, place = Under(order=(BOTH_GROUPS,)), (printed, 230, None)
        return figure(of, term, number, place, under=under, unit_of=unit_of, passage="section-3-5-7-1")

    def days(of: str, times: str) -> Iterator[Quoted]:
        printed = "22.8, 24.6, and 12.5 months/13.2, 21.4, and 10.6 months"
        for term, number in zip(
            ("timeToNextTreatment", "progressionFreeSurvival"), times.split(), strict=True
        ):
            under, place = Under(order=DAYS), (printed, 232, None)
            yield figure(of, term, number, place, under=under, unit_of="months", passage="section-3-5-7-1")

    return (
        pair("with steroids", "objectiveResponse", "95.8", "ORR (95.8% vs. 84.2%)", "perCent"),
        pair("without steroids", "objectiveResponse", "84.2", "ORR (95.8% vs. 84.2%)", "perCent"),
        pair("with steroids", "progressionFreeSurvival", "13.1", "PFS (13.1 vs. 13.2 months)"),
        pair("without steroids", "progressionFreeSurvival", "13.2", "PFS (13.1 vs. 13.2 months)"),
        pair("with steroids", "overallSurvival", "", "OS (not reached vs. 26.4 months)"),
        pair("without steroids", "overallSurvival", "26.4", "OS (not reached vs. 26.4 months)"),
        *days("without steroids", "22.8 13.2"),
        *days("few days", "24.6 21.4"),
        *days("many days", "12.5 10.6"),
    )


def section_3_5_7_4() -> tuple[Quoted, ...]:
    """Return shares of cells by week, and by response where the groups are named before the pair."""
    groups = (
        "the patients achieving more than VGPR after CAR-T-cell therapy had a higher proportion of"
        " CD8⁺ T cells compared with poor responders"
    )

    def share(of: str, term: str, number: str, printed: str, under: Under, axes: str = "") -> Quoted:
        place = (printed, 244, None)
        return figure(of, term, number, place, under=under, axes=axes, passage="section-3-5-7-4")

    monocytes, cells = "cd14MonocyteShare", "cd8TCellShare"
    weeks = Under(prefix="treated with ide-cel", order=("weeks 0 to 4",))
    by_response = Under(prefix="a higher proportion of CD8⁺ T cells", order=(groups,))
    return (
        share("ide-cel", monocytes, "40", "CD14⁺ monocytes declined (40% to 13%)", weeks, axes="0"),
        share("ide-cel", monocytes, "13", "CD14⁺ monocytes declined (40% to 13%)", weeks, axes="4"),
        share("good responders", cells, "37", "(37% vs. 11%)", by_response),
        share("poor responders", cells, "11", "(37% vs. 11%)", by_response),
    )


def everything() -> tuple[Quoted, ...]:
    """Return all quotations of the excerpts."""
    return (
        *table_1(),
        *table_2(),
        *section_3_5_1(),
        *section_3_5_3(),
        *figure_2(),
        *section_3_5_7_1(),
        *section_3_5_7_4(),
    )
