"""What docs/client.md says of the official client and a broken server is what it does."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runtime.test_broken_server import CASES

ROOT = Path(__file__).parents[2]
WATCH = """
import json, os, sys, time
from threading import Thread
import fal_client, fal_client.client as official
from tests.runtime.raw import saying
from tests.runtime.test_broken_server import CASES

def watch(verb, reply, seen):
    with saying(reply) as url:
        official.RUN_URL_FORMAT = f"{url}/"
        client = fal_client.SyncClient(key="a:b")
        try:
            if verb == "run":
                client.run("a/b", {}, timeout=0.5)
            else:
                list(client.stream("a/b", {}, timeout=0.5))
        except Exception as error:
            seen.append(type(error).__name__)

verb, _, servers = CASES[int(sys.argv[1])]
found = []
for reply in servers.values():
    found.append([])
    Thread(target=watch, args=(verb, reply, found[-1]), daemon=True).start()
    time.sleep(0.3)  # it reads the URL
time.sleep(5)
print(json.dumps(found), flush=True)
os._exit(0)
"""


@pytest.mark.deep
@pytest.mark.parametrize("table", range(len(CASES)))
def test_the_official_client_does_what_the_table_says(table: int) -> None:
    run = subprocess.run(
        [sys.executable, "-c", WATCH, str(table)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    _, _, servers = CASES[table]
    text = (ROOT / "docs/client.md").read_text()
    rows = dict(re.findall(r"^\| ([a-z].+?) \| `.+?` \| (.+) \|$", text, re.MULTILINE))
    for name, seen in zip(servers, json.loads(run.stdout), strict=True):
        if rows[name] == "takes all of it":  # what ends it, if anything, is no limit
            assert set(seen) <= {"ReadTimeout", "JSONDecodeError"}, name
        else:
            assert seen == re.findall("`(.+?)`", rows[name]), name
