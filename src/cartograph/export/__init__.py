"""Write a published version in the formats of other tools."""
