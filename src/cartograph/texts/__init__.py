"""Check what the records quote against the texts of the sources: place, words, numbers and roles."""

from cartograph.texts.check import Outcome, check
from cartograph.texts.cited import Cited
from cartograph.texts.quoted import Quoted, Skip, Thing
from cartograph.texts.role import Kind, Role, grade_role, merged, phrases, read_synonyms, role

__all__ = [
    "Cited", "Kind", "Outcome", "Quoted", "Role", "Skip", "Thing",
    "check", "grade_role", "merged", "phrases", "read_synonyms", "role",
]  # fmt: skip
