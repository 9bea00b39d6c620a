// The runtime of fal-codegen, from templates/typescript/runtime/exchange.ts: edit it there.
//
// Exchanges over HTTP, by `fetch`.

import { Deadline, Watch } from "./deadline.js";
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
  readonly headers?: Readonly<Record<string, string>>;
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

/** A reply whose body is read event by event; a failure ends it. */
export interface Opened {
  readonly reply: Reply;
  readonly events: AsyncGenerator<string, Failure | undefined>;
}

const SILENCE = 120_000; // as in the official client
const MOST_TOLD = 300;
const NOT_CONNECTED = new Set(["connect", "getaddrinfo"]);

/** Make a call once and read its reply. Throws the reason of the caller's signal. */
export async function exchange(
  call: Call,
  deadline: Deadline,
  config: Config,
): Promise<Reply | Failure> {
  const watch = watched(call, deadline, config);
  try {
    return await replyTo(await sent(call, watch, config), watch, config);
  } catch (error) {
    return failureOf(error, watch, deadline, config);
  } finally {
    watch.close();
  }
}

/** Make a call once and read the events of its reply, if it is a stream of them. */
export async function open(
  call: Call,
  deadline: Deadline,
  config: Config,
): Promise<Reply | Failure | Opened> {
  const watch = watched(call, deadline, config);
  try {
    const response = await sent(call, watch, config);
    const kind = response.headers.get("content-type") ?? "";
    if (!response.ok || !/^text\/event-stream/i.test(kind)) {
      const reply = await replyTo(response, watch, config);
      watch.close();
      return reply;
    }
    const reply = headOf(response, config);
    return { reply, events: read(response, watch, deadline, config) };
  } catch (error) {
    watch.close();
    return failureOf(error, watch, deadline, config);
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

function watched(call: Call, deadline: Deadline, config: Config): Watch {
  return new Watch(deadline, config.httpTimeout, call.silence ?? SILENCE);
}

async function sent(
  call: Call,
  watch: Watch,
  config: Config,
): Promise<Response> {
  const { proxy } = config;
  const ours = call.foreign ? {} : config.headers();
  const told = proxy && !call.foreign ? { "x-fal-target-url": call.url } : {};
  const kind = typeof call.body === "string" ? "application/json" : undefined;
  return config.fetch(proxy && !call.foreign ? proxy : call.url, {
    method: call.method,
    headers: {
      ...(kind ? { "Content-Type": kind } : {}),
      ...ours,
      ...call.headers,
      ...told,
    },
    body: call.body ?? null,
    signal: watch.signal,
    redirect: "manual", // the service never redirects, and the key goes nowhere else
  });
}

async function replyTo(
  response: Response,
  watch: Watch,
  config: Config,
): Promise<Reply> {
  let body = "";
  for await (const piece of texts(response, watch)) {
    body += piece;
    if (body.length > config.maxReplyBytes) throw tooLarge(config);
  }
  return { ...headOf(response, config), body: config.hide(body) };
}

function headOf(response: Response, { hide }: Config): Reply {
  const headers = Object.fromEntries(
    Array.from(response.headers, ([name, value]) => [name, hide(value)]),
  );
  return { status: response.status, headers, body: "" };
}

async function* texts(response: Response, watch: Watch) {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) break;
    watch.heard();
    yield decoder.decode(value, { stream: true });
  }
  yield decoder.decode();
}

/** What a reply is given up for that would not end better the next time. */
export class TooLarge extends Error {}

function tooLarge(config: Config): TooLarge {
  return new TooLarge(`more than ${String(config.maxReplyBytes)} bytes`);
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
    timedOut: watch.expired,
    over: watch.expired && over,
    final: error instanceof TooLarge,
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
