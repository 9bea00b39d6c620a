"""What stands beside the TypeScript client: uploads, streams, webhooks and headers."""

import json
from pathlib import Path

import pytest
from fal_codegen.contract import EndpointId
from fal_codegen.emulator import emulator, running

from tests.documents import family
from tests.typescript.node import ROOT, build, copied, needs_node, node

OFFICIAL = ROOT / ".venv/node/node_modules"
pytestmark = [needs_node, pytest.mark.deep]

PROGRAM = """
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { Fal, dataUri, stream, upload, verifyWebhook } from "./dist/index.js";

const fal = new Fal();
console.log(await dataUri(new Blob(["hi"], { type: "text/plain" })));
const small = await upload(fal, new Blob(["hi"], { type: "text/plain" }));
console.log(await (await fetch(small)).text());
const large = await upload(fal, new Blob([new Uint8Array(11 * 2 ** 20)]));
console.log((await (await fetch(large)).arrayBuffer()).byteLength);
const events = stream(fal, "fal-ai/nano-banana", { prompt: "a red door" });
let read = await events.next();
while (!read.done) read = await events.next();
console.log(Object.keys(read.value)[0]);

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const keys = [{ x: `${publicKey.export({ format: "jwk" }).x}=` }];
const served = async () => new Response(JSON.stringify({ keys }));
const hook = new Fal({ key: "a:key", fetch: served });
const body = '{"request_id":"j","status":"OK","payload":{}}';
const now = String(Math.floor(Date.now() / 1000));
const digest = createHash("sha256").update(body).digest("hex");
const message = Buffer.from(["j", "u", now, digest].join("\\n"));
const headers = {
  "x-fal-webhook-request-id": "j",
  "x-fal-webhook-user-id": "u",
  "x-fal-webhook-timestamp": now,
  "x-fal-webhook-signature": sign(null, message, privateKey).toString("hex"),
};
console.log((await verifyWebhook(hook, body, headers)).status);
console.log(await verifyWebhook(hook, `${body} `, headers).catch((error) => error.name));
"""

HEADERS = """
import { Fal } from "./dist/index.js";

const seen = async (_, { headers }) => new Response(JSON.stringify([...headers]));
const fal = new Fal({ key: "a:key", fetch: seen });
console.log(JSON.stringify(await fal.run("acme/painter", {}, { startTimeout: 1500 })));
"""

FILES = """
import { FalWithFiles } from "./dist/index.js";
import { nanoBananaEdit as edit } from "./dist/endpoints/nano-banana-edit.js";

const asked = [];
const served = async (url, { method, body }) => {
  asked.push(`${method} ${new URL(url).pathname}`);
  const slot = { upload_url: "https://files.example/put", file_url: `u${asked.length}` };
  const said = url.includes("/initiate") ? slot : (method === "PUT" || JSON.parse(body));
  return new Response(JSON.stringify(said));
};
const fal = new FalWithFiles({ key: "a:key", fetch: served });
const file = new File(["x"], "day.png");
const prompt = "by night";
const wrong = { prompt, image_urls: [file], num_images: 9 };
console.log(await fal.run(edit, wrong).catch(({ name }) => name), asked.length);
console.log(JSON.stringify(await fal.run(edit, { prompt, image_urls: [file, "v", file] })));
console.log(asked.join());
console.log(JSON.stringify(await fal.run("any/model", { a: [{ b: file }], n: null })));
const round = { file };
round.round = round;
console.log(await fal.run("any/model", round).catch(({ name }) => name));
const items = { type: "array", items: { type: "string" }, uniqueItems: true };
const unique = { id: "any/model", input: { properties: { urls: items, masks: items } } };
const [a, b] = [new Blob(["a"]), new Blob(["b"])];
for (const urls of [[a, b], [a, b, a]])
  console.log(await fal.run(unique, { urls, masks: [a, b] }).then(() => 1, ({ name }) => name));
"""

REALTIME = """
import { createRequire } from "node:module";
import { Fal, realtime } from "./dist/index.js";
import { nanoBanana } from "./dist/endpoints/nano-banana.js";

const official = createRequire(process.env.OFFICIAL);
const { decode, encode } = official("@msgpack/msgpack");
const WebSocket = official("ws");
const fal = new Fal();
const open = await realtime(fal, nanoBanana, { decode, encode, WebSocket, maxBuffering: 2 });
open.send({ prompt: "a red door" });
console.log((await open.receive({ timeout: 20_000 })).images.length);
try {
  open.send({ prompt: "a red door", num_images: 9 });
} catch ({ name }) {
  console.log(name);
}
open.send({ prompt: "a red door", num_images: 2 });
for await (const answer of open) {
  console.log(answer.images.length);
  open.close();
}
console.log(await open.receive().catch(({ message }) => message));

class Refusing extends EventTarget {
  readyState = 1;
  send() {
    const said = { type: "x-fal-error", error: "BAD", reason: `${token} ${key}` };
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(said) }));
  }
  close() {}
}
const token = "a-long-token";
const served = async () => new Response(JSON.stringify({ token }));
const key = "a1b2c3d4-id:secret-of-twenty";
const stub = new Fal({ key, fetch: served });
const one = await realtime(stub, "any/model", { decode, encode, WebSocket: Refusing });
one.send({});
console.log(await one.receive().catch(({ message }) => message));
console.log(await one.receive({ timeout: 20 }).catch(({ message }) => message));
for (const code of [1000, 1006]) {
  let socket;
  class Ending extends Refusing {
    constructor() {
      super();
      socket = this;
    }
  }
  const other = await realtime(stub, "any/model", { decode, encode, WebSocket: Ending });
  socket.dispatchEvent(new MessageEvent("message", { data: "{}" }));
  socket.dispatchEvent(Object.assign(new Event("close"), { code, reason: "" }));
  let answers = 0;
  try {
    for await (const _ of other) answers += 1;
    console.log(answers);
  } catch ({ message }) {
    console.log(answers, message);
  }
}
delete globalThis.WebSocket;
console.log(await realtime(stub, "any/model", { decode, encode }).catch(({ name }) => name));
"""

