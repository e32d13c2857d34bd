"""Read what the published graph says: figures, study units, regimens, facts, statuses, conflicts, one noun a module.

Every surface shows these objects. Each module asks the store by patterns, never by a query whose cost depends on the
whole graph, so that a thing is read within a tenth of a second.
"""
