"""docs/from-fal-client.md shows two ways to do the same: both are run, section by section."""

import os
import re
import subprocess
import sys
from pathlib import Path

from fal_codegen.contract import EndpointId
from fal_codegen.emulator import Certificate, emulator, running

from tests.documents import family
from tests.interop.clients import KEY

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/from-fal-client.md").read_text("utf-8")
SECTIONS = {
    section.partition("\n")[0]: re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    for section in PAGE.split("\n## ")[1:]
}
UPLOADS = """
import os
from fal_client import client as official
official.REST_URL, official.CDN_URL = os.environ["REST_URL"], os.environ["CDN_URL"]
"""
"""What the official client has no other way to be told."""


def script(column: int) -> str:
    """Give one column of the page, each section under its name."""
    parts = [f"print({name!r})\n{codes[column]}" for name, codes in SECTIONS.items()]
    return "\n".join(parts)


def output(folder: Path, code: str, environment: dict[str, str]) -> str:
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "FAL_KEY": KEY, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_section_shows_both() -> None:
    assert len(SECTIONS) >= 9
    assert {len(codes) for codes in SECTIONS.values()} == {2}


def test_both_columns_give_the_same(shown: Certificate, authority: Path, tmp_path: Path) -> None:
    documents = {EndpointId(id_): document for id_, document in family().items()}
    with running(emulator(documents), tls=shown.context) as front:
        host = front.removeprefix("https://").replace("127.0.0.1", "localhost")
        trust = {"SSL_CERT_FILE": str(authority)}
        theirs = {
            "FAL_RUN_HOST": f"{host}/fal.run",
            "FAL_QUEUE_RUN_HOST": f"{host}/queue.fal.run",
            "REST_URL": f"https://{host}/rest.fal.ai",
            "CDN_URL": f"https://{host}/v3.fal.media",
        }
        package = str(ROOT / "generated/python")
        ours = {"FAL_GATEWAY": f"https://{host}", "PYTHONPATH": package}
        before = output(tmp_path / "before", UPLOADS + script(0), theirs | trust)
        after = output(tmp_path / "after", script(1), ours | trust)
    assert after == before
    assert before.count("\n") > 2 * len(SECTIONS) - 1
