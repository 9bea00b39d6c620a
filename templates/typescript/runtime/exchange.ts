// The runtime of fal-codegen, from templates/typescript/runtime/exchange.ts: edit it there.
//
// Exchanges over HTTP, by `fetch`.

import { type Deadline, type Watch, watching } from "./deadline.js";
import {
  type FalError,
  type Reply,
  Timeout,
  TransportError,
} from "./errors.js";
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
 * What came instead of a reply, as an error. The call was `delivered` unless the
 * service provably got nothing; a `final` one would not end better the next time.
 */
export interface Failure {
  readonly error: FalError;
  readonly delivered: boolean;
  readonly final: boolean;
}

/** A reply; one that is a stream has events, which are read one by one, until one throws. */
export interface Streamed extends Reply {
  readonly events?: AsyncGenerator<string, void>;
}

/** What came of a call. */
export type Exchanged = Streamed | Failure;

/** Reads the body of a response, and closes the watch when it is read. */
export type ReadBody = (
  response: Response,
  watch: Watch,
  config: Config,
  failed: (error: unknown) => Failure,
) => Promise<Pick<Streamed, "body" | "events">>;

const SILENCE = 120_000; // as in the official client
const PERMISSION = /[^/?\s]*@|\?\S*/g; // who knows user or query of a URL may use it

/** Make a call once and read its reply. Throws the reason of the caller's signal. */
export async function exchange(
  call: Call,
  deadline: Deadline,
  config: Config,
  readBody: ReadBody = whole,
): Promise<Exchanged> {
  const watch = watching(deadline, config.httpTimeout, call.silence ?? SILENCE);
  const failed = (error: unknown) =>
    failureOf(error, call, deadline, config, watch);
  try {
    const response = await sent(call, watch, config);
    const body = await readBody(response, watch, config, failed);
    return { ...headOf(response, config), ...body };
  } catch (error) {
    return failed(error);
  }
}

async function sent(
  call: Call,
  watch: Watch,
  { proxy, ...config }: Config,
): Promise<Response> {
  const { method, body = null, foreign } = call;
  const headers = foreign ? new Headers() : config.headers();
  for (const [name, value] of call.headers ?? []) headers.set(name, value);
  if (typeof body === "string") headers.set("Content-Type", "application/json");
  const url = foreign || !proxy ? call.url : proxy;
  if (url !== call.url) headers.set("x-fal-target-url", call.url);
  const { signal } = watch;
  const redirect = "manual"; // the service never redirects, and the key goes nowhere else
  return config.fetch(url, { method, headers, body, signal, redirect });
}

/** Read a body to its end. */
export async function whole(
  response: Response,
  watch: Watch,
  { maxReplyBytes, hide }: Config,
): ReturnType<ReadBody> {
  let body = "";
  for await (const piece of texts(response, watch)) {
    body += piece;
    if (body.length > maxReplyBytes) throw tooLarge("the reply");
  }
  watch.close();
  return { body: hide(body) };
}

function headOf({ status, headers }: Response, { hide }: Config): Reply {
  const entries = Array.from(
    headers,
    ([name, value]) => [hide(name), hide(value)] as const,
  );
  return { status, headers: Object.fromEntries(entries), body: "" };
}

/** Give the pieces of a body as they come. */
export async function* texts(response: Response, watch: Watch) {
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
  call: Call,
  deadline: Deadline,
  { hide }: Config,
  watch: Watch,
): Failure {
  const timedOut = watch.signal.aborted;
  watch.close();
  deadline.signal?.throwIfAborted();
  const over = timedOut && deadline.left() <= 1; // by so much a timer may be early
  const cause = (error as { cause?: unknown }).cause;
  const reason = [error, cause].filter(Boolean).map(String).join(": ");
  return {
    error: timedOut
      ? timeout(call, over ? deadline.after : undefined)
      : new TransportError(
          hide(reason).replace(PERMISSION, ""),
          call.requestId,
        ),
    delivered: !isUnconnected(cause),
    final: over || error instanceof RangeError,
  };
}

/** Give the error for a call that took too long. */
export function timeout(call: Call, after?: number): Timeout {
  const { method, requestId } = call;
  const time = after === undefined ? "in time" : `within ${after} ms`;
  const url = call.url.replace(PERMISSION, "");
  const message = `no answer ${time} to ${method} ${url}`;
  return new Timeout(message, requestId, after);
}

/** Tell whether Node says that there was no connection; browsers do not tell. */
function isUnconnected(cause: unknown): boolean {
  const {
    code,
    syscall = "",
    errors,
  } = (cause ?? {}) as {
    code?: string;
    syscall?: string;
    errors?: unknown[];
  };
  return (
    code === "UND_ERR_CONNECT_TIMEOUT" ||
    /^(connect|getaddrinfo)$/.test(syscall) ||
    !!(errors?.length && errors.every(isUnconnected))
  );
}
