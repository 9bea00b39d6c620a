"""What is said of a file that cannot be read, or whose content cannot be used."""

from pathlib import Path

import pytest
from fal_codegen.contract import parse
from fal_codegen.errors import ProjectBroken, SourceBroken, reading


def _read(file: Path) -> str:
    with reading(file):
        return file.read_text(encoding="utf-8")


def test_a_file_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    with pytest.raises(ProjectBroken) as found:
        _read(tmp_path / "gone")
    assert str(found.value) == f"{tmp_path / 'gone'}: No such file or directory"


def test_a_folder_in_its_place_is_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(ProjectBroken, match="Is a directory"):
        _read(tmp_path)


def test_bytes_that_are_no_text_are_told_in_a_word(tmp_path: Path) -> None:
    file = tmp_path / "text"
    file.write_bytes(b"\xff")
    with pytest.raises(ProjectBroken, match=r"text: not UTF-8$"):
        _read(file)


def test_what_a_file_says_wrongly_stands_between_the_words_around_it(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text("[1,")
    with (
        pytest.raises(SourceBroken, match=r"list\.json: broken: line 1 .*; mend it$"),
        reading(file, SourceBroken, before="broken: ", advice="; mend it"),
    ):
        parse(file.read_bytes())


def test_any_other_mistake_passes(tmp_path: Path) -> None:
    with pytest.raises(KeyError), reading(tmp_path):
        raise KeyError
