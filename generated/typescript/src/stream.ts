// The runtime of fal-codegen, from templates/typescript/runtime/stream.ts: edit it there.
//
// Streams: the events that an endpoint sends while it works.

import { readAnswer } from "./answers.js";
import type { Fal } from "./client.js";
import { streamed } from "./events.js";
import { parsed, UnexpectedAnswer } from "./errors.js";
import { exchange } from "./exchange.js";
import { deadlineOf, type Options } from "./options.js";
import { replyOf } from "./send.js";
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
  const config = fal.config;
  const deadline = deadlineOf(options, config);
  const behind = idOf(endpoint).endsWith("/stream") ? "" : "/stream";
  const host = config.hosts("fal.run");
  const work = workCall(host, behind, endpoint, input, options);
  const call = { ...work, silence: Infinity };
  const opened = await exchange(call, deadline, config, streamed);
  const reply = replyOf(call, opened);
  let last = reply.body;
  for await (const event of reply.events ?? []) {
    last = event;
    yield eventOf(event);
  }
  return readAnswer({ ...reply, body: last }) as Output;

  function eventOf(text: string): unknown {
    const event = parsed(text);
    if (event !== undefined) return event;
    const said = { status: 200, headers: {}, body: text };
    throw new UnexpectedAnswer(said, "an event that is no JSON");
  }
}
