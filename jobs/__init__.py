"""What is done later: the queue, its tasks, progress and cancelling, and the worker that does them."""
