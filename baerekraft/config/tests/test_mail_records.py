"""The doctor looks up what other servers look up, here at a name server of the test's own."""

import base64
import socketserver
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from baerekraft.config import doctor, mail_records, spf

KEY = base64.b64encode(b"k" * 294).decode()
GOOD = {
    ("kurs.example.no", "TXT"): ["google-site=1", "v=spf1 a:mail.example.no include:_spf.example.no -all"],
    ("_spf.example.no", "TXT"): ["v=spf1 ip4:192.0.2.0/28 ~all"],
    ("mail.example.no", "A"): ["192.0.2.7"],
    ("s1._domainkey.kurs.example.no", "TXT"): [f"v=DKIM1; k=rsa; p={KEY}"],
    ("_dmarc.example.no", "TXT"): ["v=DMARC1; p=reject; sp=quarantine; rua=mailto:dmarc@example.no"],
    ("kurs.example.no", "MX"): ["10 mail.example.no."],
}


class Peer(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        data, socket = self.request
        query = dns.message.from_wire(data)
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        [question] = query.question
        name, kind = question.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(question.rdtype)
        records = self.server.zone.get((name, kind), [])  # type: ignore[attr-defined]
        if records == ["broken"]:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif not any(known == name for known, _kind in self.server.zone):  # type: ignore[attr-defined]
            answer.set_rcode(dns.rcode.NXDOMAIN)
        for record in records:
            if kind == "TXT":
                cut = [record[at : at + 200] for at in range(0, len(record), 200)]
                record = " ".join(f'"{part}"' for part in cut)
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, record))
        socket.sendto(answer.to_wire(), self.client_address)


@pytest.fixture
def zone(settings) -> Iterator[dict[tuple[str, str], list[str]]]:
    """What the name server knows; everything is well to begin with."""
    records = {key: list(value) for key, value in GOOD.items()}
    settings.EMAIL_URL, settings.MAIL_FROM = "smtp://mail.example.no", "Kurset <kurs@kurs.example.no>"
    settings.MAIL_DKIM_SELECTOR, settings.MAIL_RETURN_PATH = "s1", ""
    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Peer) as server:
        server.daemon_threads = True
        server.zone = records  # type: ignore[attr-defined]
        settings.DNS_SERVER = f"127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield records
        server.shutdown()


def warnings() -> list[str]:
    return [finding.what for finding in mail_records.examine() if finding.level != doctor.FINE]


def test_where_everything_is_well_nothing_is_to_mend(zone):
    found = list(mail_records.examine())

    assert {finding.level for finding in found} == {doctor.FINE}
    assert [finding.what for finding in found] == [
        "SPF of kurs.example.no",
        "DKIM key at s1._domainkey.kurs.example.no",
        "DMARC at _dmarc.example.no, p=quarantine",
        "replies to kurs.example.no find a server",
    ]


@pytest.mark.parametrize(
    ("name", "records", "told"),
    [
        (("kurs.example.no", "TXT"), [], "kurs.example.no has no SPF record"),
        (("kurs.example.no", "TXT"), ["v=spf1 -all"] * 1, "does not name mail.example.no"),
        (("kurs.example.no", "TXT"), ["v=spf1 mx -all", "v=spf1 a -all"], "has 2 SPF records"),
        (("kurs.example.no", "TXT"), ["v=spf1 mx +all"], "lets everybody send"),
        (("kurs.example.no", "TXT"), ["v=spf1 mx all"], "lets everybody send"),
        (("kurs.example.no", "TXT"), ["v=spf1 " + "exists:a.example.no " * 11 + "-all"], "more than 10"),
        (
            ("_spf.example.no", "TXT"),
            ["v=spf1 include:_spf.example.no a a a a a a a a a -all"],
            "more than 10",
        ),
        (("s1._domainkey.kurs.example.no", "TXT"), [], "there is no DKIM key"),
        (("s1._domainkey.kurs.example.no", "TXT"), ["v=DKIM1; p="], "is withdrawn"),
        (("s1._domainkey.kurs.example.no", "TXT"), [f"v=DKIM1; p={KEY[:120]}"], "is too short"),
        (("s1._domainkey.kurs.example.no", "TXT"), ["v=DKIM1; p=æøå"], "is too short"),
        (("_dmarc.example.no", "TXT"), [], "there is no DMARC record"),
        (("_dmarc.example.no", "TXT"), ["v=DMARC1; p=none"], "only watches"),
        (("kurs.example.no", "MX"), [], "takes no mail"),
    ],
)
def test_what_is_wrong_is_told(zone, name, records, told):
    zone[name] = records

    [what] = warnings()
    assert told in what


def test_spf_by_mx_and_by_redirect_names_the_server(zone):
    for record in ("v=spf1 mx -all", "v=spf1 redirect=_spf.example.no", "v=spf1 ip4:192.0.2.7 -all"):
        zone["kurs.example.no", "TXT"] = [record]
        assert warnings() == []


def test_the_return_path_is_what_spf_is_asked_about(zone, settings):
    settings.MAIL_RETURN_PATH = "retur@elsewhere.example"

    assert warnings() == [
        "elsewhere.example has no SPF record",
        "MAIL_RETURN_PATH is at elsewhere.example, MAIL_FROM at kurs.example.no",
    ]


def test_without_a_selector_dkim_is_not_looked_at(zone, settings):
    settings.MAIL_DKIM_SELECTOR = ""

    assert warnings() == ["MAIL_DKIM_SELECTOR is not set, so DKIM is not looked at"]


def test_a_name_server_that_does_not_answer_is_told_once_and_breaks_nothing(zone):
    zone["kurs.example.no", "TXT"] = ["broken"]

    [finding] = mail_records.examine()
    assert (finding.level, finding.what.split(":")[0]) == (
        doctor.WARNING,
        "could not look up the mail records of kurs.example.no",
    )


def test_mail_to_files_looks_nothing_up(zone, settings):
    settings.EMAIL_URL = ""

    assert list(mail_records.examine()) == []


def test_a_policy_that_includes_itself_comes_to_an_end():
    policy = spf.policy_of("a.example", lambda name, kind: ["v=spf1 include:b.example include:a.example"])

    assert policy.lookups > spf.MOST_LOOKUPS
