"""docs: pages read from files and URLs, shown, and kept beside the documents."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from fal_codegen.cli import main
from fal_codegen.emulator import running
from fal_codegen.project import load_lock
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tests.cli.conftest import PAINT, Desk, contents

Said = pytest.CaptureFixture[str]
TEXT = f"""# Painter

> Paints.

## Overview

- **Endpoint**: `https://fal.run/{PAINT}`
- **Model ID**: `{PAINT}`
- **Category**: text-to-image

## Pricing

- **Price**: $0.04 per image

### Input Schema

- **`prompt`** (`string`, _required_):
  What to paint. Max 80 characters.

- **`num_images`** (`integer`, _optional_):
  How many. Default value: `1`
  - Default: `1`
  - Range: `1` to `4`

- **`style`** (`StyleEnum`, _optional_):
  The hand.
  - Options: `"oil"`, `"ink"`

- **`seed`** (`integer`, _optional_):
  - Default: `null`

### Output Schema

- **`url`** (`string`, _required_):
  Where it lies.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(TEXT, "utf-8")
    return path


def shown(capsys: Said, *arguments: str | Path, code: int = 0) -> Any:  # noqa: ANN401 - JSON
    assert main(["docs", *map(str, arguments), "--format", "json"]) == code
    return json.loads(capsys.readouterr().out)


def test_the_json_has_the_documented_form(file: Path, capsys: Said) -> None:
    (page,) = shown(capsys, file)
    assert {key: page[key] for key in ("endpoint_id", "form", "line", "category", "url")} == {
        "endpoint_id": PAINT,
        "form": "llms.txt",
        "line": 1,
        "category": "text-to-image",
        "url": f"https://fal.run/{PAINT}",
    }
    prompt, count, style, seed = page["input"]
    assert prompt == {
        "name": "prompt",
        "type": "string",
        "required": True,
        "description": "What to paint. Max 80 characters.",
        "line": 17,
    }
    assert (count["default"], count["minimum"], count["maximum"]) == (1, 1, 4)
    assert (style["type"], style["enum"]) == ("enum", ["oil", "ink"])
    assert "default" not in style
    assert seed["default"] is None
    assert [field["name"] for field in page["output"]] == ["url"]
    assert page["claims"] == [
        {
            "place": "input/prompt",
            "field": "prompt",
            "keyword": "maxLength",
            "value": 80,
            "where": "description",
            "line": 18,
            "text": "Max 80 characters.",
        }
    ]
    assert page["prices"] == [
        {
            "amount": 0.04,
            "currency": "USD",
            "unit": "image",
            "line": 13,
            "text": "**Price**: $0.04 per image",
        }
    ]
    assert page["not_shown"]


def test_the_text_has_a_line_for_each_field_of_a_page(file: Path, capsys: Said) -> None:
    assert main(["docs", str(file)]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"{PAINT}, an llms.txt page (line 1)\n")
    assert "    num_images  integer, default 1, 1 to 4\n" in text
    assert "    style       StyleEnum, one of oil, ink\n" in text
    assert (
        "    line 18, description: prompt: at most 80 characters\n      Max 80 characters.\n"
        in text
    )
    assert "  costs $0.04 per image (line 13)\n" in text


def test_what_is_no_page_could_not_tell_and_says_where_it_broke(
    tmp_path: Path, capsys: Said
) -> None:
    path = tmp_path / "page.md"
    path.write_text("\n\n- **Model ID**: `acme/painter`\n\nNo more.\n", "utf-8")
    assert main(["docs", str(path)]) == 2
    expected = (
        f"error: {path}: nearest to an llms.txt page; it breaks at line 3: "
        'the heading "Input Schema" is missing\n'
    )
    assert capsys.readouterr().err == expected


def test_a_page_that_is_none_among_others_is_told_and_exits_2(file: Path, capsys: Said) -> None:
    file.write_text(f"# Broken\n\n**Model ID**: `painter`\n\n{TEXT}", "utf-8")
    assert main(["docs", str(file), "--format", "json"]) == 2
    out, err = capsys.readouterr()
    assert len(json.loads(out)) == 1
    assert err.startswith(f"error: {file}: 'painter' is not an endpoint id")


def test_a_file_that_is_not_there_could_not_tell(tmp_path: Path, capsys: Said) -> None:
    assert main(["docs", str(tmp_path / "none.md")]) == 2
    assert "No such file" in capsys.readouterr().err
    assert main(["docs", str(tmp_path)]) == 2
    assert "is no regular file" in capsys.readouterr().err


