"""Scripts played before the emulator, which tells on the side what it saw.

It is a second witness beside the service of `stage.py`: it judges bodies by the endpoint's own
document, keeps jobs and files, and knows nothing of the client but what came over HTTP.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from fal_codegen.conform.files import File
from fal_codegen.conform.kit import Kit
from fal_codegen.conform.outcome import Outcome
from fal_codegen.conform.played import KEY, with_names
from fal_codegen.conform.port import Port, Reply
from fal_codegen.conform.scripts import cast_for, question
from fal_codegen.conform.vectors import gap_of
from fal_codegen.contract import EndpointId, Json, json_equal

_KIND = "emulator"
_JOB, _ANY_ID = "{job}", "?" * 36
_WORKING = ("fal.run", "queue.fal.run")

Rules: TypeAlias = Sequence[Mapping[str, Json]]
Serve: TypeAlias = Callable[[Rules], AbstractContextManager[str]]
"""Runs an emulator of the kit's endpoints, on which these faults strike; gives its base URL."""


def play_before_emulator(kit: Kit, port: Port, serve: Serve) -> list[Outcome]:
    """Play the scripts that say what goes wrong in an emulator, each before one of its own."""
    return [
        _play(kit, port, serve, name)
        for name, script in kit.scripts.items()
        if "emulator" in script and kit.applies(script)
    ]


def _play(kit: Kit, port: Port, serve: Serve, name: str) -> Outcome:
    script = kit.scripts[name]
    found = cast_for(kit, port, script["call"], _KIND, name)
    if isinstance(found, Outcome):
        return found
    id_, body, _ = found
    rules = [_filled(rule, id_) for rule in script["emulator"]]
    with serve(rules) as base:
        (reply,) = port.ask([question(script["call"], id_, body, base)])
        testimony = Testimony(script, id_, body, base)
        log = testimony.log()
        exchange = (*map(_line, log), f"the client: {json.dumps(reply)[:300]}")
        if gap := gap_of(_KIND, name, "", reply):
            return gap
        faults = [*testimony.of_requests(log), *testimony.of_end(reply)]
    if not faults:
        return Outcome(_KIND, name, "", "passed")
    return Outcome(_KIND, name, "", "failed", "; ".join(dict.fromkeys(faults)), exchange)


def _filled(rule: Mapping[str, Json], id_: EndpointId) -> dict[str, Json]:
    path = rule.get("path")
    if not isinstance(path, str):
        return dict(rule)
    return {**rule, "path": with_names(path, id_).replace(_JOB, _ANY_ID)}


@dataclass(frozen=True, slots=True)
class Testimony:
    """What an emulator tells of a call: of its requests, its jobs and its files."""

    script: Mapping[str, Any]
    endpoint: EndpointId
    body: Json
    base: str

    def log(self) -> list[dict[str, Any]]:
        """Give the requests that came to the hosts where work is made, in order."""
        entries = cast("list[dict[str, Any]]", self._get("emulator/log"))
        return [each for each in entries if each["host"] in _WORKING]

    def of_requests(self, log: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        """Say what the client sent that it should not have."""
        counts: Counter[str] = Counter()
        for each in log:
            name = self._exchange(each)
            counts[name or ""] += 1
            if name is None:
                yield f"the emulator was asked {each['method']} {each['host']}{each['path']}"
        for exchange in self.script["exchanges"]:
            name, most = exchange["name"], exchange.get("most")
            least = 0 if exchange["method"] == "GET" else exchange.get("least", 1)
            if exchange["host"] in _WORKING and counts[name] < least:
                yield f"the emulator was asked for {name} {counts[name]} times, and not {least}"
            if most is not None and counts[name] > most:
                yield f"the emulator was asked for {name} {counts[name]} times, and may be {most}"
        jobs = self._get("emulator/jobs")
        if isinstance(jobs, list) and len(jobs) > 1:
            yield f"the emulator has {len(jobs)} jobs of one call"

    def _exchange(self, entry: Mapping[str, Any]) -> str | None:
        asked: str = entry["path"]
        for each in self.script["exchanges"]:
            pattern = re.escape(with_names(each["path"], self.endpoint))
            found = re.fullmatch(pattern.replace(r"job\-1", "[^/]+"), asked)
            if found and (each["method"], each["host"]) == (entry["method"], entry["host"]):
                return str(each["name"])
        return None

    def of_end(self, reply: Reply) -> Iterator[str]:
        """Say how the call should have ended, by what the emulator answers to anybody."""
        ends, ending = self.script["ends"], cast("dict[str, Json]", reply["ok"])
        if "failed" in ends:
            wanted = {"failed": ends["failed"], "status": ends.get("status")}
        elif "cancelled" in ends:
            wanted = {"cancelled": ends["cancelled"]}
        elif "url" in ends:
            yield from self._of_file(ending.get("url"))
            return
        else:
            wanted = self._answers(streamed="events" in ends)
        if any(not json_equal(ending.get(name), value) for name, value in wanted.items()):
            yield f"ended with {json.dumps(ending)[:200]} in place of {json.dumps(wanted)[:200]}"

    def _answers(self, *, streamed: bool) -> dict[str, Json]:
        answer = self._post(f"fal.run/{self.endpoint}")
        wanted: dict[str, Json] = {"answer": json.loads(answer)}
        if streamed:
            lines = self._post(f"fal.run/{self.endpoint}/stream").splitlines()
            data = [line.removeprefix(b"data: ") for line in lines if line.startswith(b"data: ")]
            wanted["events"] = [json.loads(each) for each in data]
        return wanted

    def _of_file(self, url: Json) -> Iterator[str]:
        file = File.of(self.script["call"]["file"])
        reply = _ask("GET", str(url)) if str(url).startswith(f"{self.base}/") else None
        if reply is None or reply.status_code != 200:  # noqa: PLR2004 - it is there
            yield f"the emulator has no file at {url}"
        elif reply.content != file.content:
            yield f"the emulator has {len(reply.content)} other bytes than the file's"
        elif reply.headers["content-type"] != file.content_type:
            yield f"the emulator has the file as {reply.headers['content-type']}"

    def _get(self, path: str) -> Json:
        value: Json = _ask("GET", f"{self.base}/{path}").json()
        return value

    def _post(self, path: str) -> bytes:
        content: bytes = _ask("POST", f"{self.base}/{path}", self.body).content
        return content


def _ask(method: str, url: str, body: Json = None) -> Any:  # noqa: ANN401 - httpx is loaded with its first use
    import httpx  # noqa: PLC0415 - as above

    headers = {"Authorization": f"Key {KEY}"}
    return httpx.request(method, url, headers=headers, trust_env=False, json=body)


def _line(entry: Mapping[str, Any]) -> str:
    answered = entry["status"] or "nothing"
    return f"{entry['method']} {entry['host']}{entry['path']}: {answered}"
