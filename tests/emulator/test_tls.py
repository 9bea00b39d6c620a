import socket
import ssl

import httpx
import pytest
from fal_codegen.emulator import certificate, emulator, running

from .conftest import DOCUMENTS, KEY, WRITE

ISSUED = certificate("127.0.0.1")
TRUST = ssl.create_default_context(cadata=ISSUED.authority.decode())


def test_https_answers_whoever_trusts_the_authority() -> None:
    app = emulator(DOCUMENTS)
    with (
        running(app, tls=ISSUED.context) as url,
        httpx.Client(base_url=url, headers=KEY, verify=TRUST) as client,
    ):
        assert url.startswith("https://127.0.0.1:")
        ticket = client.post(f"/queue.fal.run/{WRITE}", json={"prompt": "a boat"}).json()
        assert ticket["status_url"].startswith(url)
        assert client.get(ticket["status_url"]).json()["status"] == "IN_QUEUE"
        named = httpx.URL(url).copy_with(host="localhost", path="/emulator/jobs")
        assert len(client.get(named).json()) == 1


def test_a_connection_under_tls_is_reset_as_well() -> None:
    asked = b"GET /fal.run/x HTTP/1.1\r\nhost: localhost\r\nx-emulator-fault: reset\r\n\r\n"
    with running(emulator({}), tls=ISSUED.context) as base:
        url = httpx.URL(base)
        with socket.create_connection((url.host, url.port or 443)) as caller:
            below = caller.dup()  # what comes below TLS, whose libraries may tell it as an end
            with below, TRUST.wrap_socket(caller, server_hostname=url.host) as secure:
                secure.sendall(asked)
                with pytest.raises(ConnectionResetError):
                    b"".join(iter(lambda: below.recv(4096), b""))


def test_a_stranger_to_the_authority_is_not_served() -> None:
    with (
        running(emulator({}), tls=ISSUED.context) as url,
        pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        httpx.get(url)


def test_every_authority_is_another() -> None:
    assert certificate("localhost").authority != ISSUED.authority
    assert b"PRIVATE" not in ISSUED.authority
