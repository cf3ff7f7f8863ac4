"""Asking over HTTP: seldom, patiently, from one host only, and never for more than we can hold."""

import hashlib
import time
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from baerekraft.indicators.fetching import strictjson
from baerekraft.indicators.fetching.answers import Answer, Answers
from baerekraft.indicators.fetching.faults import BadAnswer, FetchFault, Refused, Unreachable

TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}
MOST_REDIRECTS = 3


@dataclass(frozen=True)
class Limits:
    """SSB allows 30 calls a minute from one address; the rest is ours."""

    calls: int = 30
    window: float = 60
    tries: int = 5
    first_wait: float = 2
    longest_wait: float = 300
    connect_seconds: float = 15
    silent_seconds: float = 60
    answer_seconds: float = 300
    answer_bytes: int = 64_000_000
    fresh_seconds: float = 12 * 3600


@dataclass(frozen=True)
class Question:
    """An address with its parameters, and the body where it is a POST."""

    url: str
    params: tuple[tuple[str, str], ...] = ()
    body: str = ""

    @property
    def address(self) -> httpx.URL:
        return httpx.URL(self.url, params=self.params) if self.params else httpx.URL(self.url)

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.address}\n{self.body}".encode()).hexdigest()[:40]


class _Again(Exception):
    """This try failed, the next may not."""

    def __init__(self, why: str, *, after: float | None = None, stop: bool = False) -> None:
        super().__init__(why)
        self.after, self.stop = after, stop


