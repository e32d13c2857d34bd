"""Find trials and products that are taken for one another, and regimens that contradict themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from cartograph.audit.finding import Finding
from cartograph.audit.ground import Ground
from cartograph.rules import kinds
from cartograph.terms import BASE, local

#: A light patient, so that a dose per kilogram is compared with flat doses at its smallest.
_KILOGRAMS = 50

#: What a printed heading says of the binders below it: origins that it admits (Vural & Beksac 2025, Table 1).
_ORIGINS = {"Humanized": {"human", "humanised"}}


def registry_id_of_two_trials(ground: Ground) -> Iterator[Finding]:
    """Find a registry id that is stated of two trials.

    Problem: one number of a registry stands for two trials.
    Why: a registry id has one trial; a misprinted or wrongly copied id hands one trial's figures to another.
    Fix: declare one trial where the two are the same; else mark the misprint, or accept the finding.
    """
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for (trial, property_), told in sorted(ground.world.stated.items()):
        for said in told if property_ == "registryId" else ():
            found[said.value].setdefault(trial, said.iri)
    for number, trials in sorted(found.items()):
        if len(trials) > 1:
            names = " and ".join(ground.world.label(trial) for trial in sorted(trials))
            about = tuple(trials[trial] for trial in sorted(trials))
            message = f"{number} is printed for {names}"
            yield Finding("registry-id-of-two-trials", "impossible", message, about)


def product_outside_trial(ground: Ground) -> Iterator[Finding]:
    """Find a product that is investigated in a cohort of a trial that investigates others only.

    Problem: the cohort's regimen gives as investigational an agent that is none of those stated of its trials.
    Why: what a trial investigates is a closed list; the figures of the cohort would count for a foreign product.
    Fix: state the agent under `investigates` of the trial where a passage says so; else mend the cohort.
    """
    for unit in ground.world.instances("Cohort"):
        trials = ground.world.values(unit, "cohortOf")
        listed = [set(ground.world.values(trial, "investigates")) for trial in trials]
        known = set().union(*listed) if all(listed) else set()
        for component in _components(ground, unit) if known else ():
            for agent in set(ground.world.values(component, "agent")) - known:
                names = ", ".join(sorted(ground.world.label(trial) for trial in trials))
                message = (
                    f"{ground.world.label(agent)} is given in {names}, which investigates other products"
                )
                yield Finding("product-outside-trial", "impossible", message, (component, agent))


def _components(ground: Ground, unit: str) -> Iterator[str]:
    """Yield the components of a unit's regimen that are investigational."""
    for step in ground.world.values(unit, "hasStep"):
        for component in ground.world.values(step, "hasComponent"):
            if "investigational" in {local(r) for r in ground.world.values(component, "role")}:
                yield component


def heading_against_parts(ground: Ground) -> Iterator[Finding]:
    """Find products under a printed heading that their own parts or targets exclude.

    Problem: a binder under "Humanized" is neither human nor humanised, or a product under "Other targets" (than BCMA)
    binds BCMA; the second is weak, because the product may bind another target too.
    Why: the row stands in the wrong column, or a part is misprinted.
    Fix: mark the misprint where a passage tells which; else accept the finding.
    """
    for (thing, property_), told in sorted(ground.world.stated.items()):
        for said in told if property_ == "listedUnder" else ():
            name = ground.world.label(thing)
            for origin, statement in _origins(ground, thing):
                if said.value in _ORIGINS and origin not in _ORIGINS[said.value]:
                    message = f"{name} stands under '{said.value}', with a {origin} binder"
                    yield Finding("heading-against-parts", "impossible", message, (said.iri, statement))
            for statement in _binding_bcma(ground, thing) if said.value == "Other targets" else ():
                message = f"{name} stands under 'Other targets', and binds BCMA"
                yield Finding("heading-against-parts", "weak", message, (said.iri, statement))
                break


def _constructs(ground: Ground, thing: str) -> tuple[str, ...]:
    return ground.world.values(thing, "hasConstruct") or (thing,)


def _origins(ground: Ground, thing: str) -> Iterator[tuple[str, str]]:
    for construct in _constructs(ground, thing):
        for slot in ground.world.values(construct, "hasSlot"):
            for said in ground.world.statements(slot, "origin"):
                yield local(said.value), said.iri


