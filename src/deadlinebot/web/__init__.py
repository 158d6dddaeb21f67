"""The web: feeds from ready bytes, and pages for people."""

from deadlinebot.web.app import View, application

__all__ = ["View", "application"]
