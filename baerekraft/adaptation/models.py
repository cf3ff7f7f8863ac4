from baerekraft.adaptation.pages import LocalLessonPage
from baerekraft.adaptation.standing import Standing

__all__ = ["LocalLessonPage", "Standing"]
