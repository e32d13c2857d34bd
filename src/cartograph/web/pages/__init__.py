"""The pages: each function takes the desk, the request and what the address captures, and returns a reply."""
