#!/usr/bin/env node
// The runtime of fal-codegen, from templates/typescript/runtime/conform.ts: edit it there.
//
// This client as a port in the sense of the conformance kit: it is asked by lines
// of JSON on its standard input, and answers by lines on its standard output.

import { readAnswer } from "./answers.js";
import { encode } from "./check.js";
import { Fal } from "./client.js";
import { ENDPOINTS } from "./endpoints/index.js";
import {
  ApiError,
  FalError,
  InvalidRequest,
  isObject,
  NotFound,
  RateLimited,
  Refused,
  ServerError,
  Timeout,
  TransportError,
  Unauthorized,
  UnexpectedAnswer,
  UnverifiedWebhook,
} from "./errors.js";
import { statusStream } from "./follow.js";
import { stream } from "./stream.js";
import type { AnyEndpoint } from "./types.js";
import { dataUri, upload } from "./upload.js";
import { verifyWebhook } from "./webhook.js";

/** A question of the kit; which of these it has depends on what is to be done. */
interface Question {
  readonly id: number;
  readonly do: string;
  readonly endpoint: string;
  readonly body: unknown;
  readonly answer: unknown;
  readonly base: string;
  readonly key: string;
  readonly timeout: number;
  readonly file: KitFile;
  readonly part?: number;
  readonly headers: Record<string, string>;
}

/** A file, described in a few words. */
interface KitFile {
  readonly text: string;
  readonly times: number;
  readonly content_type: string;
  readonly name: string;
}

const { process } = globalThis as unknown as {
  process: {
    argv: string[];
    stdin: AsyncIterable<Uint8Array>;
    stdout: { write: (text: string) => void };
  };
};

/** Jobs are followed by their status streams, or with `--ask` by asking alone. */
const FOLLOW = process.argv.includes("--ask") ? {} : { follow: statusStream };
const FEATURES =
  "validate read run queue cancel stream upload upload_parts data_uri webhook";
const PART = 10 * 2 ** 20; // the bytes of one request; the client has no setting for it
const KINDS = [
  [Unauthorized, "unauthorized"],
  [NotFound, "not_found"],
  [Refused, "refused"],
  [RateLimited, "rate_limited"],
  [ServerError, "server"],
  [Timeout, "timeout"],
  [TransportError, "transport"],
  [UnexpectedAnswer, "unexpected"],
  [UnverifiedWebhook, "unverified"],
] as const;

async function endpointOf(id: string): Promise<AnyEndpoint> {
  const load = Object.entries(ENDPOINTS).find(([each]) => each === id)?.[1];
  const values: unknown[] = Object.values((await load?.()) ?? {});
  const found = values.find(isEndpoint);
  if (found) return found;
  throw new Error(`${id}: not an endpoint of this package`);
}

function isEndpoint(value: unknown): value is AnyEndpoint {
  return isObject(value) && "id" in value && "input" in value;
}

async function done(question: Question): Promise<unknown> {
  if (question.do === "start") {
    return { name: "fal-codegen, TypeScript", features: FEATURES.split(" ") };
  }
  switch (question.do) {
    case "validate":
      return validated(await endpointOf(question.endpoint), question.body);
    case "read": {
      const body = JSON.stringify(question.answer);
      return { answer: readAnswer({ status: 200, headers: {}, body }) };
    }
    case "data_uri":
      return { url: await dataUri(fileOf(question.file)) };
    default:
      return called(question).catch(ended);
  }
}

function validated(endpoint: AnyEndpoint, body: unknown): unknown {
  try {
    return { taken: true, sent: JSON.parse(encode(endpoint, body)) as unknown };
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error;
    return {
      taken: false,
      places: error.violations.map(({ path }) => pointer(path)),
    };
  }
}

function pointer(path: readonly (string | number)[]): string {
  const step = (each: string | number) =>
    String(each).replaceAll("~", "~0").replaceAll("/", "~1");
  return path.map((each) => `/${step(each)}`).join("");
}

function fileOf({ text, times, content_type: type, name }: KitFile): File {
  return new File([text.repeat(times)], name, { type });
}

async function called(question: Question): Promise<unknown> {
  const { base, key, body, file } = question;
  const timeout = question.timeout * 1000;
  const fal = new Fal({ gateway: base, key, timeout, ...FOLLOW });
  switch (question.do) {
    case "upload":
    case "upload_parts":
      return { url: await upload(fal, fileOf(file)) };
    case "webhook":
      return {
        delivery: await verifyWebhook(fal, String(body), question.headers),
      };
    default:
      return worked(fal, question, await endpointOf(question.endpoint));
  }
}

async function worked(
  fal: Fal,
  { do: what, body }: Question,
  endpoint: AnyEndpoint,
): Promise<unknown> {
  switch (what) {
    case "stream": {
      const events = stream(fal, endpoint, body);
      const received = [];
      for (;;) {
        const { done, value } = await events.next();
        if (done) return { events: received, answer: value };
        received.push(value);
      }
    }
    case "run":
      return { answer: await fal.run(endpoint, body) };
    case "queue":
      return { answer: await fal.subscribe(endpoint, body) };
    default: {
      const handle = await fal.submit(endpoint, body);
      return { cancelled: await handle.cancel() };
    }
  }
}

function ended(error: unknown): unknown {
  const kind = KINDS.find(([type]) => error instanceof type)?.[1];
  if (kind === undefined || !(error instanceof FalError)) throw error;
  const status = error instanceof ApiError ? { status: error.status } : {};
  return { failed: kind, ...status };
}

async function answer(question: Question): Promise<void> {
  const { part = PART } = question;
  const reply =
    part < PART
      ? { skipped: `parts are of ${PART} bytes` }
      : await done(question).then(
          (ok) => ({ ok }),
          (error: unknown) => ({ error: String(error) }),
        );
  process.stdout.write(`${JSON.stringify({ id: question.id, ...reply })}\n`);
}

const decoder = new TextDecoder();
const waiting: Promise<void>[] = [];
let rest = "";
for await (const chunk of process.stdin) {
  const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
  rest = lines.pop() ?? "";
  const questions = lines.map((line) => JSON.parse(line) as Question);
  waiting.push(...questions.filter((each) => each.do !== "stop").map(answer));
}
await Promise.all(waiting);
