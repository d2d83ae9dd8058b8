"""The benchmark: `python -m portal.bench`. What each figure means: docs/PERFORMANCE.md."""
