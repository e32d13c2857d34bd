"""Judge what the sources print: figures that cannot be right are findings, shown and never repaired."""
