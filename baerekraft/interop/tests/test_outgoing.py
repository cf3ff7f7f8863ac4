"""Nothing that somebody types as an address reaches into the house."""

import gzip
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from baerekraft.interop import outgoing
from baerekraft.interop.outgoing import Refused
from baerekraft.interop.tests.peers import Answer, peer

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "::127.0.0.1",
]


@pytest.mark.parametrize("address", INSIDE)
def test_no_name_leads_inside(address: str) -> None:
    with outgoing.client(resolve=lambda _host, _port: [address]) as out, pytest.raises(Refused):
        out.get("https://example.no/")


@pytest.mark.parametrize("address", INSIDE)
def test_no_number_leads_inside(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(Refused):
        outgoing.check(f"https://{host}/hook")


def test_one_private_address_among_open_ones_is_enough() -> None:
    with (
        outgoing.client(resolve=lambda _host, _port: ["93.184.215.14", "127.0.0.1"]) as out,
        pytest.raises(Refused),
    ):
        out.get("https://example.no/")


@pytest.mark.parametrize(
    "url",
    [
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://127.0.0.1./",
        "https://134744072/",
        "https://0x/",
        "https://localhost/",
        "https://intranett/",
        "https://siri:passord@example.no/",
        "https://siri@example.no/",
        "http://example.no/",
        "ftp://example.no/",
        "file:///etc/passwd",
        "gopher://example.no/",
        "javascript:alert(1)",
        "//example.no/",
        "example.no",
        "",
        "https://",
        "https:///path",
        "https://example.no:0/",
        "https://example.no:99999/",
        "https://example.no:port/",
        "https://example.no\\@127.0.0.1/",
        "https://example.no/\r\nHost: 127.0.0.1",
        "https://example.no/ path",
        "https://[::1/",
        "https://example.no/" + "a" * 1_000,
        "https://example.no/" + "æ" * 500,
    ],
)
def test_an_address_that_is_not_one_is_refused_in_words(url: str) -> None:
    with pytest.raises(Refused) as refused:
        outgoing.check(url)
    assert str(refused.value)


UNREADABLE = {
    "what no name may hold": "https://\u2665\ufe0f.example.no/",
    "ends in a mark": "https://a\u0301\u200d.no/",
    "half a sign": "https://\udcff.no/",
    "too long in letters of ours": f"https://{'æ' * 70}.no/",
    "too long a label": f"https://{'a' * 64}.example.no/",
    "too long a name": f"https://{'a.' * 130}no/",
    "an empty label": "https://example..no/",
    "begins with a dot": "https://.example.no/",
    "another kind of number": "https://[v1.example]/",
    "percent": "https://example%2eno/",
    "a letter that is no letter": "https://exa$mple.no/",
    "no number of a port": f"https://example.no:{'9' * 900}/",
}


@pytest.mark.parametrize("url", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_no_address_in_the_form_or_at_sending(url: str) -> None:
    with pytest.raises(Refused, match=r"hel|whole"):
        outgoing.check(url)
    with outgoing.client() as out, pytest.raises(Refused):
        out.post(url)


def test_dots_of_other_scripts_hide_no_number() -> None:
    with pytest.raises(Refused):
        outgoing.check("https://127.0.0\u30021/")


@pytest.mark.parametrize("fault", [ValueError("a label too long"), UnicodeError("none"), OSError("gone")])
def test_what_python_says_of_a_name_is_a_fault_of_the_address(
    fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(*_args: Any, **_more: Any) -> None:
        raise fault

    monkeypatch.setattr(outgoing.Connecting, "connect_tcp", connect)
    with outgoing.client() as out, pytest.raises(httpx.TransportError, match=str(fault)):
        out.get("https://example.no/")


@pytest.mark.parametrize("location", ["https://xn--0/", "https://[::1", "//xn--a.no/", "\xff", "http://"])
def test_a_hostile_redirect_is_an_answer_like_others(settings: Any, location: str) -> None:
    settings.OUTGOING_PRIVATE = True
    with (
        peer(lambda _sent: Answer(302, headers={"Location": location})) as target,
        outgoing.client() as out,
    ):
        assert out.get(target.url).status_code == 302


def test_nobody_gets_a_cookie_back(settings: Any) -> None:
    settings.OUTGOING_PRIVATE = True
    with peer(lambda _sent: Answer(headers={"Set-Cookie": "a=b"})) as target, outgoing.client() as out:
        out.get(target.url)
        out.get(target.url)
    assert "Cookie" not in target.sent[1].headers


@pytest.mark.parametrize(
    "url",
    [
        "https://example.no",
        "https://example.no:8443/hook?key=1",
        "https://kurs.bærum.no/",
        "https://8.8.8.8/",
        "https://[2606:4700:4700::1111]/",
    ],
)
def test_what_is_open_may_be_called(url: str) -> None:
    outgoing.check(url)


def test_inside_the_house_may_be_opened_but_never_the_secrets_of_a_cloud_machine(settings: Any) -> None:
    settings.OUTGOING_PRIVATE = True
    for url in ("http://127.0.0.1:8080/", "http://10.0.0.1/", "http://lrs/", "https://[fd00::1]/"):
        outgoing.check(url)
    for url in (
        "http://169.254.169.254/latest/",
        "http://[fe80::1]/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
    ):
        with pytest.raises(Refused):
            outgoing.check(url)


def test_a_name_that_changes_its_mind_is_judged_at_every_connection(settings: Any) -> None:
    """The house is this machine's link-local address here, for loopback must be open to reach the peer at all."""
    settings.OUTGOING_PRIVATE = True
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    asked: list[str] = []

    def fickle(host: str, _port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    with peer() as house, outgoing.client(resolve=fickle) as out:
        address = house.url.replace("127.0.0.1", "fickle.example.no")
        assert out.get(address).status_code == 200
        with pytest.raises(Refused):
            out.get(address)

    assert asked == ["fickle.example.no"] * 2, "asked once a connection, and never again by somebody else"
    assert [sent.headers["Host"] for sent in house.sent] == [address.removeprefix("http://")]


def test_a_redirect_is_an_answer_and_not_a_way(settings: Any) -> None:
    settings.OUTGOING_PRIVATE = True
    with peer() as target, outgoing.client() as out:
        target.judge = lambda _sent: Answer(302, headers={"Location": f"{target.url}/inside"})
        answer = out.get(f"{target.url}/hook")

    assert answer.status_code == 302
    assert not answer.is_success
    assert [sent.path for sent in target.sent] == ["/hook"]


def test_a_proxy_of_the_environment_does_not_decide(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.OUTGOING_PRIVATE = True
    with peer() as proxy, peer() as target:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        with outgoing.client() as out:
            out.get(target.url)

    assert len(target.sent) == 1
    assert proxy.sent == []


def test_an_answer_without_end_is_cut_off(settings: Any) -> None:
    settings.OUTGOING_PRIVATE = True
    with peer(lambda _sent: Answer(body=b"a" * 3_000)) as target:
        with outgoing.client(most=3_000) as out:
            assert len(out.get(target.url).content) == 3_000
        with outgoing.client(most=2_999) as out, pytest.raises(Refused):
            out.get(target.url)


def test_an_answer_that_would_unpack_to_much_is_refused(settings: Any) -> None:
    settings.OUTGOING_PRIVATE = True
    small = gzip.compress(b"0" * 10_000_000)
    with (
        peer(lambda _sent: Answer(body=small, headers={"Content-Encoding": "gzip"})) as target,
        outgoing.client() as out,
        pytest.raises(Refused),
    ):
        out.get(target.url)
    assert target.sent[0].headers["Accept-Encoding"] == "identity"


DRIPS = {
    "a body": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
    "headers": b"HTTP/1.1 200 OK\r\nX-",
    "nothing": b"",
}


@pytest.mark.parametrize("begins", DRIPS.values(), ids=DRIPS.keys())
def test_who_drips_a_byte_at_a_time_is_cut_off(settings: Any, begins: bytes) -> None:
    settings.OUTGOING_PRIVATE = True
    listening = socket.create_server(("127.0.0.1", 0))
    hung_up: list[bool] = []

    def drip() -> None:
        line, _ = listening.accept()
        with line:
            line.sendall(begins)
            for _ in range(200):
                try:
                    line.sendall(b"a")
                except OSError:
                    hung_up.append(True)
                    return
                sleep(0.05)

    thread = Thread(target=drip, daemon=True)
    thread.start()
    with (
        listening,
        outgoing.client(timeout=0.5) as out,
        pytest.raises(httpx.TimeoutException),
    ):
        out.get(f"http://127.0.0.1:{listening.getsockname()[1]}/")
    thread.join()
    assert hung_up, "the connection was closed long before all was dripped"


def test_where_nobody_listens_it_says_so(settings: Any) -> None:
    settings.OUTGOING_PRIVATE = True
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with outgoing.client() as out, pytest.raises(httpx.TransportError):
        out.get(f"http://127.0.0.1:{port}/")


def test_a_name_that_is_nobodys_says_so() -> None:
    def nobody(_host: str, _port: int) -> list[str]:
        raise socket.gaierror("Name or service not known")

    with outgoing.client(resolve=nobody) as out, pytest.raises(httpx.TransportError):
        out.get("https://example.no/")


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Puts TLS for kurs.example.no around a socket, signed by somebody we are told to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "kurs.example.no")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("kurs.example.no")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "kurs.pem"
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(secret + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    outgoing.trusted.cache_clear()
    yield lambda listening: context.wrap_socket(listening, server_side=True)
    outgoing.trusted.cache_clear()


def test_the_name_and_not_the_number_is_what_the_certificate_must_say(settings: Any, tls: Any) -> None:
    settings.OUTGOING_PRIVATE = True
    with (
        peer(wrap=tls) as target,
        outgoing.client(resolve=lambda _host, _port: ["127.0.0.1"]) as out,
    ):
        port = target.url.rpartition(":")[2]
        assert out.get(f"https://kurs.example.no:{port}/").status_code == 200
        with pytest.raises(httpx.TransportError):
            out.get(f"https://annen.example.no:{port}/")
    assert [sent.headers["Host"] for sent in target.sent] == [f"kurs.example.no:{port}"]
