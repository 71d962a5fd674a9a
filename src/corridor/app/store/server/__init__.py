"""The embedded PostgreSQL server: started, found and stopped by us."""

from corridor.app.store.server.run import Server, Status, ensure_running, status, stop

__all__ = ["Server", "Status", "ensure_running", "status", "stop"]
