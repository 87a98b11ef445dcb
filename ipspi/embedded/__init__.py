"""PostgreSQL and Valkey of our own, for the demo, development and tests. Production names its servers by URL."""
