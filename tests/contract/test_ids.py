import pytest
from fal_codegen.contract import EndpointId


@pytest.mark.parametrize(
    "text",
    [
        "acme/painter",
        "acme/painter-2/edit",
        "acme/v1.1/under_score",
        "0/1",
        "acme/a/b/c/d/e/f",
        "acme/a/b/c/d/e/f/g",
    ],
)
def test_ids_as_the_catalogue_has_them_are_kept(text: str) -> None:
    assert EndpointId(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "painter",
        "/acme/painter",
        "acme/painter/",
        "acme//painter",
        "../painter",
        "acme/..",
        "acme/./painter",
        "acme/.hidden",
        "acme/-option",
        "acme/pain ter",
        " acme/painter",
        "acme/painter\n",
        "acme/painter\x00",
        "acme\\painter",
        "acme/painter?logs=1",
        "acme/painter%2f",
        "acmе/painter",  # noqa: RUF001 - the point: its last letter of acme is Cyrillic
        "acme/pain\N{FRACTION SLASH}ter",
        "acme/\N{FULLWIDTH DIGIT TWO}",
        "a/b/c/d/e/f/g/h/i",
        "https://fal.ai/models",
        "https://fal.ai/models/acme",
        "acme/" + "a" * 10_000,
    ],
)
def test_text_that_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an endpoint id"):
        EndpointId(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://fal.ai/models/acme/painter/edit",
        "https://www.fal.ai/models/acme/painter/edit/",
        "fal.ai/models/acme/painter/edit",
        "https://fal.ai/models/acme/painter/edit/api?platform=python#schema",
        "https://fal.ai/models/acme/painter/edit/llms.txt",
        "https://fal.run/acme/painter/edit",
        "https://queue.fal.run/acme/painter/edit?fal_webhook=x",
        "https://fal.ai/api/openapi/queue/openapi.json?endpoint_id=acme%2Fpainter/edit",
    ],
)
def test_an_address_is_refused_with_the_id_that_is_in_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"but an address of acme/painter/edit: say acme/pai"):
        EndpointId(text)


def test_a_refusal_shows_little_of_a_long_text() -> None:
    with pytest.raises(ValueError, match=r"aaa\.\.\.' is not") as raised:
        EndpointId("acme/" + "a" * 101)
    assert str(raised.value).endswith("at most 8 segments of 100")
    assert len(str(raised.value)) < 250


@pytest.mark.parametrize(
    ("id_", "app"),
    [
        ("acme/painter", "acme/painter"),
        ("acme/painter/edit", "acme/painter"),
        ("workflows/acme/painter/edit", "workflows/acme/painter"),
        ("comfy/acme/painter", "comfy/acme/painter"),
    ],
)
def test_the_queue_keeps_requests_under_owner_and_alias(id_: str, app: str) -> None:
    assert EndpointId(id_).app == app