FAR = "http://elsewhere.invalid/page"
ANSWERS: dict[str, Response] = {
    "page": Response(TEXT),
    "moved": RedirectResponse("/page"),
    "moved-twice": RedirectResponse("moved", 301),
    "far": RedirectResponse(FAR),
    "round": RedirectResponse("/round"),
    "nowhere": Response(status_code=302),
    "html": Response("<!doctype html><title>Sorry</title>"),
    "packed": Response(gzip.compress(TEXT.encode()), media_type="application/gzip"),
    "encoded": Response(gzip.compress(TEXT.encode()), headers={"content-encoding": "gzip"}),
    "badly-encoded": Response(b"no gzip", headers={"content-encoding": "gzip"}),
    "wrong-charset": Response(TEXT.encode(), media_type="text/plain; charset=utf-16"),
    "no-charset": Response(TEXT.encode(), media_type="text/plain; charset=klingon"),
    "latin": Response(TEXT.replace("hand", "h\xe4nd").encode("latin-1")),
    "image": Response(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", media_type="image/png"),
}
READ = ("page", "moved", "moved-twice", "packed", "encoded", "wrong-charset", "no-charset", "latin")
REFUSED = {
    "far": f"answered 307, see {FAR}",
    "round": "redirects more than 5 times",
    "nowhere": "answered 302\n",
    "html": "HTML without a list of fields",
    "badly-encoded": "Error -3 while decompressing data",
    "image": "is no text; save the page as text, markdown or HTML",
    "nothing": "answered 404",
}


def answer(request: Request) -> Response:
    return ANSWERS[request.url.path.strip("/")]


def test_a_page_comes_from_a_url_too(capsys: Said) -> None:
    routes = [Route(f"/{name}", answer) for name in ANSWERS]
    with running(Starlette(routes=routes)) as url:
        for name in READ:
            (read,) = shown(capsys, f"{url}/{name}")
            assert read["endpoint_id"] == PAINT
        for name, message in REFUSED.items():
            assert main(["docs", f"{url}/{name}"]) == 2
            said = capsys.readouterr().err
            assert said.startswith("error: ")
            assert said.count("\n") == 1
            assert message in said


@pytest.mark.parametrize("url", ["http://[::1/page", "https://", "HTTP://127.0.0.1:1/page"])
def test_a_url_that_leads_nowhere_could_not_tell(url: str, capsys: Said) -> None:
    assert main(["docs", url]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_password_in_a_url_is_not_repeated(capsys: Said) -> None:
    assert main(["docs", "https://me:hunter2@example.invalid/page"]) == 2
    assert "hunter2" not in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("hand", "h\0and").encode(),
        gzip.compress(TEXT.encode("utf-16"), mtime=0),
    ],
    ids=["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows", "nul", "gzip"],
)
def test_a_file_is_read_in_whichever_encoding_it_is(file: Path, data: bytes, capsys: Said) -> None:
    file.write_bytes(data)
    (read,) = shown(capsys, file)
    assert [field["name"] for field in read["input"]] == ["prompt", "num_images", "style", "seed"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\n\0\1\2", "is no text"),
        (gzip.compress(bytes(200), mtime=0)[:-9], "is packed with gzip and ends too early"),
        (b"\x1f\x8bno", "is packed with gzip and cannot be unpacked"),
        (gzip.compress(bytes(41 * 2**20), 1, mtime=0), "unpacks to more than 41943040 bytes"),
        (b"", "no documentation page"),
    ],
    ids=["pdf", "cut off", "not gzip", "too large", "empty"],
)
def test_a_file_that_is_no_page_could_not_tell(
    file: Path, data: bytes, message: str, capsys: Said
) -> None:
    file.write_bytes(data)
    assert main(["docs", str(file)]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1


def test_pages_are_kept_beside_the_documents_of_the_project(
    desk: Desk, file: Path, capsys: Said
) -> None:
    before = contents(desk.root)
    assert desk.run("docs", file, "--save") == 0
    assert "1 page read, 1 file changed." in capsys.readouterr().err
    changed = {path for path, data in contents(desk.root).items() if before.get(path) != data}
    assert changed == {f"contracts/{PAINT}/docs.json", "contracts/lock.json"}
    kept = json.loads((desk.root / f"contracts/{PAINT}/docs.json").read_bytes())
    assert (kept["form"], kept["source"]) == ("llms.txt", "file")
    (origin,) = load_lock(desk.root / "contracts").pages.values()
    assert origin.source == "file"
    after = contents(desk.root)
    assert desk.run("docs", file, "--save") == 0
    assert "0 files changed." in capsys.readouterr().err
    assert contents(desk.root) == after


def test_a_page_of_no_endpoint_of_the_project_is_not_kept(
    desk: Desk, file: Path, capsys: Said
) -> None:
    file.write_text(TEXT.replace(PAINT, "acme/other"), "utf-8")
    before = contents(desk.root)
    assert desk.run("docs", file, "--save") == 2
    assert (
        "no contract of acme/other; `fal-codegen add acme/other` fetches it"
        in capsys.readouterr().err
    )
    assert contents(desk.root) == before


def test_a_folder_may_hold_pages_beside_its_documents(empty: Desk) -> None:
    (empty.documents / f"{PAINT}.md").write_text(TEXT, "utf-8")
    assert empty.fetch() == 0
    kept = json.loads((empty.root / f"contracts/{PAINT}/docs.json").read_bytes())
    assert (kept["form"], kept["source"]) == ("llms.txt", "folder")
