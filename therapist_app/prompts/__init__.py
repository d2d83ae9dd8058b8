"""Prompts: the library, what this therapist gives and to whom. Nothing here tells what a client does with any of it."""

from therapist_app.prompts import assigning, standing, writing
from therapist_app.prompts.choices import bp

__all__ = ["assigning", "bp", "standing", "writing"]
