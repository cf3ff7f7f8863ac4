import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode


def operations(mode):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    found = [result.ok() for result in schema.get_all_operations()]
    return [(operation, operation.as_strategy(generation_mode=mode)) for operation in found]


def test_the_description_is_openapi_3_1(ask):
    description = ask("openapi.json")

    assert description["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(description).validate()


def test_every_answer_and_every_way_to_say_no_is_described(ask):
    for path, methods in ask("openapi.json")["paths"].items():
        assert path.startswith("/api/v1/")
        assert methods["get"]["responses"].keys() == {"200", "304", "4XX"}
        assert methods["get"]["description"]
        assert all("description" in told for told in methods["get"]["parameters"] if told["in"] == "query")


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_whatever_is_asked_the_answer_is_as_described(db, mode):
    for _operation, cases in operations(mode):

        @settings(
            max_examples=15,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(cases)
        def ask(case):
            case.call_and_validate(headers={"Accept-Encoding": "identity"})

        ask()
