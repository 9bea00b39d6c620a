"""What stands beside the TypeScript client: uploads, streams and webhooks, against the emulator."""

from pathlib import Path

import pytest
from fal_codegen.contract import EndpointId
from fal_codegen.emulator import emulator, running

from tests.documents import family
from tests.typescript.node import build, copied, needs_node, node

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


def test_files_go_up_events_come_and_webhooks_are_verified(tmp_path: Path) -> None:
    package = copied(tmp_path / "client")
    assert build(package) == ""
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
