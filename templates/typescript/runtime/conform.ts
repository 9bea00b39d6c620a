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
} from "./errors.js";
import type { AnyEndpoint } from "./types.js";

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
}

const FEATURES = ["validate", "read", "run", "queue", "cancel"];
const KINDS = [
  [Unauthorized, "unauthorized"],
  [NotFound, "not_found"],
  [Refused, "refused"],
  [RateLimited, "rate_limited"],
  [ServerError, "server"],
  [Timeout, "timeout"],
  [TransportError, "transport"],
  [UnexpectedAnswer, "unexpected"],
] as const;

const { process } = globalThis as unknown as {
  process: {
    stdin: AsyncIterable<Uint8Array>;
    stdout: { write: (text: string) => void };
  };
};

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
    return { name: "fal-codegen, TypeScript", features: FEATURES };
  }
  const endpoint = await endpointOf(question.endpoint);
  switch (question.do) {
    case "validate":
      return validated(endpoint, question.body);
    case "read": {
      const body = JSON.stringify(question.answer);
      return { answer: readAnswer({ status: 200, headers: {}, body }) };
    }
    default:
      return called(question, endpoint).catch(ended);
  }
}

function validated(endpoint: AnyEndpoint, body: unknown): unknown {
  try {
    return { taken: true, sent: JSON.parse(encode(endpoint, body)) as unknown };
  } catch (error) {
    if (error instanceof InvalidRequest) return { taken: false };
    throw error;
  }
}

async function called(question: Question, endpoint: AnyEndpoint) {
  const { base, key, body } = question;
  const timeout = question.timeout * 1000;
  const fal = new Fal({ gateway: base, key, timeout });
  switch (question.do) {
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
  const told = await done(question).then(
    (ok) => ({ ok }),
    (error: unknown) => ({ error: String(error) }),
  );
  process.stdout.write(`${JSON.stringify({ id: question.id, ...told })}\n`);
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
