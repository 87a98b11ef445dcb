"""Members who are registered twice: finding them, merging them, and taking a merge back."""
