"""The one kind of error that a person is meant to read, and which constraint another one broke."""

from django.db import IntegrityError


class RuleError(Exception):
    """
    A rule of the association or of the registry was broken.

    Every module that holds rules raises its own subclasses. `message` is in Indonesian and fit to be shown as it is:
    beside the form, or as a notice where there is none.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(str(message))
        self.message = str(message)


def breaks(error: IntegrityError, constraint: str) -> bool:
    """Tell whether an error of the database is about a constraint whose name begins so."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", "")).startswith(constraint)