class Client:
    """Asks, waits its turn, tries anew, and keeps each good answer in `folder`.

    With `ask_again` no answer from before now is taken unasked, however fresh.
    """

    def __init__(
        self,
        folder: Path,
        *,
        hosts: set[str],
        limits: Limits | None = None,
        ask_again: bool = False,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.answers, self.hosts, self.limits = Answers(folder), hosts, limits or Limits()
        self._clock, self._sleep = clock, sleep
        self._oldest = clock() if ask_again else 0.0
        self._turns: deque[float] = deque(maxlen=self.limits.calls)
        self._http = httpx.Client(
            headers={
                "User-Agent": "baerekraft (load-indicators)",
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
            },
            timeout=httpx.Timeout(self.limits.silent_seconds, connect=self.limits.connect_seconds),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: Any, trace: TracebackType | None) -> None:
        self._http.close()

    def fetch[T](self, question: Question, read: Callable[[Any], T]) -> T:
        """The answer as `read` understands it. Only an answer that could be read is kept."""
        kept = self.answers.find(question.key)
        if kept and self._is_fresh(kept):
            try:
                return read(strictjson.loads(kept.body))
            except (strictjson.HalfAnswer, FetchFault):
                kept = None  # kept by an earlier version of us that was less strict
        answer, value = self._patiently(question, kept, read)
        self.answers.keep(question.key, answer)
        return value

    def _is_fresh(self, kept: Answer) -> bool:
        return kept.at >= self._oldest and 0 <= self._clock() - kept.at < self.limits.fresh_seconds

    def _patiently[T](
        self, question: Question, kept: Answer | None, read: Callable[[Any], T]
    ) -> tuple[Answer, T]:
        for tried in range(1, self.limits.tries + 1):
            try:
                answer = self._ask(question, kept)
                return answer, read(strictjson.loads(answer.body))
            except (_Again, httpx.TransportError, strictjson.HalfAnswer) as error:
                kept = None if isinstance(error, strictjson.HalfAnswer) else kept
                if tried == self.limits.tries:
                    raise self._given_up(question, error) from error
                self._sleep(self._wait(error, tried))
            except BadAnswer as error:
                raise BadAnswer(*(f"{question.address.host}: {fault}" for fault in error.faults)) from error
        raise AssertionError("a client tries at least once")

    def _given_up(self, question: Question, error: Exception) -> FetchFault:
        why = f"{question.address.host}: {error or type(error).__name__} ({self.limits.tries} tries)"
        stop = isinstance(error, httpx.TransportError) or (isinstance(error, _Again) and error.stop)
        return Unreachable(why) if stop else Refused(why)

    def _wait(self, error: Exception, tried: int) -> float:
        asked = error.after if isinstance(error, _Again) else None
        wait = self.limits.first_wait * 2 ** (tried - 1) if asked is None else asked
        if wait > self.limits.longest_wait:
            raise Unreachable(f"{error}; we are asked to wait {wait:.0f} seconds, so try again later")
        return wait

    def _ask(self, question: Question, kept: Answer | None) -> Answer:
        url = question.address
        for _ in range(MOST_REDIRECTS + 1):
            if _host(url) not in self.hosts:
                raise Refused(f"{question.address.host} sends us to another host, {_host(url)}")
            self._wait_for_turn()
            request = self._request(url, question, kept)
            response = self._http.send(request, stream=True)
            try:
                if not response.has_redirect_location:
                    return self._answer(response, kept)
                url = self._onward(response, question)
            finally:
                response.close()
        raise Refused(f"{question.address.host} sends us round in a ring")

    def _request(self, url: httpx.URL, question: Question, kept: Answer | None) -> httpx.Request:
        headers = {"Content-Type": "application/json"} if question.body else {}
        if kept and kept.etag:
            headers["If-None-Match"] = kept.etag
        elif kept and kept.modified:
            headers["If-Modified-Since"] = kept.modified
        method = "POST" if question.body else "GET"
        return self._http.build_request(method, url, headers=headers, content=question.body or None)

    def _onward(self, response: httpx.Response, question: Question) -> httpx.URL:
        if response.next_request is None or (question.body and response.status_code not in {307, 308}):
            raise Refused(f"{question.address.host} answers {response.status_code} without a way on")
        return response.next_request.url

    def _answer(self, response: httpx.Response, kept: Answer | None) -> Answer:
        status, now = response.status_code, self._clock()
        if status == 304 and kept:
            return replace(kept, at=now)
        if status in TRY_AGAIN:
            after = self._retry_after(response.headers.get("Retry-After", ""))
            raise _Again(f"answers {status} {response.reason_phrase}", after=after, stop=status == 429)
        if status != 200:
            raise Refused(f"{response.url.host} answers {status} {self._title(response)}".strip())
        kind = response.headers.get("Content-Type", "nothing")
        if "json" not in kind.lower():
            raise Refused(f"{response.url.host} answers with {kind.partition(';')[0]}, not JSON")
        marks = {
            "etag": response.headers.get("ETag", ""),
            "modified": response.headers.get("Last-Modified", ""),
        }
        return Answer(body=self._body(response, self.limits.answer_bytes), at=now, **marks)

    def _body(self, response: httpx.Response, most: int) -> bytes:
        """The text, unpacked by us so that a small answer cannot unfold into more than `most`."""
        encoding = response.headers.get("Content-Encoding", "identity").lower()
        if encoding not in {"identity", "gzip"}:
            raise Refused(f"{response.url.host} packs its answer as {encoding}")
        unpacker = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
        began, size, parts = self._clock(), 0, []
        try:
            for chunk in response.iter_raw():
                if self._clock() - began > self.limits.answer_seconds:
                    raise _Again(f"is not done after {self.limits.answer_seconds:.0f} seconds", stop=True)
                part = unpacker.decompress(chunk, most - size + 1) if unpacker else chunk
                size += len(part)
                if size > most:
                    raise Refused(f"{response.url.host} answers with more than {most:,} bytes")
                parts.append(part)
        except zlib.error as error:
            raise _Again("the packed answer is damaged") from error
        if unpacker and not unpacker.eof:
            raise _Again("the packed answer is cut off")
        return b"".join(parts)

    def _title(self, response: httpx.Response) -> str:
        """What PxWebApi says is wrong stands in `title`."""
        try:
            said = strictjson.loads(self._body(response, 100_000))["title"]
        except (FetchFault, _Again, strictjson.HalfAnswer, httpx.HTTPError, KeyError, TypeError):
            return response.reason_phrase
        return f"«{' '.join(str(said).split())[:200]}»"

    def _retry_after(self, said: str) -> float | None:
        """Seconds, or a date; what cannot be read counts as not said."""
        if said.strip().isdecimal():
            return float(said[:9])
        try:
            return max(0.0, parsedate_to_datetime(said).timestamp() - self._clock())
        except (ValueError, TypeError, OverflowError):
            return None

    def _wait_for_turn(self) -> None:
        if len(self._turns) == self.limits.calls:
            wait = self._turns[0] + self.limits.window - self._clock()
            if wait > 0:
                self._sleep(min(wait, self.limits.window))  # not for ever, if the clock was set back
        self._turns.append(self._clock())


def _host(url: httpx.URL) -> str:
    return str(url.copy_with(path="/", query=None, fragment=None, userinfo=b"")).rstrip("/")


def origin(url: str) -> str:
    """`https://data.ssb.no` of an address there: what a client may be let loose on."""
    return _host(httpx.URL(url))
