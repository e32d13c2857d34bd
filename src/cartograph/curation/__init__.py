"""What curators work with: checks of records and texts, drafts of claims, pages and schemas made from records."""
