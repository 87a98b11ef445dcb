"""What people fill in: one module for each part of a membership."""
