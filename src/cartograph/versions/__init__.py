"""The bytes of a release, and how a published version is opened."""
