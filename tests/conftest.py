# The first one starts the servers and sets up Django; the others may import models.
pytest_plugins = [
    "ipspi.embedded.pytest_plugin",
    "tests.fixtures.databases",
    "tests.fixtures.processes",
    "tests.fixtures.browser",
    "tests.fixtures.examples",
    "tests.fixtures.signing_in",
]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a test by its bytes' place in the list: nobody reads them, and in another process they may differ."""
    return argname if isinstance(val, bytes) else None
