"""What passes between a server and what it serves: a request, a reply, the media types, one shape for errors."""
