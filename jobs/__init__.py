"""What is done later: the queue, its tasks, progress and cancelling, and the worker that does them."""

from jobs.config import Config
from jobs.queue import Jobs

__all__ = ["Config", "Jobs"]
