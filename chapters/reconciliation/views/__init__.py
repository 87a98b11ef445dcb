"""Pages of lists and reconciliation."""
