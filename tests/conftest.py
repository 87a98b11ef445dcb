# The first one starts the servers and sets up Django; the others may import models.
pytest_plugins = [
    "ipspi.embedded.pytest_plugin",
    "tests.fixtures.databases",
    "tests.fixtures.processes",
    "tests.fixtures.browser",
]
