"""The application server's log of requests, without what no log may hold: `--logger-class=ipspi.access_log.Log`."""

import datetime as dt
from typing import Any

from gunicorn.glogging import Logger

from ipspi.logs import without_secrets


class Log(Logger):  # type: ignore[misc]  # gunicorn has no types
    def atoms(
        self, resp: Any, req: Any, environ: dict[str, Any], request_time: dt.timedelta
    ) -> dict[str, Any]:
        """Return what a line may be made of; the codes of checked cards are dropped from all of it."""
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {
            name: without_secrets(said) if isinstance(said, str) else said for name, said in atoms.items()
        }
