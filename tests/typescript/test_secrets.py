"""A service that repeats the key to the TypeScript client does not get it into an error."""

import json
from base64 import b64encode
from pathlib import Path

import pytest
from fal_codegen.cassettes import find_leaks

from tests.runtime.conftest import KEY
from tests.runtime.test_hostile_replies import SECRET
from tests.runtime.test_key_spellings import SPELLINGS
from tests.typescript.node import build, copied, needs_node, node

pytestmark = [needs_node, pytest.mark.deep]
SHOWN = """
import { inspect } from "node:util";

const { key, echoes } = JSON.parse(process.env.ASKED);
const all = (error) => [
  inspect(error, { depth: 9, showHidden: true }), error.message, error.stack, String(error.cause),
  JSON.stringify({ ...error }),
].join("\\n");
const shown = async (work) => work.then(() => "no error", all);
"""
REPLIES = (
    SHOWN
    + """
import { Fal, stream } from "./dist/index.js";

const seen = {};
const sse = (text) => text.split("\\n").map((line) => `data: ${line}`).join("\\n") + "\\n\\n";
for (const [name, echo] of Object.entries(echoes)) {
  const said = `nobody has ${echo}!`;
  const refusal = JSON.stringify({ detail: [{ loc: ["body"], msg: said, input: { [echo]: 1 } }] });
  const headers = { "x-echo": echo.replace(/\\s+/g, " "), location: `/?k=${encodeURI(echo)}` };
  const events = { "content-type": "text/event-stream" };
  const ways = {
    refused: () => new Response(refusal, { status: 422, headers, statusText: "No" }),
    moved: () => new Response(said, { status: 307, headers }),
    unreadable: () => new Response(said, { headers }),
    listed: () => new Response(JSON.stringify([said]), { headers }),
    event: () => new Response(sse(said), { headers: events }),
    failed: () => { throw new TypeError(said, { cause: new Error(said, { cause: said }) }); },
  };
  for (const [way, reply] of Object.entries(ways)) {
    const fal = new Fal({ key, retries: 0, fetch: async () => reply() });
    const work = way === "event"
      ? stream(fal, "a/b", {}).next()
      : fal.submit("a/b", {});
    seen[`${way}, ${name}`] = await shown(work);
  }
}
console.log(JSON.stringify(seen));
"""
)
ANSWERS = (
    SHOWN
    + """
import { Fal } from "./dist/index.js";

const answers = [];
for (const echo of echoes) {
  const fal = new Fal({ key, fetch: async () => new Response(echo) });
  const answer = await fal.run("a/b", {});
  answers.push(answer);
}
console.log(JSON.stringify(answers));
"""
)
ADDRESSES = (
    SHOWN
    + """
import { Fal, upload } from "./dist/index.js";

const seen = [];
for (const url of echoes) {
  for (const name of ["gateway", "proxy"]) {
    seen.push(await shown((async () => new Fal({ [name]: url }).submit("a/b", {}))()));
  }
  const target = JSON.stringify({ upload_url: url, file_url: "https://v3.fal.media/a" });
  const first = [new Response(target)];
  const fal = new Fal({ key, retries: 0, fetch: async (...call) => first.pop() ?? fetch(...call) });
  seen.push(await shown(upload(fal, new Blob(["a"]))));
}
console.log(JSON.stringify(seen));
"""
)
ELSEWHERE = f"""
import {{ Fal }} from "./dist/index.js";

const headers = {{ "x-{SECRET}": "1" }};
const body = "x".repeat(2 ** 18) + btoa("Key {KEY}");
const fetch = async () => new Response(body, {{ headers }});
const fal = new Fal({{ key: "{KEY}", retries: 0, fetch }});
console.log(JSON.stringify(await fal.run("a/b", {{}}).catch((error) => error.reply)));
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the committed package, compiled."""
    folder = copied(tmp_path_factory.mktemp("client"))
    assert build(folder) == ""
    return folder


def test_a_key_that_is_sent_back_is_in_no_error_however_it_is_spelled(package: Path) -> None:
    spelled = SPELLINGS | {
        "as it is": KEY,
        "in letters of two bytes": "\0".join(KEY),
        "as numbers of a program": "".join(f"\\{ord(each):03o}" for each in KEY),
    }
    asked = json.dumps({"key": KEY, "echoes": spelled})
    seen = json.loads(node(REPLIES, package, ASKED=asked))
    assert len(seen) == 6 * len(spelled)
    leaks = {
        way: found
        for way, text in seen.items()
        if (found := [each for each in find_leaks(text, [SECRET]) if "key" in each.kind])
        or "no error" in text
    }
    assert leaks == {}


def test_a_key_in_a_header_s_name_or_in_a_large_reply_is_in_no_error(package: Path) -> None:
    said = node(ELSEWHERE, package)
    assert "x" * 2**18 in said
    assert SECRET not in said
    assert b64encode(SECRET.encode()).decode()[4:-4] not in said
    assert b64encode(f"Key {KEY}".encode()).decode()[-12:] not in said


def test_an_answer_that_repeats_the_key_is_given_without_it(package: Path) -> None:
    answers = {
        json.dumps({"a": f'x "{KEY}"\n'}): {"a": 'x "[key]"\n'},
        json.dumps({"a": "".join(f"%{ord(each):02x}" for each in KEY), "b": '"'}): {
            "a": "[key]",
            "b": '"',
        },
    }
    asked = json.dumps({"key": KEY, "echoes": [*answers]})
    assert json.loads(node(ANSWERS, package, ASKED=asked)) == [*answers.values()]


def test_user_and_query_of_an_address_are_in_no_error(package: Path) -> None:
    urls = [
        "https://someone:pass-4711-word@127.0.0.1:9/x?sig=pass-4711-word",
        "https:\\\\someone:pass-4711-word@127.0.0.1:9",
        "https:someone:pass-4711-word@127.0.0.1:9",
        "https://someone:pass-4711-word@[::1",
    ]
    seen = json.loads(node(ADDRESSES, package, ASKED=json.dumps({"key": KEY, "echoes": urls})))
    assert len(seen) == 3 * len(urls)
    assert [each for each in seen if "pass-4711" in each or "no error" in each] == []
    assert sum("no user or password" in each for each in seen) == 2 * len(urls)
