class BenchFailed(Exception):
    """The measurement cannot be trusted, or not be made; the text says why."""
