"""Pages of members: one module for each part of a person's membership."""
