"""Settings of a client: by argument, or by the environment."""

import asyncio
import json
import ssl
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias
from unittest.mock import Mock

import httpx
import pytest
import trustme

from .conftest import ANSWER, KEY, FakeService, WithClient
from .servers import Recorder, serving

PROXIES = [f"{scheme}_PROXY" for scheme in ("HTTP", "HTTPS", "ALL", "NO")]
Run: TypeAlias = Callable[..., Any]


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that says nothing about connections."""
    for name in (*PROXIES, *map(str.lower, PROXIES), "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=["Fal", "AsyncFal"])
def run(request: pytest.FixtureRequest, api: ModuleType, service: FakeService) -> Run:
    """Run one request over a real connection: `run(**settings)`."""
    asked = api.portrait.Input(prompt="by night")
    del service  # it is there for the key in the environment

    def waiting(**settings: object) -> object:
        with api.Fal(retries=0, **settings) as fal:
            return fal.run(asked)

    async def awaiting(**settings: object) -> object:
        async with api.AsyncFal(retries=0, **settings) as fal:
            return await fal.run(asked)

    def running(**settings: object) -> object:
        return asyncio.run(awaiting(**settings))

    return waiting if request.param == "Fal" else running


@pytest.fixture
def proxy() -> Iterator[Recorder]:
    """A proxy that answers by itself."""
    with serving(200, json.dumps(ANSWER).encode()) as server:
        yield server


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def secured(authority: trustme.CA) -> Iterator[Recorder]:
    """The service, with a certificate that this machine does not trust."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate: Any = authority.issue_cert("localhost")
    certificate.configure_cert(context)
    with serving(200, json.dumps(ANSWER).encode(), context) as server:
        yield server


@pytest.fixture
def ca(authority: trustme.CA, tmp_path: Path) -> Path:
    """The file that makes it trusted."""
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


def url(server: Recorder) -> str:
    return f"http://127.0.0.1:{server.server_port}"


def test_a_proxy_that_is_given_is_asked(run: Run, proxy: Recorder) -> None:
    assert run(proxy=url(proxy), gateway="http://gateway.example").description == "done"
    [(method, target, _)] = proxy.asked
    assert (method, target) == ("POST", "http://gateway.example/fal.run/toy/portrait/edit")


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_of_the_environment_is_asked(
    run: Run, proxy: Recorder, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, url(proxy))
    assert run(gateway="http://gateway.example").description == "done"
    assert len(proxy.asked) == 1


