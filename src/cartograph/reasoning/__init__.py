"""Reason over ontology, agents and constructs."""
