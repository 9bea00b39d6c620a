"""Where source calls the client, and what drift says of these places."""

import json

from tests.cli.conftest import PAINT, Desk, changed, document
from tests.cli.test_drift import ASK, Said

SOURCE = """from fal_endpoints import acme_painter as painter

def draw(fal, n, **more):
    one = fal.run(painter.Input(prompt="a red door", num_images=n))
    two = fal.run(painter.Input(prompt="a red door", **more))
    return fal.run(painter.Input(prompt="a red door"))
"""


def write(desk: Desk, source: str = SOURCE) -> None:
    (desk.root / "app").mkdir(exist_ok=True)
    (desk.root / "app" / "draw.py").write_text(source, "utf-8")


def test_uses_are_listed_with_file_line_and_fields(desk: Desk, capsys: Said) -> None:
    write(desk)
    assert desk.run("uses", desk.root / "app") == 0
    *lines, last = capsys.readouterr().out.splitlines()
    assert lines == [
        f"app/draw.py:4: {PAINT}: sends prompt, num_images",
        f"app/draw.py:5: {PAINT}: sends prompt and what cannot be seen",
        f"app/draw.py:6: {PAINT}: sends prompt",
    ]
    assert last == "3 uses of 1 endpoint in 1 file."


def test_drift_says_which_lines_a_change_breaks(desk: Desk, capsys: Said) -> None:
    write(desk)
    file = desk.root / "pyproject.toml"
    table = '\n[tool.fal-codegen.drift]\nuses = ["app"]\n'
    file.write_text(f"{file.read_text('utf-8')}{table}", "utf-8")
    desk.serves(PAINT, changed(document(PAINT), f"{ASK}/num_images/maximum", 2))
    assert desk.run("drift", "--source", desk.documents) == 1
    lines = capsys.readouterr().out.splitlines()
    concerns = [line for line in lines if line.startswith(("breaks you", "may concern you"))]
    assert [line.split("app/draw.py:")[1][:1] for line in concerns] == ["4", "5"]
    assert concerns[0].startswith(f"breaks you {PAINT} app/draw.py:4: input/num_images: maximum")
    assert desk.run("drift", "--source", desk.documents, "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)["concerns"]
    assert [(each["verdict"], each["line"]) for each in found] == [
        ("breaks you", 4),
        ("may concern you", 5),
    ]


def test_source_that_is_no_python_could_not_tell(desk: Desk, capsys: Said) -> None:
    write(desk, "def (")
    assert desk.run("uses", desk.root / "app") == 2
    assert capsys.readouterr().err.startswith("error: app/draw.py: ")


def test_without_source_there_is_nothing_to_search(desk: Desk, capsys: Said) -> None:
    assert desk.run("uses") == 2
    assert "name files or folders" in capsys.readouterr().err


def test_a_file_that_is_no_text_is_told_as_such(desk: Desk, capsys: Said) -> None:
    (desk.root / "draw.py").write_bytes(b"\xff\xfe")
    assert desk.run("uses", desk.root / "draw.py") == 2
    assert capsys.readouterr().err == "error: draw.py: not UTF-8\n"
