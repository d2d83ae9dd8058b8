"""The journeys run on the same real worker as the tests of the jobs."""

from tests.jobs.conftest import eventually, processes, queue

__all__ = ["eventually", "processes", "queue"]
