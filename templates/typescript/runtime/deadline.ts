// The runtime of fal-codegen, from templates/typescript/runtime/deadline.ts: edit it there.
//
// How long a method may go on, and how long each of its exchanges.

const LONGEST_TIMER = 2 ** 31 - 1; // a longer one would end at once

/** The end of all that one method does, and the caller's own signal. */
export interface Deadline {
  readonly after: number;
  readonly signal: AbortSignal | undefined;
  /** Give the milliseconds that are left. */
  readonly left: () => number;
}

/** Watches one exchange: it may last so long in all, and be silent for so long. */
export interface Watch {
  /** Aborted when the time is over, or when the caller's own signal is. */
  readonly signal: AbortSignal;
  /** Start the time of an exchange, or of an event. */
  readonly begin: () => void;
  /** Start the time that the service may be silent. */
  readonly heard: () => void;
  /** End the exchange, wherever it is. */
  readonly close: () => void;
}

/** Begin a deadline, so many milliseconds long. */
export function deadlineAfter(after: number, signal?: AbortSignal): Deadline {
  const end = performance.now() + after;
  return { after, signal, left: () => end - performance.now() };
}

/** Wait; throws the reason of the caller's signal when it aborts. */
export async function sleep(time: number, deadline: Deadline): Promise<void> {
  const { signal, close } = watching(deadline, time, time);
  await new Promise((resolve) => {
    signal.addEventListener("abort", resolve);
    if (signal.aborted) resolve(signal);
  });
  close();
  deadline.signal?.throwIfAborted();
}

/** Begin to watch an exchange; times are in milliseconds. */
export function watching(
  deadline: Deadline,
  time: number,
  silence: number,
): Watch {
  const own = new AbortController();
  let end: Deadline;
  let timer: ReturnType<typeof setTimeout>;
  const close = () => {
    clearTimeout(timer);
    own.abort();
  };
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(close, Math.min(end.left(), silence, LONGEST_TIMER));
  };
  const begin = () => {
    end = deadlineAfter(Math.min(time, deadline.left()));
    heard();
  };
  begin();
  return {
    signal: deadline.signal
      ? AbortSignal.any([own.signal, deadline.signal])
      : own.signal,
    begin,
    heard,
    close,
  };
}
