// The runtime of fal-codegen, from templates/typescript/runtime/handle.ts: edit it there.
//
// Jobs: requests in the queue.

import { readAnswer, readObject } from "./answers.js";
import { Deadline } from "./deadline.js";
import {
  ApiError,
  isObject,
  type Reply,
  Timeout,
  UnexpectedAnswer,
} from "./errors.js";
import { type Call, exchange } from "./exchange.js";
import { deadlineOf, type Timed } from "./options.js";
import { send } from "./send.js";
import type { Config } from "./settings.js";

/** One line that a model wrote while it worked. */
export interface Log {
  readonly message: string;
  readonly timestamp?: string;
  readonly level?: string;
  readonly source?: string;
}

/**
 * How far a job is: IN_QUEUE, IN_PROGRESS, COMPLETED, or a word that is new.
 *
 * A job that failed is COMPLETED too; `error` and `error_type` say so, and its
 * result throws. What is in an unknown form is left out: no job is lost for its
 * log.
 */
export interface Status {
  readonly status: string;
  readonly request_id: string;
  readonly queue_position?: number;
  readonly logs?: readonly Log[];
  readonly metrics?: Readonly<Record<string, unknown>>;
  readonly error?: unknown;
  readonly error_type?: unknown;
}

/** Options of what follows a job. */
export interface Followed extends Timed {
  /** Bring the model's log lines. */
  readonly logs?: boolean;
}

/** Options of what waits for a job. */
export interface Waiting extends Followed {
  /** Called with each status that arrives. */
  readonly onUpdate?: (status: Status) => void;
  /** What becomes of the job when `timeout` is over or `signal` aborts. */
  readonly onTimeout?: "cancel" | "leave";
}

/** Where a job is asked about. */
export interface Place {
  status: string;
  response: string;
  cancel: string;
}

const SILENCE = 35_000; // a comment comes every 15 seconds: two of them are missing then
const TOO_LATE = "ALREADY_COMPLETED";
const FAREWELL = 10_000;
const MOST_LOGGED = 2 ** 24;

/** A request that waits in the queue; `fal.handle` finds it again from anywhere. */
export class Handle<Output> {
  readonly #config: Config;
  readonly #place: Place;

  constructor(
    readonly requestId: string,
    place: Place,
    config: Config,
  ) {
    this.#place = place;
    this.#config = config;
  }

  /** Ask once how far it is. */
  async status(
    options: Followed = {},
    deadline = deadlineOf(options, this.#config),
  ): Promise<Status> {
    const url = this.#statusUrl("", options);
    return this.#read(await this.#send("GET", url, deadline));
  }

  /** Follow it until it has come to an end, one status after the other. */
  async *events(
    options: Followed = {},
    deadline = deadlineOf(options, this.#config),
  ): AsyncGenerator<Status, void> {
    if (yield* this.#streamed(options, deadline)) return;
    for (let delay = 0; ; delay = Math.min(delay * 1.25 || 100, 1000)) {
      await deadline.sleep(Math.min(delay, deadline.left));
      const status = await this.status(options, deadline);
      yield status;
      if (isEnd(status)) return;
    }
  }

  /** Fetch the answer; throws an `ApiError` if the job failed or is not done. */
  async result(
    options: Timed = {},
    deadline = deadlineOf(options, this.#config),
    inferenceTime?: number,
  ): Promise<Output> {
    const reply = await this.#send("GET", this.#place.response, deadline);
    return readAnswer(reply, this.requestId, inferenceTime) as Output;
  }

  /** Ask the queue to drop it; false where it had already completed. */
  async cancel(
    options: Timed = {},
    deadline = deadlineOf(options, this.#config),
  ): Promise<boolean> {
    try {
      const reply = await this.#send("PUT", this.#place.cancel, deadline);
      return readObject(reply, this.requestId)["success"] !== false;
    } catch (error) {
      if (error instanceof ApiError && isTooLate(error)) return false;
      throw error;
    }
  }

  /**
   * Wait for the answer. A job that is to be cancelled and turns out to be done
   * was paid for, so its answer is given.
   */
  async wait(
    options: Waiting = {},
    deadline = deadlineOf(options, this.#config),
  ): Promise<Output> {
    try {
      let last: Status | undefined;
      for await (const status of this.events(options, deadline)) {
        options.onUpdate?.(status);
        last = status;
      }
      const seconds = last?.metrics?.["inference_time"];
      const known = typeof seconds === "number" ? seconds : undefined;
      return await this.result({}, deadline, known);
    } catch (error) {
      const isLate = error instanceof Timeout && error.after !== undefined;
      const isAborted = deadline.signal?.aborted;
      if (options.onTimeout !== "cancel" || !(isLate || isAborted)) throw error;
      return this.#giveUp(error, isLate ? error.after : undefined);
    }
  }

  /** Cancel a job that was not done in time. */
  async #giveUp(reason: unknown, after?: number): Promise<Output> {
    const told = (outcome: string, cancelled = false) =>
      after === undefined
        ? reason
        : new Timeout(
            `the job was not done within ${after} ms; ${outcome}`,
            this.requestId,
            after,
            cancelled,
          );
    const deadline = new Deadline(FAREWELL);
    const dropped = await this.cancel({}, deadline).catch((error: unknown) => {
      throw told(`to cancel it failed, and it may go on: ${String(error)}`);
    });
    if (dropped) throw told("the queue was asked to cancel it", true);
    return this.result({}, deadline);
  }

  /** Give the events of the status stream; tell whether it went to the job's end. */
  async *#streamed(
    options: Followed,
    deadline: Deadline,
  ): AsyncGenerator<Status, boolean> {
    const url = this.#statusUrl("/stream", options);
    const call = this.#call("GET", url, SILENCE);
    const opened = await exchange(call, deadline, this.#config, true);
    if (!("events" in opened)) return false;
    const logs: Log[] = [];
    let size = 0;
    for await (const event of opened.events) {
      let status: Status;
      try {
        status = this.#read({ ...opened, body: event });
      } catch {
        return false;
      }
      if (options.logs) {
        logs.push(...(status.logs ?? [])); // those since the last event
        status = { ...status, logs: [...logs] };
        size += event.length;
      }
      yield status;
      if (isEnd(status)) return true;
      if (size > MOST_LOGGED) break;
    }
    return false;
  }

  #read(reply: Reply): Status {
    const { requestId } = this;
    const { status, logs, metrics, ...others } = readObject(reply, requestId);
    if (typeof status !== "string") {
      throw new UnexpectedAnswer(reply, "no status", requestId);
    }
    return {
      ...others,
      status,
      request_id: requestId,
      ...(Array.isArray(logs) && { logs: logs as Log[] }),
      ...(isObject(metrics) && { metrics }),
    };
  }

  #statusUrl(below: string, { logs }: Followed): string {
    return `${this.#place.status}${below}${logs ? "?logs=1" : ""}`;
  }

  async #send(method: Call["method"], url: string, deadline: Deadline) {
    return send(this.#call(method, url), deadline, this.#config);
  }

  #call(method: Call["method"], url: string, silence?: number): Call {
    const { requestId } = this;
    return { method, url, requestId, ...(silence && { silence }) };
  }
}

function isEnd({ status }: Status): boolean {
  return status === "COMPLETED";
}

/** Tell whether there was nothing left to cancel; some versions of the service leave the status out. */
function isTooLate({ status, body }: ApiError): boolean {
  const said = isObject(body) ? body["status"] : undefined;
  return status === 400 && (said ?? TOO_LATE) === TOO_LATE;
}
