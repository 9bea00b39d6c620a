// The runtime of fal-codegen, from templates/typescript/runtime/work.ts: edit it there.
//
// Requests that make work: checked, and spelled as calls.

import { encode } from "./check.js";
import { FalError } from "./errors.js";
import type { Call } from "./exchange.js";
import { type Options, optionHeaders } from "./options.js";
import type { Endpoint } from "./types.js";

/** An endpoint of this package, or the id of any. */
export type Target<Input = unknown, Output = unknown> =
  Endpoint<Input, Output> | string;

/** Tell whether a text is a path of plain segments, as ids of endpoints are. */
export function isPath(text: string): boolean {
  return /^\w[\w.~-]*(\/\w[\w.~-]*)+$/.test(text);
}

/** Give the id of an endpoint. Throws {@link FalError} for what can be none. */
export function idOf(target: Target): string {
  const id = typeof target === "string" ? target : target.id;
  if (isPath(id)) return id;
  throw new FalError(`${JSON.stringify(id)} is no id of an endpoint`);
}

/**
 * Give the call that has work done, at a host and with what stands behind the id.
 *
 * Throws `InvalidRequest` for what the endpoint's contract does not allow.
 */
export function workCall(
  host: string,
  behind: string,
  target: Target,
  input: unknown,
  options: Options,
): Call {
  const id = idOf(target);
  const known = typeof target === "string" ? { id, input: {} } : target;
  return {
    method: "POST",
    url: `${host}/${id}${behind}`,
    body: encode(known, input),
    headers: optionHeaders(options),
    work: true,
  };
}
