"""The pages of boards: officers' and everybody's."""
