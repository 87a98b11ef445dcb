"""Mail that a chapter's officers write to many members."""
