"""Half of a surrogate pair is no text: it is refused where it stands, and nothing is sent."""

import json
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from pydantic import Field, ValidationError, create_model

from .conftest import FakeService, WithClient

HALF = "a\ud800b"
GIVEN: dict[str, Any] = {
    "text": HALF,
    "texts": ["a", HALF],
    "either": HALF,
    "one": HALF,
    "short": HALF,
    "by_name": {"a": HALF},
    "image_url": f"https://a.example/{HALF}",
    "image_urls": [f"https://a.example/{HALF}"],
    "anything": {"a": [HALF]},
    "anything ": {HALF: 1},
    "by_name ": {HALF: "a"},
    "part": {"text": HALF},
}


@pytest.fixture(scope="module")
def request_class(api: ModuleType) -> Any:  # noqa: ANN401 - of a package built by the test
    make: Any = create_model
    part = api.portrait.Lamp.__mro__[1]
    inner = make("Inner", __base__=part, text=(str, "a"))
    fields: dict[str, Any] = {
        "text": (str, "a"),
        "texts": (list[str], []),
        "either": (str | int | None, None),
        "one": (api.portrait.Input.__pydantic_fields__["ratio"].annotation, "auto"),
        "short": (str, Field(default="abc", min_length=1)),
        "by_name": (dict[str, str], {}),
        "image_url": (api.FileUrl, "https://a.example"),
        "image_urls": (api.FileUrls, []),
        "anything": (Any, None),
        "part": (inner, inner()),
    }
    made = make("Input", __base__=api.portrait.Input.__mro__[1], **fields)
    made.endpoint, made.output_type = "acme/unknown", classmethod(lambda _: api.portrait.Output)
    return made


Act = Callable[[Any], Any]


@pytest.mark.parametrize("name", GIVEN)
def test_a_request_says_which_field_holds_it(
    service: FakeService,
    with_client: WithClient,
    request_class: Any,  # noqa: ANN401 - as above
    name: str,
) -> None:
    field = name.strip()
    acts: tuple[Act, ...] = (
        lambda fal: fal.run(request_class(**{field: GIVEN[name]})),
        lambda fal: fal.run(request_class.from_body({field: GIVEN[name]})),
    )
    for act in acts:
        with pytest.raises(ValidationError) as caught:
            with_client(act)
        assert field in caught.value.errors()[0]["loc"]
    assert service.requests == []


@pytest.mark.parametrize("name", GIVEN)
@pytest.mark.parametrize("id_", ["acme/unknown", "toy/portrait/edit"])
def test_a_dictionary_is_told_which_field_holds_it(
    service: FakeService, with_client: WithClient, name: str, id_: str
) -> None:
    acts: tuple[Act, ...] = (
        lambda fal: fal.run(id_, {name: GIVEN[name]}),
        lambda fal: fal.submit(id_, {name: GIVEN[name]}),
    )
    for act in acts:
        with pytest.raises(ValidationError) as caught:
            with_client(act)
        assert caught.value.errors()[0]["loc"][0] == name
        str(caught.value).encode()
    assert service.requests == []


@pytest.mark.parametrize("name", ["text", "image_url", "image_urls"])
def test_a_text_is_refused_where_it_is_written(request_class: Any, name: str) -> None:  # noqa: ANN401 - as above
    with pytest.raises(ValidationError):
        request_class(**{name: GIVEN[name]})


def test_whole_letters_are_sent_whatever_their_alphabet(
    service: FakeService,
    with_client: WithClient,
    request_class: Any,  # noqa: ANN401 - as above
) -> None:
    service.says(200, {})
    given = {"image_url": "https://a.example/grün.png", "text": "grün"}
    with_client(lambda fal: fal.run("acme/unknown", given))
    assert json.loads(service.requests[-1].content) == given
    assert request_class(**given).body() == given
    with pytest.raises(ValidationError) as caught:
        with_client(lambda fal: fal.run("acme/unknown", {**given, "half": HALF}))
    assert [each["loc"] for each in caught.value.errors()] == [("half",)]


PLACES: dict[str, tuple[str, Act]] = {
    "hint": ("hint", lambda fal: fal.run("a/b", {}, hint=HALF)),
    "header": ("extra_headers", lambda fal: fal.run("a/b", {}, extra_headers={"X-A": HALF})),
    "path": ("path", lambda fal: fal.run("a/b", {}, path=HALF)),
    "lifecycle": (
        "user",
        lambda fal: fal.run(
            "a/b",
            {},
            lifecycle={"initial_acl": {"rules": [{"user": HALF, "decision": "hide"}]}},
        ),
    ),
    "id": ("id of an endpoint", lambda fal: fal.run(f"a/{HALF}", {})),
    "webhook": ("webhook_url", lambda fal: fal.submit("a/b", {}, webhook_url=f"https://a/{HALF}")),
    "job": ("request_id", lambda fal: fal.handle("a/b", HALF).status()),
    "file's name": ("file_name", lambda fal: fal.upload(b"a", file_name=HALF)),
    "file's type": ("content_type", lambda fal: fal.upload(b"a", content_type=HALF)),
}


@pytest.mark.parametrize(("said", "act"), PLACES.values(), ids=PLACES)
def test_half_a_letter_in_an_option_an_address_or_a_name_is_refused(
    service: FakeService, with_client: WithClient, said: str, act: Act
) -> None:
    with pytest.raises(ValueError, match=said):
        with_client(act)
    assert service.requests == []


def test_a_key_or_a_gateway_that_holds_it_is_refused(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    with pytest.raises(api.FalError, match="the key is not of visible ASCII characters"):
        with_client(lambda fal: fal.run("a/b", {}), key=HALF)
    with pytest.raises(ValueError, match="gateway"):
        with_client(lambda fal: fal.run("a/b", {}), gateway=f"http://{HALF}")
    assert service.requests == []
