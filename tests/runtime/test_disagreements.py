"""An answer that is not what its contract promises is given all the same, and says so."""

import copy
import json
import pickle
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents import steady

from .conftest import ANSWER, FakeService, WithClient


def read(api: ModuleType, body: object) -> Any:  # noqa: ANN401 - of a package built by the test
    """Read an answer, whatever it disagrees in."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", api.DisagreementWarning)
        return api.parse_answer(api.Reply(200, {}, content), api.portrait.Output)


def warnings_of(answer: Any) -> list[str]:  # noqa: ANN401 - as above
    return list(map(str, answer.disagreements))


def test_an_answer_as_promised_has_no_disagreements(api: ModuleType) -> None:
    assert read(api, ANSWER).disagreements == ()


def test_what_is_missing_is_none_and_what_is_null_too(api: ModuleType) -> None:
    answer = read(api, {"images": [{"width": 7}, {"url": None}]})
    assert (answer.description, answer.images[0].url, answer.images[0].width) == (None, None, 7)
    assert warnings_of(answer) == [
        "images.0.url: Field required",
        "images.1.url: Input should be a valid string",
        "description: Field required",
    ]
    assert isinstance(answer.images[0], api.portrait.Picture)


def test_what_is_wrong_stays_as_it_came_and_all_else_is_typed(api: ModuleType) -> None:
    picture = {"url": 7, "width": "wide", "format": "png", "more": [1.0]}
    body = {"images": [picture, "no picture"], "description": "done", "style": "chalk", "seed": 1}
    answer = read(api, body)
    first, second = answer.images
    assert (first.url, first.width, first.format_, first.more) == (7, "wide", "png", [1.0])
    assert second == "no picture"
    assert (answer.description, answer.style, answer.seed) == ("done", "chalk", 1)
    assert [each.path for each in answer.disagreements] == [
        ("images", 0, "url"),
        ("images", 0, "width"),
        ("images", 1),
    ]
    assert answer.disagreements[1].value == "wide"


@pytest.mark.parametrize("value", [1.0, -3.0, 1e20, 0.0])
def test_a_whole_number_is_an_integer_however_it_is_written(api: ModuleType, value: float) -> None:
    body = json.dumps({**ANSWER, "images": [{"url": "u", "width": value}]}).encode()
    answer = read(api, body)
    assert answer.disagreements == ()
    assert answer.images[0].width == value
    assert json.loads(answer.model_dump_json(exclude_unset=True)) == json.loads(body)


@pytest.mark.parametrize("value", [1.5, True, "1", [1]])
def test_what_is_no_whole_number_disagrees(api: ModuleType, value: object) -> None:
    answer = read(api, {**ANSWER, "images": [{"url": "u", "width": value}]})
    assert [each.path for each in answer.disagreements] == [("images", 0, "width")]
    assert answer.images[0].width is value or answer.images[0].width == value


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["url", "width", "images", "x", "_fields_set"]), inner)
    ),
    max_leaves=8,
)
bodies = st.dictionaries(
    st.sampled_from(["images", "description", "style", "disagreements", "model_config", "self"]),
    json_values,
)


@steady(300)
@given(body=bodies)
def test_whatever_object_comes_is_an_answer_that_gives_back_what_came(
    api: ModuleType, body: dict[str, Any]
) -> None:
    answer = read(api, body)
    assert isinstance(answer, api.portrait.Output)
    assert answer.model_dump(exclude_unset=True) == body
    assert json.loads(answer.model_dump_json(exclude_unset=True)) == json.loads(json.dumps(body))
    for same in (copy.deepcopy(answer), pickle.loads(pickle.dumps(answer))):  # noqa: S301 - made here
        assert same == answer
        assert same.disagreements == answer.disagreements


@pytest.mark.parametrize(
    "body", [b'{"description": "\\ud800"}', b'{"description": "\xff"}', b'\xef\xbb\xbf{"x": NaN}']
)
def test_text_that_is_no_text_costs_no_answer(api: ModuleType, body: bytes) -> None:
    assert isinstance(read(api, body), api.portrait.Output)


@pytest.mark.parametrize("body", [b"", b"null", b"7", b"[]", b'"x"', b"{", b"<html>", b"[" * 10**5])
def test_what_is_no_object_is_no_answer(api: ModuleType, body: bytes) -> None:
    with pytest.raises(api.UnexpectedAnswer):
        read(api, body)


WRONG = b'{"images": [], "description": null}'


@pytest.mark.parametrize("way", ["run", "subscribe", "result", "stream", "webhook"])
def test_every_way_to_an_answer_gives_it_and_warns(
    api: ModuleType, service: FakeService, with_client: WithClient, way: str
) -> None:
    request = api.portrait.Input(prompt="by night")
    if way == "subscribe":
        service.says(200, {"request_id": "r1"})
        service.says(200, {"status": "COMPLETED"})
    if way == "stream":
        service.drips(b"data: " + WRONG + b"\n\n")
    service.says(200, WRONG)
    delivery = api.Delivery(request_id="r1", status="OK", payload=json.loads(WRONG))
    ways: dict[str, Any] = {
        "run": lambda fal: fal.run(request),  # pyright: ignore[reportUnknownLambdaType, reportUnknownMemberType] - untyped here
        "subscribe": lambda fal: fal.subscribe(request),  # pyright: ignore[reportUnknownLambdaType, reportUnknownMemberType] - untyped here
        "result": lambda fal: fal.handle(api.portrait.Input, "r1").result(),  # pyright: ignore[reportUnknownLambdaType, reportUnknownMemberType] - untyped here
        "stream": lambda fal: fal.stream(request).answer(),  # pyright: ignore[reportUnknownLambdaType, reportUnknownMemberType] - untyped here
        "webhook": lambda _: delivery.answer(api.portrait.Input),  # pyright: ignore[reportUnknownLambdaType] - untyped here
    }
    with pytest.warns(api.DisagreementWarning, match="description: Input should be") as caught:
        answer = with_client(ways[way])
    assert answer.images == []
    assert warnings_of(answer) == ["description: Input should be a valid string"]
    assert Path(caught[0].filename).parent == Path(__file__).parent


def test_the_warning_can_be_made_an_error_that_has_the_answer(api: ModuleType) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", api.DisagreementWarning)
        with pytest.raises(api.DisagreementWarning) as caught:
            api.parse_answer(api.Reply(200, {}, WRONG), api.portrait.Output)
    assert caught.value.answer.images == []
    assert caught.value.answer.disagreements == caught.value.disagreements
    assert caught.value.__context__ is None


def test_a_warning_names_three_disagreements_and_counts_the_rest(api: ModuleType) -> None:
    with pytest.warns(api.DisagreementWarning, match=r"images\.2\.url: .*; and 3 more$"):
        api.parse_answer(
            api.Reply(200, {}, b'{"images": [{}, {}, {}, {}, {}]}'), api.portrait.Output
        )


def test_what_the_queue_itself_says_is_read_strictly(
    api: ModuleType, service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"request_id": None})
    with pytest.raises(api.UnexpectedAnswer, match="request_id"):
        with_client(lambda fal: fal.submit(api.portrait.Input(prompt="by night")))
