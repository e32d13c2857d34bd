"""Listen, and answer from processes that can be killed; what is served is named by whoever starts the server.

One process listens and never runs a query. A second, single-threaded one (the fork server) holds a published version in
memory and forks workers that share it; each worker answers one job at a time and can be killed. A newly published
version gets a fork server of its own, and the old one ends when its last answer is out.
"""
