// The runtime of fal-codegen, from templates/typescript/runtime/realtime.ts: edit it there.
//
// Realtime connections: they stay open, and answer request after request.

import { encode as checked } from "./check.js";
import type { Fal } from "./client.js";
import { type Deadline, watching } from "./deadline.js";
import {
  apiError,
  FalError,
  isObject,
  parsed,
  type Reply,
  Timeout,
  TransportError,
  UnexpectedAnswer,
} from "./errors.js";
import { deadlineOf, type Timed } from "./options.js";
import { send } from "./send.js";
import type { Config } from "./settings.js";
import { idOf, type Target } from "./work.js";

/** Options of a realtime connection; `timeout` is for opening it. */
export interface RealtimeOptions extends Timed {
  /** Spells a value as msgpack, as `encode` of `@msgpack/msgpack` does. */
  readonly encode: (value: unknown) => Uint8Array;
  /** Reads msgpack, as `decode` of `@msgpack/msgpack` does. */
  readonly decode: (data: Uint8Array) => unknown;
  /** How many requests the service keeps waiting, 1 to 60. */
  readonly maxBuffering?: number;
  /** The class of websockets, where there is no global one, as in Node 20. */
  readonly WebSocket?: new (url: string) => unknown;
}

const ALIAS = /^(?:(?:workflows|comfy)\/)?[^/]+\/([^/]+)/;
const global = globalThis as Partial<Pick<typeof globalThis, "WebSocket">>;
const VALID = 120; // seconds that a token opens connections; an open one stays open
const MOST_BUFFERED = 60; // requests, as the service has it
const KEPT = 64; // bytes that keeping a message takes besides its own

/** Open a realtime connection to an endpoint; `close` ends it. */
export async function realtime<Input, Output>(
  fal: Fal,
  endpoint: Target<Input, Output>,
  options: RealtimeOptions,
): Promise<Realtime<Input, Output>> {
  const { config } = fal;
  const { maxBuffering, WebSocket: Socket = global.WebSocket } = options;
  if (!Socket)
    throw new FalError("no WebSocket here: give npm's `ws` as WebSocket");
  checkBuffering(maxBuffering);
  const deadline = deadlineOf(options, config);
  const id = idOf(endpoint);
  const token = await tokenFor(id, deadline, config);
  const query = new URLSearchParams({ fal_jwt_token: token });
  if (maxBuffering) query.set("max_buffering", `${maxBuffering}`);
  const host = config.hosts("fal.run").replace("http", "ws");
  const url = `${host}/${id}/realtime?${query.toString()}`;
  const socket = new Socket(url) as WebSocket;
  const known = typeof endpoint === "string" ? { id, input: {} } : endpoint;
  const hide = (text: string) => config.hide(text).replaceAll(token, "[token]");
  const own = { ...config, hide };
  const connection = new Realtime(socket, known, options, own);
  await connection.opened(deadline);
  return connection as Realtime<Input, Output>;
}

function checkBuffering(count: number | undefined): void {
  if (count === undefined) return;
  if (!Number.isInteger(count) || count < 1 || count > MOST_BUFFERED)
    throw new FalError(`maxBuffering is a number from 1 to ${MOST_BUFFERED}`);
}

/** A connection: send and receive, or iterate until the service ends it. */
export class Realtime<Input, Output> {
  readonly #socket: WebSocket;
  readonly #endpoint: Exclude<Target, string>;
  readonly #options: RealtimeOptions;
  readonly #config: Config;
  readonly #received: (() => unknown)[] = [];
  #size = 0;
  #end: FalError | undefined;
  #isDone = false;
  #wake: (() => void)[] = [];

