// The runtime of fal-codegen, from templates/typescript/runtime/handle.ts: edit it there.
//
// Jobs: requests in the queue.

import { readAnswer, readObject } from "./answers.js";
import { type Deadline, deadlineAfter, sleep } from "./deadline.js";
import {
  ApiError,
  isObject,
  type Reply,
  Timeout,
  UnexpectedAnswer,
} from "./errors.js";
import type { Call } from "./exchange.js";
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

/** What is known of a job to those who follow it. */
export interface Job extends Readonly<Place> {
  readonly requestId: string;
  readonly config: Config;
  /** Read a status. Throws `UnexpectedAnswer` for what is none. */
  readonly read: (reply: Reply) => Status;
}

const TOO_LATE = "ALREADY_COMPLETED";
const FAREWELL = 10_000;

/** A request that waits in the queue; `fal.handle` finds it again from anywhere. */
export class Handle<Output> {
  readonly #job: Job;

  constructor(
    readonly requestId: string,
    place: Place,
    config: Config,
  ) {
    const read = (reply: Reply) => statusOf(reply, requestId);
    this.#job = { ...place, requestId, config, read };
  }

  /** Ask once how far it is. */
  async status(
    options: Followed = {},
    deadline = deadlineOf(options, this.#job.config),
  ): Promise<Status> {
    const url = this.#job.status + query(options);
    return this.#job.read(await this.#send("GET", url, deadline));
  }

  /** Follow it until it has come to an end, one status after the other. */
  async *events(
    options: Followed = {},
    deadline = deadlineOf(options, this.#job.config),
  ): AsyncGenerator<Status, void> {
    const { follow } = this.#job.config;
    if (follow && (yield* follow(this.#job, query(options), deadline))) return;
    for (let delay = 0; ; delay = Math.min(delay * 1.25 || 100, 1000)) {
      await sleep(delay, deadline);
      const status = await this.status(options, deadline);
      yield status;
      if (isEnd(status)) return;
    }
  }

  /** Fetch the answer; throws an `ApiError` if the job failed or is not done. */
  async result(
    options: Timed = {},
    deadline = deadlineOf(options, this.#job.config),
    inferenceTime?: unknown,
  ): Promise<Output> {
    const reply = await this.#send("GET", this.#job.response, deadline);
    return readAnswer(reply, this.requestId, inferenceTime) as Output;
  }

  /** Ask the queue to drop it; false where it had already completed. */
  async cancel(
    options: Timed = {},
    deadline = deadlineOf(options, this.#job.config),
  ): Promise<boolean> {
    try {
      const reply = await this.#send("PUT", this.#job.cancel, deadline);
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
    deadline = deadlineOf(options, this.#job.config),
  ): Promise<Output> {
    try {
      let last: Status | undefined;
      for await (const status of this.events(options, deadline)) {
        options.onUpdate?.(status);
        last = status;
      }
      const seconds = last?.metrics?.["inference_time"];
      return await this.result({}, deadline, seconds);
    } catch (error) {
      const after = error instanceof Timeout ? error.after : undefined;
      const isOver = after !== undefined || deadline.signal?.aborted;
      if (options.onTimeout !== "cancel" || !isOver) throw error;
      return this.#giveUp(error, after);
    }
  }

  /** Cancel a job that was not done in time. */
  async #giveUp(reason: unknown, after?: number): Promise<Output> {
    const deadline = deadlineAfter(FAREWELL);
    const dropped = await this.cancel({}, deadline).catch(String);
    if (dropped === false) return this.result({}, deadline);
    if (after === undefined) throw reason;
    const isDropped = dropped === true;
    const outcome = isDropped ? "cancelled" : `not cancelled: ${dropped}`;
    const message = `the job was not done within ${after} ms; ${outcome}`;
    throw new Timeout(message, this.requestId, after, isDropped);
  }

  #send(method: Call["method"], url: string, deadline: Deadline) {
    const { requestId } = this;
    return send({ method, url, requestId }, deadline, this.#job.config);
  }
}

function statusOf(reply: Reply, requestId: string): Status {
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

function query({ logs }: Followed): string {
  return logs ? "?logs=1" : "";
}

/** Tell whether nothing comes after a status. */
export function isEnd({ status }: Status): boolean {
  return status === "COMPLETED";
}

/** Tell whether there was nothing left to cancel; some versions of the service leave the status out. */
function isTooLate({ status, body }: ApiError): boolean {
  const said = isObject(body) ? body["status"] : undefined;
  return status === 400 && (said ?? TOO_LATE) === TOO_LATE;
}
