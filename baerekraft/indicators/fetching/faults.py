"""What can go wrong when figures are fetched."""


class FetchFault(Exception):
    """It could not be fetched; the text says why in one line."""


class Unreachable(FetchFault):
    """Nobody answers, or we are asked to stop: there is no use in asking for the next table."""


class Refused(FetchFault):
    """An answer came, but not one we take."""


class BadAnswer(Refused):
    """The answer is not shaped as it should be; every fault that was found is told."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        shown = "; ".join(faults[:5])
        super().__init__(f"{shown}; and {len(faults) - 5} more" if len(faults) > 5 else shown)
