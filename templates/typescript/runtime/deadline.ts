// The runtime of fal-codegen, from templates/typescript/runtime/deadline.ts: edit it there.
//
// How long a method may go on, and how long each of its exchanges.

const LONGEST_TIMER = 2 ** 31 - 1; // a longer one would end at once

/** The end of all that one method does, and the caller's own signal. */
export class Deadline {
  readonly #end: number;

  constructor(
    readonly after: number,
    readonly signal?: AbortSignal,
  ) {
    this.#end = performance.now() + after;
  }

  /** The milliseconds that are left. */
  get left(): number {
    return this.#end - performance.now();
  }

  /** Wait; throws the signal's reason when it aborts. */
  async sleep(time: number): Promise<void> {
    const { signal } = this;
    signal?.throwIfAborted();
    if (time <= 0) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(end, Math.min(time, LONGEST_TIMER));
      signal?.addEventListener("abort", end);
      function end() {
        clearTimeout(timer);
        signal?.removeEventListener("abort", end);
        if (signal?.aborted) reject(signal.reason as Error);
        else resolve();
      }
    });
  }
}

/** Watches one exchange: it may last so long in all, and be silent for so long. */
export interface Watch {
  readonly signal: AbortSignal;
  /** Whether the time was over. */
  readonly expired: () => boolean;
  /** Start the time of an exchange, or of an event. */
  readonly begin: () => void;
  /** Start the time that the service may be silent. */
  readonly heard: () => void;
  /** End the exchange, wherever it is. */
  readonly close: () => void;
}

/** Begin to watch an exchange; times are in milliseconds. */
export function watching(
  deadline: Deadline,
  time: number,
  silence: number,
): Watch {
  const own = new AbortController();
  let end: number;
  let timer: ReturnType<typeof setTimeout>;
  const close = () => {
    clearTimeout(timer);
    own.abort();
  };
  const heard = () => {
    clearTimeout(timer);
    const left = Math.min(end - performance.now(), silence, LONGEST_TIMER);
    timer = setTimeout(close, left);
  };
  const begin = () => {
    end = performance.now() + Math.min(time, deadline.left);
    heard();
  };
  begin();
  return {
    signal: deadline.signal
      ? AbortSignal.any([own.signal, deadline.signal])
      : own.signal,
    expired: () => own.signal.aborted,
    begin,
    heard,
    close,
  };
}
