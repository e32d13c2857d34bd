"""Read the published graph for pages: figures, study units, regimens, facts, statuses, one noun a module.

Each module asks the store by patterns, never by a query whose cost depends on the whole graph, so that a page
stands within a tenth of a second.
"""
