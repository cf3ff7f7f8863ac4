import pytest
from django.utils.translation import override

from baerekraft.sdg import pairs


def test_a_pair_is_one_whichever_gains():
    assert pairs.key(15, 11) == pairs.key(11, 15) == "11-15"
    assert pairs.key(2, 13) == "2-13"


def test_a_pair_is_told_by_number_and_name():
    with override("en"):
        assert pairs.title("13-15") == "13 Climate action and 15 Life on land"
        assert pairs.title("13-13") == "13 Climate action: two of its targets"


@pytest.mark.parametrize("key", ["13", "13-15-1", "a-b", "13-18", "0-1"])
def test_another_key_is_no_pair(key):
    with pytest.raises((ValueError, KeyError)):
        pairs.title(key)
