"""A learning platform on this machine: lti1p3platform behind its own HTTP server, with people, links and a grade book."""

import base64
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from jwcrypto.jwk import JWK
from lti1p3platform.exceptions import LineItemNotFoundException, LtiException
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.membership import Context
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration
from lti1p3platform.request import Request
from lti1p3platform.score import UpdateScoreStatus
from lti1p3platform.service_connector import AssignmentsGradesService, NamesRoleProvisioningService

LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
INSTRUCTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
CONFIGURATION = "https://purl.imsglobal.org/spec/lti-platform-configuration"
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
TITLE = "KS Øving"


@dataclass(frozen=True)
class User:
    name: str = ""
    email: str = ""
    roles: tuple[str, ...] = (LEARNER,)


PEOPLE = {
    "u-kari": User("Kari Nordmann", "kari@baerum.kommune.no"),
    "u-ola": User("Ola Hansen", "ola@halden.kommune.no"),
    "u-ukjent": User(),
    "u-siri": User("Siri Lærer", "siri@example.no", (INSTRUCTOR,)),
}


@dataclass
class Lms:
    """`alter` changes what a token says; `down` makes its services answer 503; `storage` offers to keep things."""

    url: str
    tool: str
    registration: Registration = field(default_factory=Registration)
    client_id: str = "kurs-17"
    deployment: str = "avdeling-1"
    alter: Callable[[dict[str, Any]], dict[str, Any]] = lambda message: message
    lifetime: int = 300
    grades: bool = True
    deep: bool = False
    storage: bool = False
    sandbox: bool = False
    down: bool = False
    scores: list[dict[str, Any]] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    chosen: list[dict[str, Any]] = field(default_factory=list)
    registered: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        registered = self.registration.set_iss(self.url).set_client_id(self.client_id)
        registered.set_deployment_id(self.deployment).set_launch_url(f"{self.tool}/lti/start/")
        registered.set_oidc_login_url(f"{self.tool}/lti/login/")
        registered.set_deeplink_launch_url(f"{self.tool}/lti/start/")
        registered.set_tool_key_set_url(f"{self.tool}/lti/jwks.json")
        self.rotate()

    def rotate(self) -> None:
        pair = JWK.generate(kty="RSA", size=2048)
        self.registration.set_platform_public_key(pair.export_to_pem().decode())
        self.registration.set_platform_private_key(
            pair.export_to_pem(private_key=True, password=None).decode()
        )

    def opening(self, user: str, target: str, *, link: str = "lenke-1") -> str:
        return f"{self.url}/open?{urlencode({'user': user, 'target': target, 'link': link})}"

    def described(self) -> dict[str, Any]:
        """What staff would write down of it."""
        return {
            "name": TITLE,
            "issuer": self.url,
            "client_id": self.client_id,
            "deployments": self.deployment,
            "auth_login_url": f"{self.url}/auth",
            "auth_token_url": f"{self.url}/token",
            "key_set_url": f"{self.url}/jwks",
        }


class Conf(LTI1P3PlatformConfAbstract):
    def init_platform_config(self, **about: Any) -> None:
        self._registration = about["lms"].registration

    def get_registration_by_params(self, **about: Any) -> Registration:
        return self._registration


class Asked(Request):
    def build_metadata(self, request: Any) -> Any:
        return request


class Login(OIDCLoginAbstract):
    def set_lti_message_hint(self, **about: Any) -> None:
        self._lti_message_hint = base64.urlsafe_b64encode(json.dumps(about).encode()).decode()

    def get_redirect(self, url: str) -> str:
        return url


class Launch(LTIAdvantageMessageLaunchAbstract):
    lms: Lms

    def prepare_launch(self, preflight: dict[str, Any]) -> None:
        hint = json.loads(base64.urlsafe_b64decode(preflight["lti_message_hint"]))
        subject, person = preflight["login_hint"], PEOPLE[preflight["login_hint"]]
        self.set_user_data(subject, list(person.roles), person.name or None, person.email or None)
        self.set_resource_link_claim(hint["link"], title="Leksjon")
        self.set_launch_url(hint["target"])
        self.set_launch_context_claim("emne-1", context_title="Emne")
        self.id_token_expiration = self.lms.lifetime
        home = self.lms.url
        if self.lms.grades:
            self.set_ags(
                f"{home}/lineitems", f"{home}/lineitems/{hint['link']}", allow_creating_lineitems=False
            )
        self.set_nrps(f"{home}/members")
        if self.lms.deep:
            self.set_dl(f"{home}/chosen", title="Velg", extra_data={"fra": "emne-1"})

    def get_launch_message(self, include_extra_claims: bool = True) -> dict[str, Any]:
        return self.lms.alter(super().get_launch_message(include_extra_claims))

    def render_launch_form(self, launch_data: dict[str, Any], **about: Any) -> str:
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{escape(launch_data[name])}">'
            for name in ("id_token", "state")
        )
        return (
            f'<form method="post" action="{escape(launch_data["launch_url"])}">{fields}<button>Videre</button></form>'
            "<script>document.forms[0].submit()</script>"
        )


class Grades(AssignmentsGradesService):
    lms: Lms

    def update_score(self, line_item_id: str, score: Any) -> UpdateScoreStatus:
        before = [one["timestamp"] for one in self.lms.scores if one["line"] == line_item_id]
        if before and score["timestamp"] <= max(before):
            return UpdateScoreStatus.OLD_TIMESTAMP
        self.lms.scores.append({**score, "line": line_item_id})
        return UpdateScoreStatus.SUCCESS

    def _none(self, *args: Any, **about: Any) -> Any:
        raise LineItemNotFoundException

    find_lineitems = find_lineitem = create_lineitem = update_lineitem = delete_lineitem = get_results = _none


