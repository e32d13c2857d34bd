"""Check what the records quote against the texts of the sources: place, words, numbers and roles."""

from cartograph.texts.check import Outcome, check, read_texts
from cartograph.texts.cited import Cited
from cartograph.texts.place import Line, Text
from cartograph.texts.quoted import Quoted, Skip, Thing
from cartograph.texts.role import Kind, Role, grade_role, merged, phrases, read_synonyms, role

__all__ = [
    "Cited", "Kind", "Line", "Outcome", "Quoted", "Role", "Skip", "Text", "Thing",
    "check", "grade_role", "merged", "phrases", "read_synonyms", "read_texts", "role",
]  # fmt: skip
