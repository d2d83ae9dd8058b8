"""Floor 4: HTTP that more than one kind of person uses."""
