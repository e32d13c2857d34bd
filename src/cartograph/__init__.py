"""A knowledge graph of engineered immunotherapies for multiple myeloma.

`cartograph.open()` returns the published graph. Importing the package loads no library: what a name needs is
imported when the name is first used, so that `import cartograph` and the command line start at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["__version__", "open"]

#: The one place of the version number; pyproject.toml reads it from here.
__version__ = "0.1.0"

if TYPE_CHECKING:
    from cartograph.api import open as open
else:  # hidden from the type checker, which would otherwise believe in every misspelt name

    def __getattr__(name: str) -> object:
        """Look `open` up in `cartograph.api` on first use (PEP 562)."""
        if name != "open":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from cartograph import api

        return api.open
