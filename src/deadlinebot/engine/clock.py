"""The clock by which everything is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Gives the current instant, in UTC."""
