// The runtime of fal-codegen, from templates/typescript/runtime/stream.ts: edit it there.
//
// Streams: the events that an endpoint sends while it works.

import { readAnswer } from "./answers.js";
import type { Fal } from "./client.js";
import { apiError, UnexpectedAnswer } from "./errors.js";
import { exchange } from "./exchange.js";
import { deadlineOf, type Options } from "./options.js";
import { failureError, isOk } from "./send.js";
import { idOf, type Target, workCall } from "./work.js";

/**
 * Send a request and read the events that the endpoint sends meanwhile; few do.
 * The last event is the answer, and is what the iterator returns.
 */
export async function* stream<Input, Output>(
  fal: Fal,
  endpoint: Target<Input, Output>,
  input: NoInfer<Input>,
  options: Options = {},
): AsyncGenerator<unknown, Output> {
  const config = fal.config();
  const deadline = deadlineOf(options, config);
  const behind = idOf(endpoint).endsWith("/stream") ? "" : "/stream";
  const host = config.hosts("fal.run");
  const work = workCall(host, behind, endpoint, input, options);
  const call = { ...work, silence: Infinity };
  const opened = await exchange(call, deadline, config, true);
  if (!("status" in opened)) throw failureError(call, opened, deadline);
  if (!isOk(opened)) throw apiError(opened);
  let last = opened.body;
  while (opened.events) {
    const { done, value } = await opened.events.next();
    if (done && value) throw failureError(call, value, deadline);
    if (done) break;
    last = value;
    yield eventOf(last);
  }
  return readAnswer({ ...opened, body: last }) as Output;

  function eventOf(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw new UnexpectedAnswer(
        { status: 200, headers: {}, body: text },
        "an event that is no JSON",
      );
    }
  }
}
