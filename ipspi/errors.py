"""The one kind of error that a person is meant to read."""


class RuleError(Exception):
    """
    A rule of the association or of the registry was broken.

    Every module that holds rules raises its own subclasses. `message` is in Indonesian and fit to be shown as it is:
    beside the form, or as a notice where there is none.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(str(message))
        self.message = str(message)
