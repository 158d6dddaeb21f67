"""The command line: one small module per group of commands; the only printer.

Standard output is the result, standard error the talk. Heavy imports stand inside the
commands, so that ``parse`` does not pay for a database.
"""
