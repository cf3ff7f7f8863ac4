from baerekraft.mail.tests.conftest import postbox

__all__ = ["postbox"]
