// The runtime of fal-codegen, from templates/typescript/runtime/answers.ts: edit it there.
//
// Answers: JSON as it came, and what came back beside it.

import { isObject, parsed, type Reply, UnexpectedAnswer } from "./errors.js";

/** What came back beside an answer; what the service did not say is undefined. */
export interface Beside {
  /** The service's name for the call, or for the job in the queue. */
  readonly requestId: string | undefined;
  /** What it cost, in the units of the endpoint's price. */
  readonly billableUnits: number | undefined;
  /** Which runner it came from. */
  readonly servedFrom: string | undefined;
  /** How long the model worked, in seconds. */
  readonly inferenceTime: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** A reply, and what its job is known by. */
interface Kept extends Pick<Reply, "headers"> {
  readonly requestId: string | undefined;
  readonly inferenceTime: unknown;
}

const kept = new WeakMap<object, Kept>();

/** Give what came back beside an answer of this client, such as what it cost. */
export function responseOf(answer: object): Beside | undefined {
  const known = kept.get(answer);
  if (!known) return undefined;
  const { headers } = known;
  return {
    requestId: known.requestId ?? headers["x-fal-request-id"],
    billableUnits: numberIn(headers["x-fal-billable-units"]),
    servedFrom: headers["x-fal-served-from"],
    inferenceTime: numberIn(known.inferenceTime),
    headers,
  };
}

/** Read an answer: everything in it stays. Throws {@link UnexpectedAnswer} for no JSON. */
export function readAnswer(
  reply: Reply,
  requestId?: string,
  inferenceTime?: unknown,
): unknown {
  const answer = json(reply, requestId);
  if (typeof answer === "object" && answer !== null) {
    const { headers } = reply;
    kept.set(answer, { headers, requestId, inferenceTime });
  }
  return answer;
}

/** Read a reply that is an object. Throws {@link UnexpectedAnswer} for any other. */
export function readObject(
  reply: Reply,
  requestId?: string,
): Record<string, unknown> {
  const value = json(reply, requestId);
  if (isObject(value)) return value;
  throw new UnexpectedAnswer(reply, "no object", requestId);
}

function numberIn(value: unknown): number | undefined {
  const number = Number.parseFloat(String(value));
  return Number.isFinite(number) ? number : undefined;
}

function json(reply: Reply, requestId?: string): unknown {
  const value = parsed(reply.body);
  if (value !== undefined) return value;
  throw new UnexpectedAnswer(reply, "no JSON", requestId);
}
