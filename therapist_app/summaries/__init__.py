"""Summaries: composing one and asking for it, and those there are, watched while they are made, and opened."""

from therapist_app.summaries import composing, finals, shelf
from therapist_app.summaries.titles import bp

__all__ = ["bp", "composing", "finals", "shelf"]
