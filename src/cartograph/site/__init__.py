"""The pages: routes, templates, static files, and what only a page needs."""
