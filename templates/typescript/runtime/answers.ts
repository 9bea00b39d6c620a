// The runtime of fal-codegen, from templates/typescript/runtime/answers.ts: edit it there.
//
// Answers: JSON as it came, and what came back beside it.

import { isObject, type Reply, UnexpectedAnswer } from "./errors.js";

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

const kept = new WeakMap<object, Beside>();

/** Give what came back beside an answer of this client, such as what it cost. */
export function responseOf(answer: object): Beside | undefined {
  return kept.get(answer);
}

/** Read an answer: everything in it stays. Throws {@link UnexpectedAnswer} for no JSON. */
export function readAnswer(
  reply: Reply,
  requestId?: string,
  inferenceTime?: number,
): unknown {
  const answer = json(reply, requestId);
  if (typeof answer === "object" && answer !== null) {
    const { headers } = reply;
    const units = Number.parseFloat(headers["x-fal-billable-units"] ?? "");
    kept.set(answer, {
      requestId: requestId ?? headers["x-fal-request-id"],
      billableUnits: Number.isFinite(units) ? units : undefined,
      servedFrom: headers["x-fal-served-from"],
      inferenceTime,
      headers,
    });
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

function json(reply: Reply, requestId?: string): unknown {
  try {
    return JSON.parse(reply.body);
  } catch {
    throw new UnexpectedAnswer(reply, "no JSON", requestId);
  }
}
