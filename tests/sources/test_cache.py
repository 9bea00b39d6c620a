"""Documents that were downloaded before: given back whole, or not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fal_codegen.sources import FileCache
from fal_codegen.sources.cache import Cached

DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "nothing left": lambda _: b"",
    "no key and no hash": lambda _: b"{}\n",
    "no object": lambda _: b"[]\nbody",
    "no text": lambda _: b"\xff",
    "cut": lambda whole: whole[:-1],
    "of another address": lambda whole: whole.replace(b'"key": "', b'"key": "x'),
}


def test_what_is_kept_comes_back_with_its_etag_and_nothing_else_does(tmp_path: Path) -> None:
    cache = FileCache(tmp_path)
    cache.save("https://fal.ai/a", '"1"', b"a\nb")
    assert cache.load("https://fal.ai/a") == Cached('"1"', b"a\nb")
    assert cache.load("https://fal.ai/b") is None


@pytest.mark.parametrize("damaged", DAMAGE.values(), ids=DAMAGE)
def test_what_was_damaged_is_not_given(tmp_path: Path, damaged: Callable[[bytes], bytes]) -> None:
    cache = FileCache(tmp_path)
    cache.save("key", "etag", b"body")
    (file,) = tmp_path.iterdir()
    file.write_bytes(damaged(file.read_bytes()))
    assert cache.load("key") is None


@pytest.mark.parametrize("etag", ["a\nb", "\u00e9", "x" * 10_000])
def test_an_etag_that_is_no_header_keeps_nothing(tmp_path: Path, etag: str) -> None:
    cache = FileCache(tmp_path)
    cache.save("key", etag, b"body")
    assert cache.load("key") is None


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    cache = FileCache(tmp_path / "taken")
    cache.save("key", "etag", b"body")
    assert cache.load("key") is None
