"""Harbour's house: ground, nouns, verbs, hallway, doors. This file stays empty so that nothing ties a knot through it."""
