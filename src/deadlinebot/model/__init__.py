"""The ten nouns and the rules between them; no I/O, no clock."""
