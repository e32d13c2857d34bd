"""The pages: each function takes the context, the request and what the address captures, and returns a reply."""
