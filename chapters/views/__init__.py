"""Pages of chapters: one module for each task of an officer."""
