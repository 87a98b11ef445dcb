"""What officers type: one module for each task."""