WAITING = """
import { Fal, realtime } from "./dist/index.js";

let asked = 0;
let socket;
class Silent extends EventTarget {
  readyState = 1;
  constructor() {
    super();
    socket = this;
  }
  close() {}
}
const served = async () => {
  asked += 1;
  return new Response('{"token": "a-long-token"}');
};
const fal = new Fal({ key: "a:key", fetch: served, maxReplyBytes: 640 });
const open = (more) => realtime(fal, "any/model", { WebSocket: Silent, ...more });
const says = (data) => socket.dispatchEvent(new MessageEvent("message", { data }));
for (const maxBuffering of [0, 61, 1.5, "2"])
  console.log(await open({ maxBuffering }).catch(({ name }) => name), asked);

const both = await open({ maxBuffering: 60 });
const read = Promise.all([both.receive(), both.receive({ timeout: 5000 })]);
says("1");
await new Promise(setImmediate);
says("2");
console.log(await read);

const shared = await open();
const each = async () => {
  const answers = [];
  for await (const answer of shared) answers.push(answer);
  return answers;
};
const all = Promise.all([each(), each()]);
says("3");
await new Promise(setImmediate);
says("4");
shared.close();
console.log((await all).flat());

const full = await open();
for (let at = 0; at < 20; at += 1) says("");
let kept = 0;
const next = () => full.receive().catch((error) => error);
while (!((await next()) instanceof Error)) kept += 1;
console.log(kept, (await next()).message);
"""

SECRETS = """
import { Fal } from "./dist/index.js";

const key = "a1b2c3d4-id:secret-of-twenty";
const texts = [key, btoa(key), btoa(`${key}!`), btoa(`${key}, was it?`)];
for (const text of texts) {
  const says = async () => new Response(JSON.stringify({ detail: text }), { status: 401 });
  const fal = new Fal({ key, fetch: says, retries: 0 });
  await fal.run("acme/painter", {}).catch((error) => console.log(error.message));
}
const waits = (_, { signal }) =>
  new Promise((_, fail) => signal.addEventListener("abort", () => fail(signal.reason)));
const gateway = "http://a.example";
try {
  new Fal({ gateway: "http://me:word@a.example" });
} catch (error) {
  console.log(error.message);
}
const slow = { key, fetch: waits, httpTimeout: 20, retries: 0, gateway };
await new Fal(slow).run("acme/painter", {}).catch((error) => console.log(error.message));
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied(tmp_path_factory.mktemp("beside") / "client")
    assert build(folder) == ""
    return folder


def test_the_time_to_start_in_goes_by_both_of_its_names(package: Path) -> None:
    headers = dict(json.loads(node(HEADERS, package)))
    assert headers["x-fal-request-start-timeout"] == "1.5"
    assert headers["x-fal-request-timeout"] == "1.5"


def test_files_go_up_events_come_and_webhooks_are_verified(package: Path) -> None:
    documents = {EndpointId(id_): each for id_, each in family().items()}
    with running(emulator(documents, key="a:key")) as url:
        said = node(PROGRAM, package, FAL_KEY="a:key", FAL_GATEWAY=url)
    assert said.splitlines() == [
        "data:text/plain;base64,aGk=",
        "hi",
        str(11 * 2**20),
        "images",
        "OK",
        "UnverifiedWebhook",
    ]


@pytest.mark.skipif(not (OFFICIAL / "ws").exists(), reason="npm's ws is not installed")
def test_a_realtime_connection_answers_request_after_request(package: Path) -> None:
    documents = {EndpointId(id_): each for id_, each in family().items()}
    with running(emulator(documents, key="a:key")) as url:
        settings = {"FAL_KEY": "a:key", "FAL_GATEWAY": url, "OFFICIAL": f"{OFFICIAL}/x"}
        said = node(REALTIME, package, **settings)
    assert said.splitlines() == [
        "1",
        "InvalidRequest",
        "2",
        "the connection is over: it was closed here",
        "400: BAD: [token] [key]",
        "no answer within 20 ms from any/model",
        "1",
        "1 the connection is over: it was closed: 1006 ",
        "FalError",
    ]


def test_files_in_an_input_go_up_once_and_only_for_what_is_sent(package: Path) -> None:
    assert node(FILES, package).splitlines() == [
        "InvalidRequest 0",
        '{"prompt":"by night","image_urls":["u1","v","u1"]}',
        "POST /storage/upload/initiate,PUT /put,POST /fal-ai/nano-banana/edit",
        '{"a":[{"b":"u4"}],"n":null}',
        "InvalidRequest",
        "1",
        "InvalidRequest",
    ]


def test_who_waits_at_the_same_time_gets_one_message_each_and_few_are_kept(package: Path) -> None:
    assert node(WAITING, package).splitlines() == [
        *["FalError 0"] * 4,
        "[ 1, 2 ]",
        "[ 3, 4 ]",
        "10 the connection is over: what came and was not received is too large",
    ]


def test_no_error_repeats_the_key_or_the_user_of_an_address(package: Path) -> None:
    *refused, timed_out = node(SECRETS, package).splitlines()
    assert len(refused) == 5
    for secret in ("word@", "secret", "c2VjcmV0", "ZWNyZX", "OnNlY3Jld"):
        assert secret not in " ".join(refused)
    assert "http://a.example" in timed_out