class Members(NamesRoleProvisioningService):
    def get_member_data_page(
        self, page: Any = 1, limit: Any = None, role: Any = None, since: Any = None
    ) -> Any:
        rows = [
            {"user_id": key, "name": person.name, "roles": list(person.roles)}
            for key, person in PEOPLE.items()
        ]
        return {"content": rows, "has_next": False}

    def get_context_by_id(self) -> Context:
        return Context("emne-1", "E1", "Emne")


class Handler(BaseHTTPRequestHandler):
    """`do` finds the method by the first word of the path."""

    @property
    def lms(self) -> Lms:
        return self.server.lms

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.lms.calls[parts.path] += 1
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        is_form = "form" in (self.headers.get("Content-Type") or "")
        form = dict(parse_qsl(body.decode())) if is_form else {}
        self.asked = {
            "method": self.command,
            "get_data": dict(parse_qsl(parts.query)),
            "form_data": form,
            "json": json.loads(body) if body and not is_form else None,
            "headers": self.headers,
            "path": parts.path,
            "content_type": self.headers.get("Content-Type"),
        }
        first = parts.path.strip("/").partition("/")[0].lstrip(".").replace("-", "_")
        do = getattr(self, f"at_{first}", None)
        if do is None or (self.lms.down and first not in {"open", "auth", "jwks", "page"}):
            self.answer("", status=503 if do else 404)
        else:
            do()

    do_POST = do_GET

    def answer(self, content: Any, status: int = 200, kind: str = "text/html", **headers: str) -> None:
        raw = (content if isinstance(content, str) else json.dumps(content)).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind if isinstance(content, str) else "application/json")
        self.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def at_page(self) -> None:
        """A course page with the link in a frame, as most platforms show it, and a platform's storage."""
        source = escape(self.lms.opening(**self.asked["get_data"]))
        boxed = ' sandbox="allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox"'
        self.answer(
            f'<!doctype html><html lang="nb"><meta charset="utf-8"><title>{TITLE}</title><h1>{TITLE}: emne 1</h1>'
            f'<iframe title="Leksjon" name="tool" width="900" height="620" src="{source}"'
            f"{boxed if self.lms.sandbox else ''}></iframe>"
            "<script>const kept={};window.asked=[];addEventListener('message',e=>{const d=e.data||{};window.asked.push(d.subject);"
            "if(d.subject==='lti.put_data')kept[d.key]=d.value;"
            "if(String(d.subject).startsWith('lti.'))e.source.postMessage("
            "{subject:d.subject+'.response',message_id:d.message_id,key:d.key,value:kept[d.key]},e.origin==='null'?'*':e.origin)})</script>"
        )

    def at_open(self) -> None:
        asked = self.asked["get_data"]
        login = Login(None, Conf(lms=self.lms))
        login.set_launch_url(asked["target"])
        login.set_lti_message_hint(target=asked["target"], link=asked["link"])
        url = login.initiate_login(asked["user"])
        self.answer(
            "", status=302, Location=url + ("&lti_storage_target=_parent" if self.lms.storage else "")
        )

    def at_auth(self) -> None:
        launch = Launch(Asked(self.asked), Conf(lms=self.lms))
        launch.lms = self.lms
        self.answer(launch.lti_launch())

    def at_jwks(self) -> None:
        self.answer(Conf(lms=self.lms).get_jwks())

    def at_token(self) -> None:
        try:
            self.answer(Conf(lms=self.lms).get_access_token(self.asked["form_data"]))
        except LtiException as error:
            self.answer({"error": str(error)}, status=401)

    def at_lineitems(self) -> None:
        grades = Grades(Asked(self.asked), Conf(lms=self.lms), f"{self.lms.url}/lineitems")
        grades.lms = self.lms
        line = self.asked["path"].split("/")[2]
        said = grades.handle_resp(grades.handle_update_score, line_item_id=line)
        self.answer(said.message, status=said.code)

    def at_members(self) -> None:
        members = Members(Asked(self.asked), Conf(lms=self.lms), f"{self.lms.url}/members")
        said = members.handle_resp(members.handle_get_members)
        self.answer(said.result, status=said.code)

    def at_chosen(self) -> None:
        items = Conf(lms=self.lms).validate_deeplinking_resp(self.asked["form_data"])
        self.lms.chosen.extend(items)
        self.answer("<h1>Lagt til</h1>")

    def at_well_known(self) -> None:
        told = self.lms.described()
        self.answer(
            {
                "issuer": told["issuer"],
                "authorization_endpoint": told["auth_login_url"],
                "token_endpoint": told["auth_token_url"],
                "jwks_uri": told["key_set_url"],
                "registration_endpoint": f"{self.lms.url}/register",
                CONFIGURATION: {"product_family_code": "oving", "version": "1"},
            }
        )

    def at_register(self) -> None:
        if self.headers.get("Authorization") != "Bearer engangs":
            return self.answer({"error": "no"}, status=401)
        self.lms.registered.append(self.asked["json"])
        return self.answer(
            {
                **self.asked["json"],
                "client_id": self.lms.client_id,
                TOOL: {"deployment_id": self.lms.deployment},
            }
        )

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def running(tool: str, *, host: str = "127.0.0.1") -> Iterator[Lms]:
    """The platform, for a tool at this address. `host` is the name that it goes by."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.lms = Lms(f"http://{host}:{server.server_port}", tool)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.lms
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
