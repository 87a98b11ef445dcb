"""The edges: pages of work programmes."""
