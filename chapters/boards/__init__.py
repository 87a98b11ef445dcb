"""What a chapter says of itself, and who serves on its board: terms, seats, drafts, handovers, warnings."""
