"""Judge a dataset by the shapes before it is published: every violation at once, each with what to write."""

from cartograph.validation.report import Locate, Violation, problems
from cartograph.validation.run import validate

__all__ = ["Locate", "Violation", "problems", "validate"]
