"""The drawing in words, for whoever cannot see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cartograph.drawing.model import ON_SURFACE, ConstructView, Fact, FigureView, Part, Standing
from cartograph.drawing.text import clean

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
#: How a caption is said: where it is known, and where it is not.
_CAPTIONS = {
    "geneTransfer": ("it is brought into the cells by {}", "how it is brought into the cells is {}"),
    "cellSource": ("the source of the cells is {}", "the source of the cells is {}"),
    "effectorCell": ("the kind of cell is {}", "the kind of cell is {}"),
    "manufacturingPlatform": ("it is made with the {}", "the platform that it is made with is {}"),
    "logicGate": ("its signals are combined by an {}", "the gate of its signals is {}"),
    "usesTechnology": ("it uses the technology {}", "the technology that it uses is {}"),
    "statedGeneration": ("a source calls it a {}", "the generation that sources give it is {}"),
}


def describe(view: FigureView) -> str:
    """Return what the figure shows as plain sentences."""
    sentences = [f"{view.name} is {_article(view.kind)}"]
    for construct in view.constructs:
        if len(view.constructs) > 1:
            sentences.append(f"one of its {len(view.constructs)} constructs is {construct.name}")
        sentences += _construct(construct)
    return clean(" ".join(f"{sentence[:1].upper()}{sentence[1:]}." for sentence in sentences))


def _construct(view: ConstructView) -> Iterator[str]:
    binders = view.of_kind("binder")
    for n, part in enumerate(binders):
        yield f"its {_which(n, len(binders))}{_where(part, view)} {_binder(part)}"
    if len(binders) > 1 and not view.joined:
        yield "how the binders are joined is not reported"
    others = [part for part in view.parts if part.kind != "binder"]
    for part in others:
        if part.kind == "geneEdit":
            yield _edit(part)
        elif part.standing is not Standing.UNKNOWN:
            yield f"the {part.label}{_where(part, view)} is {_fact(part.facts[0])}{_others(part)}"
    yield from _missing([part for part in others if part.kind != "geneEdit"])
    for fact in view.captions:
        said, unsaid = _CAPTIONS[fact.name]
        yield (said if fact.standing is Standing.KNOWN else unsaid).format(_fact(fact, full=True))


def _which(number: int, count: int) -> str:
    if count == 1:
        return "binder"
    return f"{_ORDINALS[number]} binder" if number < len(_ORDINALS) else f"binder number {number + 1}"


def _missing(parts: Sequence[Part]) -> Iterator[str]:
    """Yield one sentence for all parts that are missing in the same way."""
    silences: dict[str, list[str]] = {}
    for part in parts:
        if part.standing is Standing.UNKNOWN:
            naming = part.facts[0]
            silences.setdefault(naming.text if naming.values else naming.silence, []).append(
                f"the {part.label}"
            )
    for silence, names in silences.items():
        yield f"{_listed(names)} {'is' if len(names) == 1 else 'are'} {silence}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _where(part: Part, view: ConstructView) -> str:
    if not view.in_cell:
        return ""
    places = {"binder": "outside the cell", "transmembraneDomain": "in the membrane"}
    places |= dict.fromkeys(("costimulatoryDomain", "signallingDomain"), "inside the cell")
    if part.kind == "safetySwitch" and part.shape:
        places["safetySwitch"] = (
            "on the surface of the cell" if part.shape in ON_SURFACE else "inside the cell"
        )
    return f", {places[part.kind]}," if part.kind in places else ""


def _binder(part: Part) -> str:
    if part.missing:
        return f"is {part.facts[0].silence}"
    form, clone, binds = part.facts[0], part.fact("clone"), part.fact("binds")
    named = f" named {clone.text}" if clone else ""
    if form.standing is Standing.KNOWN:
        kind = f"is {_article(_in_full(form))}{named}"
    else:
        kind = f"is of a format that is {_fact(form)}{',' if named else ''}{named}"
    target = _fact(binds) if binds and binds.values else "a target that is not reported"
    return f"{kind} and binds {target}{_others(part, 'clone', 'binds')}"


def _in_full(fact: Fact) -> str:
    """Return the word in full, with the short one where that is another."""
    value = fact.values[0]
    return value.label if value.word in value.label else f"{value.label} ({value.word})"


def _article(words: str) -> str:
    return f"{'an' if words[:1].lower() in 'aeiou' else 'a'} {words}"


def _others(part: Part, *told: str) -> str:
    facts = [fact for fact in part.facts[1:] if fact.name not in told]
    return "".join(f"; {_said(fact)}" for fact in facts)


def _said(fact: Fact) -> str:
    return fact.text if fact.name == "description" and fact.values else f"its {fact.label} is {_fact(fact)}"


def _fact(fact: Fact, *, full: bool = False) -> str:
    words = [value.label if full else value.word for value in fact.values]
    if not words:
        return fact.silence
    return f"disputed between {_listed(words)}" if fact.disputed else _listed(words)


def _edit(part: Part) -> str:
    gene, effect, tool = (part.fact(name) for name in ("editsGene", "effect", "tool"))
    named = _fact(gene) if gene and gene.values else "a gene that is not reported"
    by = f" by {tool.text}" if tool and tool.standing is Standing.KNOWN else ""
    if effect and effect.standing is Standing.KNOWN:
        return f"a gene edit is a {effect.text} of {named}{by}"
    return f"a gene edit acts on {named}{by}; its effect is {_fact(effect) if effect else 'not reported'}"
