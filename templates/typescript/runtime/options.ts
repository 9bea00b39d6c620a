// The runtime of fal-codegen, from templates/typescript/runtime/options.ts: edit it there.
//
// Options of a call: how long it may take, and how the service is to treat it.

import { type Deadline, deadlineAfter } from "./deadline.js";
import { checkedHeaders, checkedTime, type Config } from "./settings.js";
import type { Json } from "./types.js";

/** Options of every method. */
export interface Timed {
  /** Milliseconds for all that the method does; the client's own unless given. */
  readonly timeout?: number;
  /** Ends the method early: it throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Options of every request that makes work. */
export interface Options extends Timed {
  /** Orders the queue. */
  readonly priority?: "normal" | "low";
  /** Milliseconds to wait for a runner at most, over 100; it ends no work. */
  readonly startTimeout?: number;
  /** Prefers a runner that served the same hint. */
  readonly hint?: string;
  /** False keeps input and output out of the service's history. */
  readonly storeIo?: boolean;
  /** What becomes of the files that the endpoint makes. */
  readonly lifecycle?: Readonly<Record<string, Json>>;
  /** False makes the service give up where it would try another runner. */
  readonly serviceRetries?: boolean;
  /** Headers of this request alone. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Give the deadline of a method. */
export function deadlineOf(options: Timed, config: Config): Deadline {
  const time = checkedTime(options.timeout ?? config.timeout);
  return deadlineAfter(time, options.signal);
}

/** Give options as headers. */
export function optionHeaders(options: Options): Headers {
  const { priority, startTimeout, hint, lifecycle } = options;
  const headers = checkedHeaders(options.headers);
  const set = (name: string, value?: string | false) => {
    if (value) headers.set(name, value);
  };
  set("X-Fal-Queue-Priority", priority);
  const start =
    startTimeout !== undefined && `${checkedTime(startTimeout) / 1000}`;
  set("X-Fal-Request-Start-Timeout", start);
  set("X-Fal-Request-Timeout", start); // its older name
  set("X-Fal-Runner-Hint", hint);
  set("X-Fal-Store-IO", options.storeIo === false && "0");
  set(
    "X-Fal-Object-Lifecycle-Preference",
    lifecycle && JSON.stringify(lifecycle),
  );
  set("X-Fal-No-Retry", options.serviceRetries === false && "1");
  return headers;
}
