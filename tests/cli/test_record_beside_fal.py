import pytest

from tests.cli.conftest import PAINT, Desk

Said = pytest.CaptureFixture[str]
SYNC = f"cassettes/{PAINT}/sync.yaml"


@pytest.mark.deep
def test_what_was_recorded_of_fal_is_not_replaced_by_the_emulator(desk: Desk, capsys: Said) -> None:
    file = desk.root / SYNC
    of_fal = file.read_text("utf-8").replace("source: emulator", "source: live")
    answered = of_fal.replace("fal-codegen-emulator", "uvicorn")
    outlived = file.parent / "refused" / "gone.maximum.yaml"
    for kept in (file, outlived):
        kept.write_text(answered, "utf-8")
    assert desk.run("record", PAINT) == 0
    assert [file.read_text("utf-8"), outlived.read_text("utf-8")] == [answered, answered]
    said = capsys.readouterr()
    assert said.out == "9 cassettes from emulator, 0 new.\n"
    assert said.err.startswith("note: 2 recordings of fal.ai left as recorded, such as ")
    assert "`fal-codegen record --source live`, with `--media` for those below asked/" in said.err
    file.write_text(of_fal, "utf-8")
    outlived.write_text("", "utf-8")
    assert desk.run("record", PAINT) == 0
    assert "source: emulator" in file.read_text("utf-8")
    assert not outlived.exists()


@pytest.mark.deep
def test_what_is_recorded_of_pictures_is_renewed_with_the_rest(desk: Desk) -> None:
    asked = desk.root / "cassettes" / PAINT / "asked"
    assert desk.run("record", PAINT, "--media") == 0
    made = {file.name: file.read_bytes() for file in asked.iterdir()}
    assert made
    file = asked / min(made)
    file.write_text("", "utf-8")
    outlived = asked / "gone.yaml"
    outlived.write_bytes(made[file.name])
    assert desk.run("record", PAINT) == 0
    assert {file.name: file.read_bytes() for file in asked.iterdir()} == made
