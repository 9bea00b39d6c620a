"""The verb `probe`: what it asks before it spends, and what it prints and keeps."""

import json
import re
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from fal_codegen.cli import main
from fal_codegen.emulator import emulator, running
from fal_codegen.pipeline.serving.project_emulator import project_emulator
from fal_codegen.project import load_project
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from .bugs import BUGS
from .services import DOCUMENT, PAINT, Service, client, said

ROOT = Path(__file__).parents[2]
SMALL = ["probe", PAINT]


class Served:
    """A service with a bug, over a network."""

    def __init__(self, bug: str = "") -> None:
        self.service = Service(BUGS[bug][0]) if bug else Service()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = json.loads(await Request(scope, receive).body())
        taken = self.service.takes(body)
        answer: Response = JSONResponse(
            {"url": "x"} if taken else {"detail": "no"}, 422 - 222 * taken
        )
        await answer(scope, receive, send)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FAL_KEY", raising=False)
    assert main(["init", str(tmp_path / "project"), PAINT]) == 0
    folder = tmp_path / "project/contracts" / PAINT
    folder.mkdir(parents=True)
    (folder / "openapi.json").write_text(json.dumps(DOCUMENT))
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


@pytest.mark.parametrize(
    ("bug", "code"), [("", 0), ("maximum+1 is taken", 1), ("one pair is refused", 1)]
)
def test_the_exit_code_tells_whether_all_is_enforced(
    project: Path, capsys: pytest.CaptureFixture[str], bug: str, code: int
) -> None:
    with running(Served(bug)) as base:
        assert main([*SMALL, "--base-url", base, "--format", "json", "--save"]) == code
    printed = capsys.readouterr()
    census = json.loads(printed.out[printed.out.index("{") :])
    assert census == json.loads((project / "contracts" / PAINT / "census.json").read_text())
    assert {each["verdict"] for each in census["limits"]} == (
        {"enforced", "lax"} if "maximum" in bug else {"enforced"}
    )
    assert bool(census["refused"]) == ("pair" in bug)
    assert "Send them?" not in printed.err
    assert main(["remove", PAINT]) == 0
    assert not (project / "contracts" / PAINT).exists()


