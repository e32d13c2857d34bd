"""Read what passages of sources state: YAML with lines, checked, as a typed model and as JSON-LD."""
