// The runtime of fal-codegen, from templates/typescript/runtime/exchange.ts: edit it there.
//
// Exchanges over HTTP, by `fetch`.

import { type Deadline, type Watch, watching } from "./deadline.js";
import type { Reply } from "./errors.js";
import { eventsOf } from "./events.js";
import type { Config } from "./settings.js";

/**
 * One HTTP request. One that makes `work` may cost money each time it is sent.
 * The key goes along unless it is `foreign`.
 */
export interface Call {
  readonly method: "GET" | "POST" | "PUT";
  readonly url: string;
  readonly body?: string | Blob;
  readonly headers?: Headers;
  readonly requestId?: string;
  readonly work?: boolean;
  readonly foreign?: boolean;
  /** For how long the service may be silent, in milliseconds. */
  readonly silence?: number;
}

/**
 * What came instead of a reply. The call was `delivered` unless the service
 * provably got nothing; `over` says that the time of the whole method is.
 */
export interface Failure {
  readonly reason: string;
  readonly delivered: boolean;
  readonly timedOut?: boolean;
  readonly over?: boolean;
  readonly final?: boolean;
}

/** A reply; of a stream, its events are read one by one, and a failure may end them. */
export interface Streamed extends Reply {
  readonly events?: AsyncGenerator<string, Failure | undefined>;
}

/** What came of a call. */
export type Exchanged = Streamed | Failure;

const SILENCE = 120_000; // as in the official client
const MOST_TOLD = 300;
const NOT_CONNECTED = new Set(["connect", "getaddrinfo"]);

/**
 * Make a call once and read its reply: to its end, or a stream of events one by
 * one if it is to be `streamed`. Throws the reason of the caller's signal.
 */
export async function exchange(
  call: Call,
  deadline: Deadline,
  config: Config,
  streamed = false,
): Promise<Exchanged> {
  const watch = watching(deadline, config.httpTimeout, call.silence ?? SILENCE);
  try {
    const response = await sent(call, watch, config);
    const kind = response.headers.get("content-type") ?? "";
    const reply = headOf(response, config);
    if (streamed && response.ok && kind.startsWith("text/event-stream")) {
      return { ...reply, events: read(response, watch, deadline, config) };
    }
    const body = await whole(response, watch, config);
    watch.close();
    return { ...reply, body };
  } catch (error) {
    try {
      return failureOf(error, watch, deadline, config);
    } finally {
      watch.close();
    }
  }
}

async function* read(
  response: Response,
  watch: Watch,
  deadline: Deadline,
  config: Config,
): AsyncGenerator<string, Failure | undefined> {
  try {
    const pieces = texts(response, watch);
    for await (const event of eventsOf(pieces, config.maxReplyBytes)) {
      yield config.hide(event);
      watch.begin();
    }
    return undefined;
  } catch (error) {
    return failureOf(error, watch, deadline, config);
  } finally {
    watch.close();
  }
}

async function sent(
  call: Call,
  watch: Watch,
  { proxy, ...config }: Config,
): Promise<Response> {
  const headers = new Headers(call.foreign ? {} : config.headers());
  call.headers?.forEach((value, name) => {
    headers.set(name, value);
  });
  if (typeof call.body === "string")
    headers.set("Content-Type", "application/json");
  const target = proxy && !call.foreign ? proxy : call.url;
  if (target !== call.url) headers.set("x-fal-target-url", call.url);
  return config.fetch(target, {
    method: call.method,
    headers,
    body: call.body ?? null,
    signal: watch.signal,
    redirect: "manual", // the service never redirects, and the key goes nowhere else
  });
}

async function whole(
  response: Response,
  watch: Watch,
  { maxReplyBytes, hide }: Config,
): Promise<string> {
  let body = "";
  for await (const piece of texts(response, watch)) {
    body += piece;
    if (body.length > maxReplyBytes) throw tooLarge("the reply");
  }
  return hide(body);
}

function headOf(response: Response, { hide }: Config): Reply {
  const headers = Object.fromEntries(
    Array.from(response.headers, ([name, value]) => [name, hide(value)]),
  );
  return { status: response.status, headers, body: "" };
}

async function* texts(response: Response, watch: Watch) {
  const text = response.body?.pipeThrough(new TextDecoderStream());
  const reader = text?.getReader();
  for (;;) {
    const read = await reader?.read();
    if (!read || read.done) return;
    watch.heard();
    yield read.value;
  }
}

/** Give the error that ends a call which would not end better the next time. */
export function tooLarge(what: string): RangeError {
  return new RangeError(`${what} is too large`);
}

function failureOf(
  error: unknown,
  watch: Watch,
  deadline: Deadline,
  config: Config,
): Failure {
  deadline.signal?.throwIfAborted();
  const over = deadline.left <= 1; // by so much a timer may be early
  const cause = (error as { cause?: unknown }).cause;
  const reason = [error, cause].filter(Boolean).map(String).join(": ");
  return {
    reason: config.hide(reason).slice(0, MOST_TOLD),
    delivered: !isUnconnected(cause),
    timedOut: watch.expired(),
    over: watch.expired() && over,
    final: error instanceof RangeError,
  };
}

/** Tell whether Node says that there was no connection; browsers do not tell. */
function isUnconnected(cause: unknown): boolean {
  const { code, syscall, errors } = (cause ?? {}) as {
    code?: string;
    syscall?: string;
    errors?: unknown[];
  };
  return (
    code === "UND_ERR_CONNECT_TIMEOUT" ||
    NOT_CONNECTED.has(syscall ?? "") ||
    !!(errors?.length && errors.every(isUnconnected))
  );
}
