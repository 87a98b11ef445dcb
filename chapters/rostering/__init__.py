"""A chapter's roster as its officers use it: views, columns, choosing people, taking data out, printing."""
