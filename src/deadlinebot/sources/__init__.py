"""Source formats: one module each; from a text to claims and problems."""
