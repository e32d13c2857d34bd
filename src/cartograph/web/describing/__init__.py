"""Describe the data and the endpoint in the vocabularies that programs look for."""
