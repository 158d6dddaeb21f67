"""Feed formats: each turns deadlines into the bytes of one format.

A module (or package) here is one format: it exports ``FORMAT``, does no I/O and knows
no other format. The registry finds it.
"""
