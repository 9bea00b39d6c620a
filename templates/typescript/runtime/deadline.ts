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
export class Watch {
  readonly signal: AbortSignal;
  readonly #own = new AbortController();
  readonly #silence: number;
  readonly #time: number;
  readonly #deadline: Deadline;
  #end = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deadline: Deadline, time: number, silence: number) {
    this.#deadline = deadline;
    this.#time = time;
    this.#silence = silence;
    this.signal = deadline.signal
      ? AbortSignal.any([this.#own.signal, deadline.signal])
      : this.#own.signal;
    this.begin();
  }

  /** Whether the time was over. */
  get expired(): boolean {
    return this.#own.signal.aborted;
  }

  /** Start the time of an exchange, or of an event. */
  begin(): void {
    this.#end = performance.now() + Math.min(this.#time, this.#deadline.left);
    this.heard();
  }

  /** Start the time that the service may be silent. */
  heard(): void {
    clearTimeout(this.#timer);
    const left = Math.min(this.#end - performance.now(), this.#silence);
    this.#timer = setTimeout(
      () => {
        this.close();
      },
      Math.min(Math.max(left, 0), LONGEST_TIMER),
    );
  }

  /** End the exchange, wherever it is. */
  close(): void {
    clearTimeout(this.#timer);
    this.#own.abort();
  }
}
