"""The edges: pages of partners."""