def test_a_proxy_sees_no_key_where_it_only_connects(
    api: ModuleType, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(502) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", url(proxy))
        with pytest.raises(api.TransportError, match="502"):
            run()
        with pytest.raises(api.TransportError, match="502"):
            run(proxy=url(proxy))
    assert [(method, target) for method, target, _ in proxy.asked] == [
        ("CONNECT", "fal.run:443")
    ] * 2
    assert KEY not in str(proxy.asked)


def test_a_service_with_a_certificate_of_our_own_is_trusted_by_ca(
    run: Run, secured: Recorder, ca: Path
) -> None:
    gateway = f"https://localhost:{secured.server_port}"
    for path in (ca, str(ca)):
        assert run(gateway=gateway, ca=path).description == "done"


def test_a_service_with_a_certificate_of_our_own_is_trusted_by_the_environment(
    run: Run, secured: Recorder, ca: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(ca))
    monkeypatch.setenv("FAL_RUN_HOST", f"localhost:{secured.server_port}")
    assert run().description == "done"


def test_authorities_are_read_with_the_first_connection_that_needs_them_and_once(
    api: ModuleType, run: Run, secured: Recorder, ca: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authorities = import_module(f"{api.__name__}._authorities")
    authorities.default_context.cache_clear()
    made = Mock(return_value=ssl.create_default_context(cafile=ca))
    monkeypatch.setattr("httpx.create_ssl_context", made)
    api.Fal().close()
    api.AsyncFal()
    made.assert_not_called()
    for _ in range(2):
        assert run(gateway=f"https://localhost:{secured.server_port}").description == "done"
    made.assert_called_once()
    authorities.default_context.cache_clear()  # others are not to trust this one


def test_a_service_that_nobody_vouches_for_gets_nothing(
    api: ModuleType, run: Run, secured: Recorder
) -> None:
    before = len(secured.asked)
    with pytest.raises(api.TransportError, match="CERTIFICATE_VERIFY_FAILED"):
        run(gateway=f"https://localhost:{secured.server_port}")
    assert len(secured.asked) == before


@pytest.mark.parametrize("text", [None, "no certificate"])
def test_a_file_of_authorities_that_cannot_be_read_is_told_at_once(
    api: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str | None
) -> None:
    file = tmp_path / "authorities.pem"
    if text:
        file.write_text(text, "ascii")
    for kind in (api.Fal, api.AsyncFal):
        with pytest.raises(OSError, match=r"ca: .*'.*authorities\.pem'$"):
            kind(ca=file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with pytest.raises(OSError, match=r"SSL_CERT_FILE: .*'.*authorities\.pem'$"):
        api.Fal()


def test_a_client_of_our_own_says_who_it_is(run: Run, proxy: Recorder) -> None:
    run(gateway=url(proxy))
    [(_, _, headers)] = proxy.asked
    assert headers["user-agent"] == "fal-endpoints"


@pytest.mark.parametrize(
    ("environment", "direct", "queue"),
    [
        ({}, "https://fal.run", "https://queue.fal.run"),
        ({"FAL_RUN_HOST": "eu.example"}, "https://eu.example", "https://queue.eu.example"),
        (
            {"FAL_RUN_HOST": "a.example:1/x", "FAL_QUEUE_RUN_HOST": "b.example:2/y"},
            "https://a.example:1/x",
            "https://b.example:2/y",
        ),
        ({"FAL_QUEUE_RUN_HOST": "b.example"}, "https://fal.run", "https://b.example"),
        (
            {"FAL_RUN_HOST": "", "FAL_QUEUE_RUN_HOST": "", "FAL_GATEWAY": ""},
            "https://fal.run",
            "https://queue.fal.run",
        ),
        (
            {"FAL_GATEWAY": "http://front:1", "FAL_RUN_HOST": "a.example"},
            "http://front:1/fal.run",
            "http://front:1/queue.fal.run",
        ),
    ],
)
def test_the_environment_says_where_the_service_is(  # noqa: PLR0913 - fixtures
    *,
    api: ModuleType,
    service: FakeService,
    with_client: WithClient,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    direct: str,
    queue: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    service.says(200, ANSWER)
    service.says(200, {"request_id": "r1"})
    with_client(lambda fal: fal.run(api.portrait.Input(prompt="by night")))
    with_client(lambda fal: fal.submit(api.portrait.Input(prompt="by night")))
    assert [target for _, target in service.asked] == [
        f"{direct}/toy/portrait/edit",
        f"{queue}/toy/portrait/edit",
    ]


def test_a_gateway_stands_in_front_of_storage_and_keys_too(
    service: FakeService, with_client: WithClient
) -> None:
    service.says(200, {"upload_url": "http://front:1/put", "file_url": "http://front:1/1"})
    service.says(200, b"")
    with_client(lambda fal: fal.upload(b"12"), gateway="http://front:1")
    path = "/rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3"
    assert service.asked[0] == ("POST", f"http://front:1{path}")


def test_a_client_that_is_given_keeps_its_own_ways(api: ModuleType, service: FakeService) -> None:
    service.says(200, ANSWER)
    http = httpx.Client(
        transport=httpx.MockTransport(service), headers={"user-agent": "mine"}, cookies={"a": "b"}
    )
    api.Fal(http=http, **service.settings).run(api.portrait.Input(prompt="by night"))
    assert service.requests[0].headers["user-agent"] == "mine"
    assert service.requests[0].headers["cookie"] == "a=b"


def test_a_client_that_is_given_signs_nothing_by_itself(
    api: ModuleType, service: FakeService
) -> None:
    service.says(200, {"upload_url": "https://me:too@storage.example/put", "file_url": "u"})
    service.says(200, b"")
    http = httpx.Client(transport=httpx.MockTransport(service), auth=("someone", "else"))
    api.Fal(http=http, **service.settings).upload(b"12")
    asked, sent = service.requests
    assert asked.headers["authorization"] == f"Key {KEY}"
    assert "authorization" not in sent.headers


@pytest.mark.parametrize("kind", ["Fal", "AsyncFal"])
def test_a_misspelt_setting_is_told_at_once(api: ModuleType, kind: str) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument: timout"):
        getattr(api, kind)(timout=5)


@pytest.mark.parametrize("timeout", [-1, float("inf"), float("nan")])
def test_a_timeout_is_a_time_that_can_be_waited(api: ModuleType, timeout: float) -> None:
    with pytest.raises(ValueError, match="timeout is in seconds"):
        api.Fal(timeout=timeout)


def test_the_longest_timeout_is_one_that_a_connection_takes(run: Run, proxy: Recorder) -> None:
    gateway = f"http://127.0.0.1:{proxy.server_port}"
    assert run(timeout=1e9, gateway=gateway).description == "done"


@pytest.mark.parametrize(("kind", "other"), [("Fal", "AsyncClient"), ("AsyncFal", "Client")])
def test_a_client_of_the_other_kind_is_refused_before_it_is_used(
    api: ModuleType, kind: str, other: str
) -> None:
    with pytest.raises(TypeError, match=r"http is an httpx\.(Async)?Client, not an? "):
        getattr(api, kind)(http=getattr(httpx, other)())


def test_more_than_a_hundred_answers_may_be_waited_for_at_once(
    api: ModuleType, service: FakeService
) -> None:
    del service  # it is there for the key in the environment
    asked = api.portrait.Input(prompt="by night")
    body = json.dumps(ANSWER).encode()
    together = asyncio.Barrier(101)  # httpx by itself has a hundred connections

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await together.wait()
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))
        writer.close()

    async def scenario() -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=101)
        gateway = "http://{}:{}".format(*server.sockets[0].getsockname())
        async with server, api.AsyncFal(gateway=gateway, timeout=10) as fal:
            answers = await asyncio.gather(*(fal.run(asked) for _ in range(101)))
        assert {answer.description for answer in answers} == {"done"}

    asyncio.run(scenario())
