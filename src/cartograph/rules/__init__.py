"""Say what follows from the claims: derived figures, conflicts, and the status of expected properties."""
