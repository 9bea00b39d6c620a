"""Recordings of the real service held to the real documents of about the same time."""

from pathlib import Path

import pytest
from fal_codegen.cassettes import (
    Cassette,
    Stamp,
    find_leaks,
    read_cassette,
    read_har,
    write_cassette,
)
from fal_codegen.check import check_traffic
from fal_codegen.contract import EndpointId, parse
from fal_codegen.judge import Judge

FAMILY = {
    "nano-banana.har": EndpointId("fal-ai/nano-banana"),
    "nano-banana-edit.har": EndpointId("fal-ai/nano-banana/edit"),
    "nano-banana-pro.har": EndpointId("fal-ai/nano-banana-pro"),
}
OTHERS = ["gpt-image-1-5.har", "kling-video-v3-pro-text-to-video.har", "veo3-1.har"]
NO_ENDPOINT = ["queue-cancel.har", "queue-result.har"]


def imported(corpus: Path, name: str) -> dict[EndpointId, Cassette]:
    file = corpus.parent / "traffic" / name
    return {
        id_: Cassette(Stamp(id_, "imported/real", "har", of.day, ""), tuple(of.exchanges))
        for id_, of in read_har(file.read_bytes()).traffic.items()
    }


@pytest.mark.parametrize("name", [*FAMILY, *OTHERS])
def test_a_real_recording_is_of_one_endpoint_and_comes_back_as_a_cassette(
    corpus: Path, name: str
) -> None:
    (cassette,) = imported(corpus, name).values()
    assert [each.method for each in cassette.exchanges] == ["POST"]
    assert read_cassette(write_cassette(cassette)) == cassette
    assert [*find_leaks(write_cassette(cassette))] == []


@pytest.mark.parametrize("name", NO_ENDPOINT)
def test_a_real_recording_without_a_call_of_an_endpoint_is_empty(corpus: Path, name: str) -> None:
    assert imported(corpus, name) == {}


@pytest.mark.parametrize(("name", "id_"), FAMILY.items())
def test_real_traffic_keeps_the_real_document(corpus: Path, name: str, id_: EndpointId) -> None:
    document = parse((corpus / "catalogue-2026-05-12" / f"{id_}.json").read_bytes())
    assert isinstance(document, dict)
    cassette = imported(corpus, name)[id_]
    assert [*check_traffic(cassette, Judge(document))] == []
