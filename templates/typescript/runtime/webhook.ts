// The runtime of fal-codegen, from templates/typescript/runtime/webhook.ts: edit it there.
//
// Webhooks: what the service sends when a job is done, and the proof that it was the service.

import { readObject } from "./answers.js";
import type { Fal } from "./client.js";
import { isObject, UnverifiedWebhook } from "./errors.js";
import { deadlineOf, type Timed } from "./options.js";
import { send } from "./send.js";

/** What a webhook brings: `payload` is the answer, or the refusal of a job that failed. */
export interface Delivery {
  readonly request_id: string;
  readonly gateway_request_id?: string;
  readonly status: string;
  readonly payload?: unknown;
  readonly error?: string | null;
  readonly payload_error?: string | null;
}

const TOLERANCE = 300; // seconds (documentation page)
const CACHED = 24 * 3_600_000;
const REFRESHED = 60_000; // the service may have new keys when none fits
const ED25519 = { name: "Ed25519" };

interface Keyring {
  readonly keys: readonly CryptoKey[];
  readonly fetched: number;
}

const keyrings = new WeakMap<Fal, Keyring>();

/**
 * Read a webhook if the service signed it, and did so now; throws
 * `UnverifiedWebhook`. The body is to be given as it came: any other spelling
 * has another signature.
 */
export async function verifyWebhook(
  fal: Fal,
  body: Uint8Array<ArrayBuffer> | string,
  headers: HeadersInit,
  options: Timed = {},
): Promise<Delivery> {
  const bytes =
    typeof body === "string" ? new TextEncoder().encode(body) : body;
  const { message, signature } = await signed(bytes, new Headers(headers));
  for (const age of [CACHED, REFRESHED]) {
    const keys = await keysOf(fal, age, options);
    for (const key of keys) {
      if (await crypto.subtle.verify(ED25519, key, signature, message)) {
        const text = new TextDecoder().decode(bytes);
        const reply = { status: 200, headers: {}, body: text };
        return readObject(reply) as unknown as Delivery;
      }
    }
  }
  throw new UnverifiedWebhook("no key of the service fits the signature");
}

async function signed(body: Uint8Array<ArrayBuffer>, headers: Headers) {
  const values = ["request-id", "user-id", "timestamp", "signature"].map(
    (name) => {
      const value = headers.get(`x-fal-webhook-${name}`);
      if (value !== null) return value;
      throw new UnverifiedWebhook(
        `the header x-fal-webhook-${name} is missing`,
      );
    },
  );
  const [, , timestamp = "", signature = ""] = values;
  if (!/^\d{1,15}$/.test(timestamp) || !/^([0-9a-f]{2})+$/i.test(signature)) {
    throw new UnverifiedWebhook("a header is not in the service's form");
  }
  const age = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (age > TOLERANCE) {
    throw new UnverifiedWebhook(`signed ${Math.round(age)} seconds from now`);
  }
  const digest = await crypto.subtle.digest("SHA-256", body);
  const text = [...values.slice(0, 3), hex(new Uint8Array(digest))].join("\n");
  const pairs = signature.match(/../g) ?? [];
  return {
    message: new TextEncoder().encode(text),
    signature: Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)),
  };
}

async function keysOf(fal: Fal, age: number, options: Timed) {
  const known = keyrings.get(fal);
  if (known && Date.now() - known.fetched < age) return known.keys;
  const config = fal.config;
  const url = `${config.hosts("rest.fal.ai")}/.well-known/jwks.json`;
  const call = { method: "GET", url, foreign: true } as const;
  const reply = await send(call, deadlineOf(options, config), config);
  const listed: unknown = readObject(reply)["keys"];
  const found = Array.isArray(listed) ? listed.filter(isObject) : [];
  const keys = (await Promise.all(found.map(keyOf))).flat();
  keyrings.set(fal, { keys, fetched: Date.now() });
  return keys;
}

/** Read a public key, which may be padded; nothing for what is none. */
async function keyOf(jwk: Record<string, unknown>): Promise<CryptoKey[]> {
  const x = typeof jwk["x"] === "string" ? jwk["x"].replace(/=+$/, "") : "";
  const key = { kty: "OKP", crv: "Ed25519", x };
  return crypto.subtle.importKey("jwk", key, ED25519, false, ["verify"]).then(
    (each) => [each],
    () => [],
  );
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}
