"""The configuration file; the only reader of the environment and of secrets.

The first of ``--config``, ``$DEADLINEBOT_CONFIG``, ``./config/deadlinebot.yaml``,
``$XDG_CONFIG_HOME/deadlinebot/config.yaml`` and ``/etc/deadlinebot/config.yaml``
counts; without any, the bundled data, loopback and the console work as they are.
Relative paths start from the folder of the file that names them.
"""

from deadlinebot.config.settings import (
    Settings,
    bundled,
    load_settings,
    read_settings,
)
from deadlinebot.config.shape import Config, schema

__all__ = [
    "Config",
    "Settings",
    "bundled",
    "load_settings",
    "read_settings",
    "schema",
]
