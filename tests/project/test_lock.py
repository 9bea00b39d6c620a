from pathlib import Path

import pytest
from fal_codegen.contract import EndpointId, Json, pretty
from fal_codegen.errors import ProjectBroken
from fal_codegen.project import (
    DOCUMENT,
    LOCK,
    PAGE,
    FileHashes,
    Lock,
    Provenance,
    load_contracts,
    load_lock,
)

ID = EndpointId("acme/painter")
WHOLE = Lock(
    {ID: Provenance("folder", "2026-11-01", "d" * 64)},
    {ID: Provenance("live", "2026-11-02", "a" * 64)},
    "e" * 64,
    {"python/fal_endpoints/painter.py": FileHashes("b" * 64, "c" * 64)},
    {ID: "acme_painter", EndpointId("acme/writer"): "acme_writer"},
)
DAMAGED: dict[str, Json] = {
    "a list": [],
    "a part missing": {"documents": {}, "pages": {}, "files": {}},
    "an id that is none": {"documents": {"painter": {}}, "pages": {}, "generator": "", "files": {}},
    "an unknown key": {
        "documents": {"a/b": {"source": "live", "date": "", "sha256": "", "more": 1}},
        "pages": {},
        "generator": "",
        "files": {},
    },
    "a list for a table": {"documents": [], "pages": [], "generator": "", "files": []},
    "a module of two endpoints": {
        "documents": {},
        "pages": {},
        "generator": "",
        "files": {},
        "modules": {"a/b": "a_b", "a/b-c": "a_b"},
    },
    "a path for a module": {
        "documents": {},
        "pages": {},
        "generator": "",
        "files": {},
        "modules": {"a/b": "../a_b"},
    },
}


def test_a_lock_comes_back_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_bytes(WHOLE.spelled())
    assert load_lock(tmp_path) == WHOLE
    assert load_lock(tmp_path).spelled() == WHOLE.spelled()


def test_no_lock_yet_is_an_empty_one(tmp_path: Path) -> None:
    assert load_lock(tmp_path) == Lock()


@pytest.mark.parametrize("value", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_lock_says_what_to_do(tmp_path: Path, value: Json) -> None:
    (tmp_path / LOCK).write_bytes(pretty(value))
    with pytest.raises(ProjectBroken, match="take it from version control, or remove it") as caught:
        load_lock(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / LOCK}: not a lock (")


@pytest.mark.parametrize("text", [b"", b"{", b"<<<<<<< ours\n", b"\xff"])
def test_a_lock_that_is_no_json_is_a_damaged_one(tmp_path: Path, text: bytes) -> None:
    (tmp_path / LOCK).write_bytes(text)
    with pytest.raises(ProjectBroken, match="not a lock"):
        load_lock(tmp_path)


def test_a_folder_in_place_of_the_lock_is_a_broken_project(tmp_path: Path) -> None:
    (tmp_path / LOCK).mkdir()
    with pytest.raises(ProjectBroken, match="Is a directory"):
        load_lock(tmp_path)


def test_contracts_are_found_by_their_paths_and_sorted(tmp_path: Path) -> None:
    for id_ in ("acme/painter/retouch", "acme/painter"):
        (tmp_path / id_).mkdir(parents=True, exist_ok=True)
        (tmp_path / id_ / DOCUMENT).write_bytes(pretty({"id": id_}))
    (tmp_path / ID / PAGE).write_bytes(pretty({"page": 1}))
    contracts = load_contracts(tmp_path)
    assert [*contracts] == ["acme/painter", "acme/painter/retouch"]
    assert [each.docs for each in contracts.values()] == [{"page": 1}, None]


def test_the_order_of_keys_does_not_change_the_digest_of_a_contract(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    digests: set[str] = set()
    for text in (b'{"x": 1, "y": 2}', b'{"y": 2, "x": 1}'):
        (tmp_path / "a/b" / DOCUMENT).write_bytes(text)
        digests.add(load_contracts(tmp_path)[EndpointId("a/b")].digest)
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("a/b", b"{", "line 1 column 2"),
        ("a/b", b"[]", "not an object"),
        ("a", b"{}", "'a' is not an endpoint id"),
    ],
)
def test_a_contract_that_is_none_is_named(
    tmp_path: Path, path: str, text: bytes, message: str
) -> None:
    file = tmp_path / path / DOCUMENT
    file.parent.mkdir(parents=True)
    file.write_bytes(text)
    with pytest.raises(ProjectBroken) as caught:
        load_contracts(tmp_path)
    assert str(caught.value).startswith(f"{file}: ")
    assert message in str(caught.value)