def test_a_service_elsewhere_is_asked_only_with_a_bound_and_a_yes(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert project.exists()
    asked: list[httpx.Request] = []

    def noted(_: httpx.HTTPTransport, request: httpx.Request) -> None:
        asked.append(request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", noted)
    monkeypatch.setenv("FAL_KEY", "canary-id:canary-secret")
    url = ["--base-url", "https://models.example"]
    for arguments, printed in (
        (url, "give a --budget of calls, or --money"),
        ([*url, "--budget", "3"], "say --yes"),
        ([*url, "--money", "3"], "no price is known"),
        ([*url, "--money", "three"], "no amount of money"),
        ([*url, "--budget", "3", "--money", "3"], "either --budget or --money"),
        (["--base-url", "ftp://models.example", "--yes", "--budget", "1"], "is no URL"),
        (["--base-url", "http://[", "--yes", "--budget", "1"], "is no URL"),
        (["--base-url", "https://x.example/?a=b", "--yes", "--budget", "1"], "is no URL"),
        ([], "either --base-url or --source live"),
        ([*url, "--source", "live"], "either --base-url or --source live"),
        (["--source", "live"], "give a --budget of calls, or --money"),
    ):
        assert main([*SMALL, *arguments]) == 2
        assert printed in capsys.readouterr().err
    assert asked == []


def test_live_needs_a_key(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert project.exists()
    assert main([*SMALL, "--source", "live", "--budget", "3", "--yes"]) == 2
    assert "FAL_KEY" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("unit", "arguments", "worst", "spent"),
    [
        ("image", ["--money", "0.20"], "0.2 USD at the worst", 5),
        ("image", ["--budget", "2"], "0.4 USD at the worst", 2),
        ("second", ["--budget", "2"], "at a price that is not known", 2),
        ("second", ["--money", "0.20"], "is billed by second", None),
        ("", ["--money", "0.20"], "is billed by a unit without a name", None),
        ("image", ["--resolution", "--money", "0.20"], "price, by resolution; give a --budg", None),
        ("image", ["--resolution", "--budget", "2"], "at a price that is not known", 2),
    ],
)
def test_live_is_billed_by_the_platforms_price(  # noqa: PLR0913, PLR0917 - fixtures among them
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    unit: str,
    arguments: list[str],
    worst: str,
    spent: int | None,
) -> None:
    service = Service()
    if "--resolution" not in arguments:
        text = json.dumps(DOCUMENT).replace('"resolution"', '"finish"')
        (project / "contracts" / PAINT / "openapi.json").write_text(text)
    arguments = [each for each in arguments if each != "--resolution"]
    monkeypatch.setenv("FAL_KEY", "canary-id:canary-secret")

    def fal(request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"] == "Key canary-id:canary-secret"
        if request.url.host == "api.fal.ai":
            price = {"endpoint_id": str(PAINT), "unit_price": "0.04", "unit": unit}
            return said(200, {"prices": [{**price, "currency": "USD"}], "has_more": False})
        assert str(request.url) == f"https://fal.run/{PAINT}"
        return service.answer(request)

    @contextmanager
    def here(*, local: bool) -> Generator[httpx.Client, None, None]:
        assert not local
        with client(fal) as http:
            yield http

    monkeypatch.setattr("fal_codegen.pipeline.stages.probe._http", here)
    code = main([*SMALL, "--source", "live", "--yes", *arguments])
    printed = capsys.readouterr()
    assert "canary" not in printed.out + printed.err
    assert worst in printed.err
    if spent is None:
        assert code == 2
        assert "give a --budget" in printed.err
        assert not service.seen
    else:
        assert (service.units if "--money" in arguments else service.billed) == spent
        assert ("0.2 USD spent" in printed.out) == ("--money" in arguments)


def test_an_interrupted_census_is_shown_and_kept(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    service = Service()

    def interrupted(request: httpx.Request) -> httpx.Response:
        if len(service.seen) == 9:
            raise KeyboardInterrupt
        return service.answer(request)

    @contextmanager
    def here(*, local: bool) -> Generator[httpx.Client, None, None]:
        assert local
        with client(interrupted) as http:
            yield http

    monkeypatch.setattr("fal_codegen.pipeline.stages.probe._http", here)
    assert main([*SMALL, "--base-url", "http://127.0.0.1:1", "--budget", "3", "--save"]) == 130
    printed = capsys.readouterr().out
    assert "stopped   interrupted" in printed
    assert "10 calls to http://127.0.0.1:1, of which 1 may be billed; what they were " in printed
    kept = json.loads((project / "contracts" / PAINT / "census.json").read_text())
    assert (kept["stopped"], kept["calls"], kept["spent"]) == ("interrupted", 10, 1)


def test_a_url_with_a_secret_is_refused_and_not_repeated(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project.exists()
    assert main([*SMALL, "--base-url", "http://me:canary@127.0.0.1:1"]) == 2
    assert "canary" not in capsys.readouterr().err


def test_a_service_that_is_not_there_is_one_line(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project.exists()
    assert main([*SMALL, "--base-url", "http://127.0.0.1:9"]) == 2
    assert re.search(r"^error: http://127.0.0.1:9/acme/painter: .*nothing was told$",
                     capsys.readouterr().err, re.MULTILINE)  # fmt: skip


def test_a_url_without_the_services_name_is_told_where_an_emulator_has_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project.exists()
    with running(emulator({})) as url:
        assert main([*SMALL, "--base-url", url]) == 2
    error = capsys.readouterr().err
    assert f"{url}/acme/painter answered 404 (" in error
    assert "at /fal.run and /queue.fal.run); nothing was told" in error


def test_the_documented_example_is_what_it_prints(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "docs/probe.md").read_text("utf-8")
    (change,) = re.findall(r"serve --change '(.*)'", text)
    command, shown = re.findall(r"\$ fal-codegen (probe .*)\n((?:.+\n)+?)```", text)[0]
    with running(project_emulator(load_project(ROOT), changes=[change])) as front:
        here = command.replace("http://127.0.0.1:8787", front)
        assert main(["--project", str(ROOT), *here.split()]) == 1
    assert capsys.readouterr().out.replace(front, "http://127.0.0.1:8787") == shown


@pytest.mark.deep
@pytest.mark.parametrize(
    ("change", "verdict", "queue"),
    [
        ("num_images.minimum-1", "lax       num_images minimum", False),
        ("prompt.maxLength-1", "stricter  prompt maxLength", False),
        ("output_format.enum-webp", "stricter  output_format enum", False),
        ("prompt.optional", "lax       prompt required", False),
        ("sync_mode.required", "refused ", False),
        ("output_format.enum-png", "stricter  output_format enum", True),
        ("prompt.optional", "lax       prompt required", True),
    ],
)
def test_an_emulator_that_changed_is_found_out(
    capsys: pytest.CaptureFixture[str],
    change: str,
    verdict: str,
    queue: bool,  # noqa: FBT001 - a test's case
) -> None:
    changes = [f"fal-ai/nano-banana {change}"]
    host, more = ("queue.fal.run", ["--queue"]) if queue else ("fal.run", [])
    with running(project_emulator(load_project(ROOT), changes=changes)) as front:
        url = ["--base-url", f"{front}/{host}", "--budget", "20", *more]
        assert main(["--project", str(ROOT), "probe", "fal-ai/nano-banana", *url]) == 1
    wrong = [
        line for line in capsys.readouterr().out.splitlines()
        if line.startswith(("lax", "stricter", "coerced", "refused"))
    ]  # fmt: skip
    assert len(wrong) == 1
    assert wrong[0].startswith(verdict)
