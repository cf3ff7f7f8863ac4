"""The description is right: a fuzzer asks everything it says can be asked, and the answers are as it says."""

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode

from baerekraft.assessments.tests.factories import goals, make_assessment
from baerekraft.assessments.tests.finals import make_publication
from baerekraft.catalog.models import Part
from baerekraft.credentials.models import Certificate
from baerekraft.interop.tests.machines import make_key
from baerekraft.interop.tokens.models import Token
from baerekraft.learners.tests.factories import make_learner

EXAMPLES = 12
UNPACKED = {"Accept-Encoding": "identity"}


@pytest.fixture
def there(first_lesson, settings) -> dict[str, str]:
    """What stands in each kind of address that leads to something."""
    settings.RATE_LIMITS = False
    part = Part.objects.get(slug=first_lesson.part)
    certificate = Certificate.objects.create(
        learner=make_learner("Kari"),
        part=part,
        name="Kari Nordmann",
        part_title="Del 1",
        course_title="Kurset",
        learning_goals=[],
        language="nb",
        issued_at=timezone.now(),
    )
    case = make_assessment(
        goals({11: "positive", 15: "negative"}), case__title="Fortetting", case__municipality="baerum"
    )
    return {
        "course": part.course,
        "part": part.slug,
        "lesson": first_lesson.slug,
        "code": certificate.code,
        "indicator": "folketall",
        "municipality": "0136",
        "place": "baerum",
        "assessment": make_publication(case).slug,
    }


@pytest.fixture
def authorized(there) -> dict[str, str]:
    text = make_key(*Token.Scope.values, municipality="Bærum")[1]
    return UNPACKED | {"Authorization": f"Bearer {text}"}


def closing(environ, start_response):
    """The product; what has been sent is closed, as a server does and the fuzzer's client does not."""
    sent = get_wsgi_application()(environ, start_response)
    try:
        return [b"".join(sent)]
    finally:
        sent.close()


def operations() -> list[Any]:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", closing)
    return [result.ok() for result in schema.get_all_operations()]


def fuzz(strategy, ask) -> None:
    """The same questions each time, so that what fails here fails everywhere."""
    hypothesis_settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )(given(strategy, st.booleans())(ask))()


def lead_somewhere(case, there) -> None:
    """Put into the address what is there; the kind of package is one of few, and stays as it was drawn."""
    group = "assessment" if "/assessments/" in case.path else "indicator"
    for name in case.path_parameters or {}:
        case.path_parameters[name] = there.get(name if name != "slug" else group, case.path_parameters[name])


def narrow(case, there) -> None:
    """A package of a single lesson is one too, and quickly made."""
    if "/packages/" in case.path:
        case.query = {"part": there["part"], "lesson": there["lesson"], **(case.query or {})}


def test_the_description_is_openapi_3_1(ask):
    description = ask("openapi.json")

    assert description["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(description).validate()


def test_every_answer_and_every_way_to_say_no_is_described(ask):
    for path, methods in ask("openapi.json")["paths"].items():
        assert path.startswith("/api/v1/")
        expected = {"200", "304", "401", "429", "4XX", "5XX"} | (
            {"403"} if "security" in methods["get"] else set()
        )
        assert methods["get"]["responses"].keys() == expected
        assert methods["get"]["description"]
        assert all("description" in told for told in methods["get"]["parameters"] if told["in"] == "query")


def test_what_needs_a_token_says_so(ask):
    description = ask("openapi.json")
    guarded = {path for path, methods in description["paths"].items() if "security" in methods["get"]}

    assert {path.split("/")[3] for path in guarded} == {"figures", "assessments", "packages"}
    machine = description["components"]["securitySchemes"]["MachineToken"]
    assert (machine["type"], machine["scheme"]) == ("http", "bearer")


@pytest.mark.parametrize("known", [False, True], ids=["nobody", "machine"])
def test_what_may_be_asked_is_answered_as_described(there, authorized, known):
    headers = authorized if known else UNPACKED
    answered = set()
    for operation in operations():

        def ask(case, real):
            if real:
                lead_somewhere(case, there)
            narrow(case, there)
            response = case.call_and_validate(headers=headers)
            if response.status_code == 200:
                answered.add(case.path)

        fuzz(operation.as_strategy(generation_mode=GenerationMode.POSITIVE), ask)
    everything = {operation.path for operation in operations()}
    guarded = {path for path in everything if path.split("/")[3] in {"figures", "assessments", "packages"}}
    assert answered == (everything if known else everything - guarded)


@pytest.mark.parametrize("known", [False, True], ids=["nobody", "machine"])
def test_what_may_not_be_asked_is_refused_as_described(there, authorized, known):
    headers = authorized if known else UNPACKED
    for operation in operations():

        def ask(case, _real):
            case.call_and_validate(headers=headers)

        fuzz(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE), ask)
