"""Pages of invitations: of officers, and of who was invited."""
