"""Know names: what a written name stands for, and which names of the texts stand for nothing in the graph.

`spelling` says when two spellings are one, `index` finds things by name, `products` finds them by target and kind,
`resolve` reads a whole text; `patterns` and `finder` search the texts of the sources for names that nobody modelled.
"""
