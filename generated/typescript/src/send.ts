// The runtime of fal-codegen, from templates/typescript/runtime/send.ts: edit it there.
//
// Calls with their retries: which are made again, and after how long a delay.

import { type Deadline, sleep } from "./deadline.js";
import { apiError, type Reply } from "./errors.js";
import {
  type Call,
  exchange,
  type Exchanged,
  type Streamed,
  timeout,
} from "./exchange.js";
import type { Config } from "./settings.js";

const FIRST_DELAY = 250;
const LONGEST_DELAY = 8_000;
const LONGEST_WAIT = 600_000; // who is asked to wait longer gets the refusal
const TRANSIENT = [502, 503, 504];

/**
 * Make a call, and again where that may help and does no harm.
 *
 * Throws an `ApiError` where the service refuses, else the error of the failure.
 */
export async function send(
  call: Call,
  deadline: Deadline,
  config: Config,
): Promise<Reply> {
  let delay = FIRST_DELAY;
  for (let retry = 0; ; retry++) {
    const outcome = await exchange(call, deadline, config);
    const least = leastDelay(call, outcome);
    const wait = Math.max(delay * (0.5 + Math.random() / 2), least);
    const isLate = deadline.left() <= wait;
    const isLast = retry >= config.retries || least > LONGEST_WAIT;
    if (!isLast && isLate && call.requestId)
      throw timeout(call, deadline.after);
    if (isLast || isLate) return replyOf(call, outcome);
    await sleep(wait, deadline);
    delay = Math.min(delay * 2, LONGEST_DELAY);
  }
}

/** Give the reply, if the service did as asked. Throws an error for all else. */
export function replyOf(call: Call, outcome: Exchanged): Streamed {
  if ("error" in outcome) throw outcome.error;
  if (isOk(outcome)) return outcome;
  throw apiError(outcome, call.requestId);
}

function isOk({ status }: Reply): boolean {
  return status >= 200 && status < 300;
}

/**
 * Give the time to wait at least before a call is made again; infinite where it
 * must not be.
 *
 * Work is asked for again only if the service provably did not get the call, or
 * itself says that it did nothing: by 429, or by a header.
 */
function leastDelay(call: Call, outcome: Exchanged): number {
  if ("error" in outcome)
    return outcome.final || (call.work && outcome.delivered) ? Infinity : 0;
  return isOk(outcome) || !isRetryable(call, outcome)
    ? Infinity
    : retryAfter(outcome);
}

function isRetryable({ work }: Call, { status, headers }: Reply): boolean {
  if (headers["x-fal-request-timeout-type"] === "user") return false;
  const said = headers["x-fal-retryable"] ?? headers["x-fal-needs-retry"];
  if (said !== undefined) return /^(1|true)$/i.test(said);
  const isFinal = headers["x-fal-error-type"] !== undefined; // how the job ended
  return status === 429 || (!work && TRANSIENT.includes(status) && !isFinal);
}

/** Read Retry-After, in seconds or as a date; the reply's own date tells what time it is. */
function retryAfter({ headers }: Reply): number {
  const { "retry-after": value = "", date = "" } = headers;
  const time = Number(value) * 1000 || Date.parse(value) - Date.parse(date);
  return Math.max(time || 0, 0);
}
