"""Write a published version as one OWL 2 DL ontology, for Protégé: every node named, every fact with its place."""

from cartograph.export.owl.document import owl

__all__ = ["owl"]
