"""Replies that come compressed: read however they are cut, and never half of one."""

import gzip
import json
from collections.abc import Iterable
from types import ModuleType

import httpx
import pytest

from .conftest import ANSWER, ChunkedBody, FakeService, WithClient

TEXT = json.dumps(ANSWER).encode()
WHOLE = gzip.compress(TEXT, mtime=0)
MEMBERS = gzip.compress(TEXT[:9], mtime=0) + gzip.compress(TEXT[9:], mtime=0)
PADDED = MEMBERS + bytes(12)
SLOT = {"upload_url": "https://storage.example/put", "file_url": "https://files.example/1"}


def compressed(service: FakeService, chunks: Iterable[bytes], encoding: str = "gzip") -> None:
    """Have a reply come in these chunks."""
    body = ChunkedBody(service, chunks)
    headers = {"content-encoding": encoding}
    service.replies.append(httpx.Response(200, stream=body, headers=headers))


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("whole", [WHOLE, MEMBERS, PADDED], ids=["one", "two", "padded"])
@pytest.mark.parametrize("encoding", ["gzip", "X-GZip"])
def test_it_is_read_wherever_it_is_cut(
    service: FakeService, with_client: WithClient, size: int, whole: bytes, encoding: str
) -> None:
    chunks = [whole[start : start + size] for start in range(0, len(whole), size)]
    compressed(service, [b"", *chunks], encoding)
    assert with_client(lambda fal: fal.run("acme/unknown", {})) == ANSWER


@pytest.mark.parametrize("more", range(-20, 5, 8))
def test_a_long_one_is_whole(service: FakeService, with_client: WithClient, more: int) -> None:
    answer = {"pad": "x" * (2**19 + more)}
    compressed(service, [gzip.compress(json.dumps(answer).encode(), mtime=0)])
    assert with_client(lambda fal: fal.run("acme/unknown", {})) == answer


CUT = "the compressed reply is cut off"
BROKEN = {
    "cut": (WHOLE[:-9], "gzip", CUT),
    "cut in another member": (MEMBERS[:-1], "gzip", CUT),
    "cut in the head": (WHOLE[:3], "gzip", CUT),
    "plain": (TEXT, "gzip", "the reply is no gzip"),
    "another": (WHOLE, "br", "the reply is compressed by 'br', which was not asked for"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_to_its_end_is_no_answer(
    api: ModuleType, service: FakeService, with_client: WithClient, name: str
) -> None:
    body, encoding, reason = BROKEN[name]
    compressed(service, [body], encoding)
    with pytest.raises(api.TransportError, match=reason):
        with_client(lambda fal: fal.run("acme/unknown", {}))


def test_nothing_is_nothing_compressed_as_well(
    service: FakeService, with_client: WithClient
) -> None:
    service.says(200, SLOT)
    compressed(service, [b""])
    assert with_client(lambda fal: fal.upload(b"1", "text/plain")) == SLOT["file_url"]