def _binding_bcma(ground: Ground, thing: str) -> Iterator[str]:
    """Yield the statements that a product, or a slot of its construct, binds BCMA."""
    slots = [s for c in _constructs(ground, thing) for s in ground.world.values(c, "hasSlot")]
    for subject, property_ in ((thing, "targets"), *((slot, "binds") for slot in slots)):
        for said in ground.world.statements(subject, property_):
            if local(said.value) == "target/bcma":
                yield said.iri


def dose_outside_range(ground: Ground) -> Iterator[Finding]:
    """Find doses that lie outside the range printed beside them.

    Problem: the one target dose is less than the least, or more than the greatest dose of its range; or the range ends
    before it begins. Beside several doses a range is a dose level of its own.
    Why: one of the numbers is a misprint.
    Fix: mark the misprint where the passage tells which; else accept the finding.
    """
    for component in ground.world.instances("Component"):
        doses = _numbers(ground, component, "dose")
        low, high = _numbers(ground, component, "doseLow"), _numbers(ground, component, "doseHigh")
        least, most = min(low, default=Fraction(0)), max(high, default=Fraction(10**30))
        if least > most or (len(doses) == 1 and not least <= doses[0] <= most):
            message = f"{_dosed(ground, component)}: the dose lies outside its range"
            yield Finding("dose-outside-range", "impossible", message, (component,))


def dose_per_kilogram_implausible(ground: Ground) -> Iterator[Finding]:
    """Find cell doses per kilogram that are flat doses of the same trial or of others.

    Problem: a dose per kilogram of body weight is, at 50 kg, more cells than the largest flat dose of any product.
    Why: no product reaches it, so that the unit is likely copied from other rows, or a number is a misprint. No
    arithmetic excludes it, hence weak.
    Fix: mark the misprint where a passage tells it; else accept the finding.
    """
    components = list(ground.world.instances("Component"))
    flat = max((dose for component in components for dose in _flat(ground, component)), default=Fraction(0))
    for component in components if flat else ():
        told = [said for key in _DOSES for said in ground.world.statements(component, key)]
        largest = max(told, key=lambda said: Fraction(said.value), default=None)
        dose = (
            Fraction(largest.value) if largest and _unit(ground, component) == "cellsPerKg" else Fraction(0)
        )
        if largest is not None and dose * _KILOGRAMS > flat:
            says = f"{_millions(dose)} million cells per kilogram are {_millions(dose * _KILOGRAMS)} at 50 kg"
            message = f"{_dosed(ground, component)}: {says}; no flat dose exceeds {_millions(flat)} million"
            yield Finding("dose-per-kilogram-implausible", "weak", message, (largest.iri,))


_DOSES = ("dose", "doseHigh")


def _flat(ground: Ground, component: str) -> list[Fraction]:
    """Return the doses of a component that are given as a number of cells, whatever the patient weighs."""
    flat = _unit(ground, component) == "cells"
    return [dose for key in _DOSES for dose in _numbers(ground, component, key)] if flat else []


def _unit(ground: Ground, component: str) -> str:
    """Return the unit of a dose, however surely it was read: the audit asks what a source prints."""
    stated = (said.value for said in ground.world.statements(component, "doseUnit"))
    return next((local(unit) for unit in (*ground.world.values(component, "doseUnit"), *stated)), "")


def _millions(cells: Fraction) -> str:
    return f"{float(cells) / 1_000_000:g}"


def _numbers(ground: Ground, component: str, key: str) -> list[Fraction]:
    return [Fraction(value) for value in ground.world.values(component, key)]


def _dosed(ground: Ground, component: str) -> str:
    agents = [ground.world.label(agent) for agent in ground.world.values(component, "agent")]
    return ", ".join(agents) or local(component)


def state_after_writing(ground: Ground) -> Iterator[Finding]:
    """Find approvals that are dated after the source that tells of them.

    Problem: the year of an approval, or of a refusal, is later than the year of the source.
    Why: nobody reports what has not happened; only what is planned may lie ahead.
    Fix: mark the misprint where a passage tells it; else accept the finding.
    """
    for state in ground.world.instances("RegulatoryStatus"):
        source = f"{BASE}source/{kinds.source(local(state))}"
        years, written = _numbers(ground, state, "year"), _numbers(ground, source, "year")
        planned = "plannedApproval" in {local(s) for s in ground.world.values(state, "regulatoryState")}
        if years and written and not planned and max(years) > max(written):
            message = f"dated {max(years)}, in a source of {max(written)}"
            yield Finding("state-after-writing", "impossible", message, (state,))
