"""Answer for every identifier in six formats, and describe data, endpoint and questions to programs."""
