"""Run the audit: every rule says Problem, Why and Fix in its docstring, and yields findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cartograph.audit import (
    assertions,
    categories,
    cohorts,
    denominators,
    events,
    products,
    remarks,
    shares,
    survival,
    values,
)
from cartograph.audit.finding import Finding
from cartograph.audit.ground import Ground
from cartograph.rules.reports import Report

ReportRule = Callable[[Ground, Report], Iterator[Finding]]
Rule = Callable[[Ground], Iterator[Finding]]

#: Rules that judge one report at a time: what one data cut prints of one study unit.
OF_REPORTS: tuple[ReportRule, ...] = (
    denominators.impossible_for_denominator,
    denominators.no_common_denominator,
    shares.count_against_percentage,
    shares.count_exceeds_denominator,
    shares.denominator_larger_than_cohort,
    shares.populations_out_of_order,
    categories.responses_out_of_order,
    categories.categories_do_not_add_up,
    events.subset_larger_than_whole,
    events.grades_exceed_whole,
    events.event_exceeds_any_event,
    survival.follow_up_too_short,
    survival.survival_repeats_follow_up,
    survival.survival_out_of_order,
    survival.shorter_than_contained,
    survival.survival_rises,
    survival.landmark_against_median,
    values.value_outside_range,
    values.median_of_whole_numbers,
    values.ratio_against_figures,
    values.read_as_impossible,
)
#: Rules that judge the whole: study units against each other, trials, products, regimens.
OF_THE_WHOLE: tuple[Rule, ...] = (
    cohorts.part_larger_than_whole,
    cohorts.parts_do_not_add_up,
    cohorts.count_of_part_exceeds_whole,
    cohorts.median_outside_parts,
    cohorts.lines_outside_eligibility,
    cohorts.relapsed_without_treatment,
    products.registry_id_of_two_trials,
    products.product_outside_trial,
    products.heading_against_parts,
    products.dose_outside_range,
    products.dose_per_kilogram_implausible,
    products.state_after_writing,
    assertions.actor_is_the_change,
    remarks.remarked_by_curators,
)


def audit(ground: Ground) -> list[Finding]:
    """Run every rule; each finding is told once, and a figure marked as impossible only where no rule says why."""
    found = {f for report in ground.reports for rule in OF_REPORTS for f in rule(ground, report)}
    every = found | {f for rule in OF_THE_WHOLE for f in rule(ground)}
    marked = {f for f in every if f.rule == name(values.read_as_impossible)}
    explained = {iri for f in every - marked for iri in f.about}
    return sorted(f for f in every if f not in marked or not explained.intersection(f.about))


def name(rule: Callable[..., object]) -> str:
    """Return the name that the findings of a rule carry.

    >>> name(values.value_outside_range)
    'value-outside-range'
    """
    return rule.__name__.replace("_", "-")
