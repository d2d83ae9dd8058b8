"""Harbour's house: ground, nouns, verbs, hallway, doors. Kept empty: nothing ties a knot through it."""
