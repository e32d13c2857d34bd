"""Run the command line as `python -m cartograph`."""

from __future__ import annotations

from cartograph.cli import main

if __name__ == "__main__":
    main()
