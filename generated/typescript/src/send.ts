// The runtime of fal-codegen, from templates/typescript/runtime/send.ts: edit it there.
//
// Calls with their retries: which are made again, and after how long a delay.

import { type Deadline } from "./deadline.js";
import { apiError, type Reply, Timeout, TransportError } from "./errors.js";
import {
  type Call,
  exchange,
  type Exchanged,
  type Failure,
} from "./exchange.js";
import type { Config } from "./settings.js";

const FIRST_DELAY = 250;
const LONGEST_DELAY = 8_000;
const LONGEST_WAIT = 600_000; // who is asked to wait longer gets the refusal
const TRANSIENT = new Set([502, 503, 504]);

/**
 * Make a call, and again where that may help and does no harm.
 *
 * Throws an `ApiError` where the service refuses, else what
 * {@link failureError} gives.
 */
export async function send(
  call: Call,
  deadline: Deadline,
  config: Config,
): Promise<Reply> {
  let outcome = await exchange(call, deadline, config);
  let delay = FIRST_DELAY;
  for (let retry = 0; retry < config.retries; retry++) {
    const least = leastDelay(call, outcome);
    if (least === undefined || least > LONGEST_WAIT) break;
    const wait = Math.max(delay * (0.5 + Math.random() / 2), least);
    if (deadline.left <= wait) {
      if (call.requestId) throw late(call, deadline);
      break; // the outcome says more than the deadline
    }
    await deadline.sleep(wait);
    outcome = await exchange(call, deadline, config);
    delay = Math.min(delay * 2, LONGEST_DELAY);
  }
  if (!("status" in outcome)) throw failureError(call, outcome, deadline);
  if (!isOk(outcome)) throw apiError(outcome, call.requestId);
  return outcome;
}

/** Give the error for a failure; of the URL, the query is left out: it may hold a permission. */
export function failureError(call: Call, failure: Failure, deadline: Deadline) {
  return failure.timedOut
    ? late(call, deadline, failure)
    : new TransportError(failure.reason, call.requestId);
}

/** Tell whether the service did as asked. */
export function isOk(reply: Reply): boolean {
  return reply.status >= 200 && reply.status < 300;
}

function late(call: Call, deadline: Deadline, failure?: Failure): Timeout {
  const after = failure && !failure.over ? undefined : deadline.after;
  const time = after === undefined ? "in time" : `within ${after} ms`;
  const [url] = call.url.split("?");
  const left = call.requestId ? "; the job goes on" : "";
  return new Timeout(
    `no answer ${time} to ${call.method} ${url ?? ""}${left}`,
    call.requestId,
    after,
  );
}

/**
 * Give the time to wait at least before a call is made again; undefined where
 * it must not be.
 *
 * Work is asked for again only if the service provably did not get the call, or
 * itself says that it did nothing: by 429, or by a header.
 */
function leastDelay(call: Call, outcome: Exchanged): number | undefined {
  if (!("status" in outcome)) {
    const harmless = !call.work || !outcome.delivered;
    return harmless && !outcome.final && !outcome.over ? 0 : undefined;
  }
  return !isOk(outcome) && isRetryable(call, outcome)
    ? retryAfter(outcome)
    : undefined;
}

function isRetryable(call: Call, { status, headers }: Reply): boolean {
  if (headers["x-fal-request-timeout-type"] === "user") return false;
  const said = headers["x-fal-retryable"] ?? headers["x-fal-needs-retry"];
  if (said !== undefined) return /^(1|true)$/i.test(said);
  if (status === 429) return true;
  const isFinal = headers["x-fal-error-type"] !== undefined; // how the job ended
  return !call.work && TRANSIENT.has(status) && !isFinal;
}

/** Read Retry-After, in seconds or as a date; the reply's own date tells what time it is. */
function retryAfter({ headers }: Reply): number {
  const value = headers["retry-after"]?.trim() ?? "";
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const time = Date.parse(value) - Date.parse(headers["date"] ?? "");
  return Math.max(time || 0, 0);
}