  constructor(
    socket: WebSocket,
    endpoint: Exclude<Target, string>,
    options: RealtimeOptions,
    config: Config,
  ) {
    this.#socket = socket;
    this.#endpoint = endpoint;
    this.#options = options;
    this.#config = config;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => {
      this.#changed();
    });
    socket.addEventListener("error", () => {
      this.#over("it failed");
    });
    socket.addEventListener("close", ({ code, reason }) => {
      const isDone = code === 1000 || code === 1001; // as both sides wanted it
      this.#over(`it was closed: ${code} ${reason}`, isDone);
    });
    socket.addEventListener("message", ({ data }) => {
      this.#take(data as string | ArrayBuffer);
    });
  }

  /** Send a request; throws `InvalidRequest` for what the contract does not allow. */
  send(input: Input): void {
    if (this.#end) throw this.#end;
    const body: unknown = JSON.parse(checked(this.#endpoint, input));
    this.#socket.send(this.#options.encode(body));
  }

  /** Give the next answer; throws what the service says of a request, or that it is over. */
  async receive(options: Timed = {}): Promise<Output> {
    const deadline = deadlineOf(options, this.#config);
    for (;;) {
      await this.#until(() => this.#received.length > 0, deadline);
      const read = this.#received.shift(); // another call may have been faster
      if (read) return read() as Output;
    }
  }

  /** Give the answers until the connection is closed; throws where it broke off. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Output, void> {
    for (;;) {
      const more = () => this.#received.length > 0 || this.#isDone;
      await this.#until(more, deadlineOf({}, this.#config));
      const read = this.#received.shift();
      if (read) yield read() as Output;
      else if (this.#isDone) return;
    }
  }

  /** End the connection. */
  close(): void {
    this.#over("it was closed here", true);
    this.#socket.close();
  }

  /** Wait until it is open; throws if that fails. */
  async opened(deadline: Deadline): Promise<void> {
    const isOpen = () => this.#socket.readyState === 1;
    try {
      await this.#until(isOpen, deadline, this.#config.httpTimeout);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  async #until(met: () => boolean, deadline: Deadline, time = Infinity) {
    const { signal, close } = watching(deadline, time, Infinity);
    const wake = () => {
      this.#changed();
    };
    signal.addEventListener("abort", wake);
    try {
      while (!met()) {
        if (this.#end) throw this.#end;
        deadline.signal?.throwIfAborted();
        if (signal.aborted) throw this.#late(deadline);
        await new Promise<void>((resolve) => this.#wake.push(resolve));
      }
    } finally {
      signal.removeEventListener("abort", wake);
      close();
    }
  }

  #late({ after }: Deadline): Timeout {
    const own = after < Infinity ? after : undefined;
    const time = own === undefined ? "in time" : `within ${own} ms`;
    const said = `no answer ${time} from ${this.#endpoint.id}`;
    return new Timeout(said, undefined, own);
  }

  #changed(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }

  #over(why: string, isDone = false): void {
    if (this.#end) return;
    const said = `the connection is over: ${this.#config.hide(why)}`;
    this.#end = new TransportError(said);
    this.#isDone = isDone;
    this.#changed();
  }

  #take(data: string | ArrayBuffer): void {
    const own = typeof data === "string" ? data.length : data.byteLength;
    const size = own + KEPT;
    this.#size += size;
    if (this.#size > this.#config.maxReplyBytes) {
      this.#over("what came and was not received is too large");
      this.#socket.close();
      return;
    }
    const value = this.#valueOf(data);
    const refusal = isObject(value) ? refusalOf(value) : undefined;
    if (refusal === "none") {
      this.#size -= size;
      return;
    }
    this.#received.push(() => {
      this.#size -= size;
      if (value instanceof FalError) throw value;
      if (refusal) throw apiError(this.#hidden(refusal));
      return value;
    });
    this.#changed();
  }

  #valueOf(data: string | ArrayBuffer): unknown {
    try {
      return typeof data === "string"
        ? parsed(data)
        : this.#options.decode(new Uint8Array(data));
    } catch {
      const reply = { status: 200, headers: {}, body: "" };
      return new UnexpectedAnswer(reply, "no msgpack");
    }
  }

  #hidden(reply: Reply): Reply {
    return { ...reply, body: this.#config.hide(reply.body) };
  }
}

/** Read what the service says of a connection: a refusal, or "none" for what is of no concern. */
function refusalOf(value: Record<string, unknown>): Reply | "none" | undefined {
  const { type, status, error, reason } = value;
  const isUnauthorized = status === "error" && error === "Unauthorized";
  if (type === "x-fal-message") return "none";
  if (type !== "x-fal-error" && !isUnauthorized) return undefined;
  if (error === "TIMEOUT") return "none"; // it is closed next
  const detail = value["detail"] ?? [error, reason].filter(Boolean).join(": ");
  return {
    status: isUnauthorized ? 401 : 400,
    headers: {},
    body: JSON.stringify({ detail, error_type: error }),
  };
}

async function tokenFor(
  id: string,
  deadline: Deadline,
  config: Config,
): Promise<string> {
  const [, alias] = ALIAS.exec(id) ?? [];
  const asked = { allowed_apps: [alias], token_expiration: VALID };
  const reply = await send(
    {
      method: "POST",
      url: `${config.hosts("rest.fal.ai")}/tokens/`,
      body: JSON.stringify(asked),
    },
    deadline,
    config,
  );
  const said = parsed(reply.body);
  const token = isObject(said) ? said["token"] : said;
  if (typeof token === "string" && token) return token;
  throw new UnexpectedAnswer({ ...reply, body: "" }, "no token");
}
