"""Serve the published graph: a SPARQL endpoint, linked data and pages.

One process listens and never runs a query. A second, single-threaded one (the nursery) holds a published version in
memory and forks workers that share it; each worker answers one job at a time and can be killed. A newly published
version gets a nursery of its own, and the old one ends when its last answer is out.
"""
