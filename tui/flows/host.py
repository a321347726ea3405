"""What a flow knows of the application."""

from __future__ import annotations

from ..screens.host import Host as Host
