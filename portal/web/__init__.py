"""Floor 3, the hallway: who is at the door, forms, errors as pages, headers."""
