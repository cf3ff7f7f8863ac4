import gzip
import json
from email.utils import formatdate

import pytest

from baerekraft.indicators.fetching.client import Question
from baerekraft.indicators.fetching.faults import BadAnswer, Refused, Unreachable
from baerekraft.indicators.fetching.tests.server import Reply, bomb

GOOD = Reply({"good": True})


def ask(client, ssb, path="/a", **more):
    return client.fetch(Question(ssb.url + path, **more), lambda found: found)


def test_a_good_answer_is_given_as_it_is(ssb, make_client):
    ssb.on("/a", GOOD)

    assert ask(make_client(), ssb) == {"good": True}


@pytest.mark.parametrize(
    "bad",
    [
        Reply(status=500),
        Reply(status=503),
        Reply({"good": True}, cut_at=5),
        Reply(b'{"good": tr'),
        Reply(gzip.compress(b'{"good": true}')[:-9], headers={"Content-Encoding": "gzip"}),
        Reply(b"not packed at all", headers={"Content-Encoding": "gzip"}),
    ],
    ids=["500", "503", "cut off", "half", "half a packed one", "damaged"],
)
def test_what_fails_once_is_asked_for_again_after_a_while(bad, ssb, make_client, clock):
    ssb.on("/a", bad, bad, GOOD)

    assert ask(make_client(), ssb) == {"good": True}
    assert clock.slept == [2, 4]


def test_it_waits_as_long_as_it_is_asked_to(ssb, make_client, clock):
    ssb.on("/a", Reply(status=429, headers={"Retry-After": "17"}), GOOD)

    ask(make_client(), ssb)

    assert clock.slept == [17]


def test_it_waits_until_the_hour_it_is_asked_to(ssb, make_client, clock):
    ssb.on("/a", Reply(status=503, headers={"Retry-After": formatdate(clock.now + 40, usegmt=True)}), GOOD)

    ask(make_client(), ssb)

    assert clock.slept == [40]


def test_nonsense_in_retry_after_is_as_if_nothing_was_said(ssb, make_client, clock):
    ssb.on("/a", Reply(status=429, headers={"Retry-After": "soon"}), GOOD)

    ask(make_client(), ssb)

    assert clock.slept == [2]


def test_it_does_not_wait_an_hour(ssb, make_client, clock):
    ssb.on("/a", Reply(status=429, headers={"Retry-After": "3600"}))

    with pytest.raises(Unreachable, match="wait 3600 seconds"):
        ask(make_client(), ssb)
    assert clock.slept == []


def test_it_gives_up_in_the_end(ssb, make_client, clock):
    ssb.on("/a", Reply(status=500))

    with pytest.raises(Refused, match=r"answers 500 .* \(5 tries\)"):
        ask(make_client(), ssb)
    assert clock.slept == [2, 4, 8, 16]


def test_a_server_that_never_answers(ssb, make_client):
    ssb.on("/a", Reply(silent=True))

    with pytest.raises(Unreachable, match="2 tries"):
        ask(make_client(tries=2, silent_seconds=0.1), ssb)


def test_nobody_there(make_client, ssb):
    client = make_client(tries=2)
    client.hosts = {"http://127.0.0.1:1"}

    with pytest.raises(Unreachable, match="2 tries"):
        client.fetch(Question("http://127.0.0.1:1/a"), lambda found: found)


def test_an_answer_that_drips_is_not_waited_for(ssb, make_client, clock):

    client = make_client(tries=2)
    real = client._answer

    def slow(response, kept):
        raw = response.iter_raw

        def dripping():
            for chunk in raw():
                clock.now += 1000
                yield chunk

        response.iter_raw = dripping
        return real(response, kept)

    client._answer = slow
    ssb.on("/a", GOOD)

    with pytest.raises(Unreachable, match="not done after 300 seconds"):
        ask(client, ssb)


def test_never_more_than_thirty_calls_a_minute(ssb, make_client, clock):
    client = make_client()
    for number in range(65):
        ssb.on(f"/{number}", GOOD)
        ask(client, ssb, f"/{number}")
        clock.now += 0.5

    assert [round(slept) for slept in clock.slept] == [45, 45]


def test_tries_count_as_calls(ssb, make_client, clock):
    ssb.on("/a", *[Reply(status=500)] * 3, GOOD)

    ask(make_client(calls=2, first_wait=1), ssb)

    assert clock.slept == [1, 2, 57, 4]


def test_other_hosts_are_not_gone_to(ssb, make_client):
    ssb.on("/a", Reply(status=302, headers={"Location": "http://169.254.169.254/latest"}))

    with pytest.raises(Refused, match=r"another host, http://169\.254\.169\.254"):
        ask(make_client(), ssb)
    assert ssb.paths() == ["/a"]


def test_another_port_is_another_host(ssb, make_client):
    ssb.on("/a", Reply(status=302, headers={"Location": "http://127.0.0.1:1/"}))

    with pytest.raises(Refused, match="another host"):
        ask(make_client(), ssb)


def test_a_page_that_has_moved_within_the_host_is_followed(ssb, make_client):
    ssb.on("/a", Reply(status=301, headers={"Location": "/b"}))
    ssb.on("/b", GOOD)

    assert ask(make_client(), ssb) == {"good": True}


