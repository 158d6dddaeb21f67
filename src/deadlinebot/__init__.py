"""deadlinebot: every deadline at the right instant, in calendar and chat."""

__version__ = "0.1.0"