def test_a_ring_of_moves_ends(ssb, make_client):
    ssb.on("/a", Reply(status=302, headers={"Location": "/a"}))

    with pytest.raises(Refused, match="ring"):
        ask(make_client(), ssb)
    assert len(ssb.asked) == 4


def test_a_question_with_a_body_is_not_sent_on_as_one_without(ssb, make_client):
    ssb.on("/a", Reply(status=302, headers={"Location": "/b"}))

    with pytest.raises(Refused, match="without a way on"):
        ask(make_client(), ssb, body="{}")


def test_a_page_for_people_is_refused(ssb, make_client, clock):
    ssb.on("/a", Reply(b"<h1>Vedlikehold</h1>", kind="text/html; charset=utf-8"))

    with pytest.raises(Refused, match="text/html, not JSON"):
        ask(make_client(), ssb)
    assert clock.slept == []


def test_what_ssb_says_is_wrong_is_told(ssb, make_client):
    ssb.on("/a", Reply({"type": "Parameter error", "title": "Non-existent value", "status": 400}, status=400))

    with pytest.raises(Refused, match="400 «Non-existent value»"):
        ask(make_client(), ssb)


@pytest.mark.parametrize("reply", [Reply(b" " * 2000), bomb(50)], ids=["huge", "bomb"])
def test_more_than_we_can_hold_is_refused(reply, ssb, make_client):
    ssb.on("/a", reply)

    with pytest.raises(Refused, match="more than 1,000 bytes"):
        ask(make_client(answer_bytes=1000), ssb)


def test_an_answer_packed_in_a_way_we_did_not_ask_for_is_refused(ssb, make_client):
    ssb.on("/a", Reply(b"...", headers={"Content-Encoding": "br"}))

    with pytest.raises(Refused, match="packs its answer as br"):
        ask(make_client(), ssb)


def test_a_packed_answer_is_unpacked(ssb, make_client):
    ssb.on("/a", Reply(gzip.compress(b'{"good": true}'), headers={"Content-Encoding": "gzip"}))

    assert ask(make_client(), ssb) == {"good": True}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b'{"value": [NaN]}', "NaN is not a number"),
        (b'{"value": [-Infinity]}', "-Infinity is not a number"),
        (b'{"a": 1, "a": 2}', "«a» stands twice"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"a": "\xff"}', "not UTF-8"),
    ],
)
def test_json_that_could_be_taken_in_two_ways_is_refused_at_once(text, why, ssb, make_client, clock):
    ssb.on("/a", Reply(text))

    with pytest.raises(BadAnswer, match=why):
        ask(make_client(), ssb)
    assert clock.slept == []


def test_the_same_question_the_same_day_is_not_asked_twice(ssb, make_client, clock):
    ssb.on("/a", GOOD)
    ask(make_client(), ssb)
    clock.now += 3600

    assert ask(make_client(), ssb) == {"good": True}
    assert len(ssb.asked) == 1


def test_the_next_day_it_asks_whether_anything_is_new(ssb, make_client, clock):
    ssb.on("/a", Reply({"good": True}, headers={"ETag": '"7"'}), Reply(b"", status=304))
    ask(make_client(), ssb)
    clock.now += 24 * 3600

    assert ask(make_client(), ssb) == {"good": True}
    assert ssb.asked[1].headers["If-None-Match"] == '"7"'
    ask(make_client(), ssb)
    assert len(ssb.asked) == 2


def test_without_an_etag_it_asks_by_the_date(ssb, make_client, clock):
    ssb.on("/a", Reply({"good": True}, headers={"Last-Modified": "Tue, 24 Feb 2026 07:00:00 GMT"}))
    ask(make_client(), ssb)
    clock.now += 24 * 3600
    ask(make_client(), ssb)

    assert ssb.asked[1].headers["If-Modified-Since"] == "Tue, 24 Feb 2026 07:00:00 GMT"


def test_an_answer_that_could_not_be_read_is_not_kept(ssb, make_client):
    def refuse(found):
        raise BadAnswer("no")

    ssb.on("/a", GOOD)
    with pytest.raises(BadAnswer):
        make_client().fetch(Question(ssb.url + "/a"), refuse)

    ask(make_client(), ssb)
    assert len(ssb.asked) == 2


def test_a_kept_answer_that_was_damaged_on_the_disk_is_asked_for_again(ssb, make_client, tmp_path):
    ssb.on("/a", GOOD)
    ask(make_client(), ssb)
    (kept,) = (tmp_path / "ssb").glob("*.answer")
    kept.write_bytes(kept.read_bytes()[:-1])

    assert ask(make_client(), ssb) == {"good": True}
    assert len(ssb.asked) == 2


def test_a_question_with_another_body_is_another_question(ssb, make_client):
    ssb.on("/a", lambda asked: Reply(asked.body))
    client = make_client()

    assert ask(client, ssb, body=json.dumps({"n": 1})) == {"n": 1}
    assert ask(client, ssb, body=json.dumps({"n": 2})) == {"n": 2}
