// The runtime of fal-codegen, from templates/typescript/runtime/events.ts: edit it there.
//
// Server-sent events, as far as the service uses them: lines of data.

import type { Watch } from "./deadline.js";
import {
  type Failure,
  type ReadBody,
  texts,
  tooLarge,
  whole,
} from "./exchange.js";
import type { Config } from "./settings.js";

/** Read the events of a response that has some, and the whole body of any other. */
export async function streamed(
  response: Response,
  watch: Watch,
  config: Config,
  failed: (error: unknown) => Failure,
): ReturnType<ReadBody> {
  const kind = response.headers.get("content-type") ?? "";
  return response.ok && kind.startsWith("text/event-stream")
    ? { body: "", events: read(response, watch, config, failed) }
    : whole(response, watch, config);
}

async function* read(
  response: Response,
  watch: Watch,
  config: Config,
  failed: (error: unknown) => Failure,
): AsyncGenerator<string, void> {
  try {
    const pieces = texts(response, watch);
    for await (const event of eventsOf(pieces, config.maxReplyBytes)) {
      yield config.hide(event);
      watch.begin();
    }
  } catch (error) {
    throw failed(error).error;
  } finally {
    watch.close();
  }
}

/** Put events together from pieces of text, each of so many characters at most. */
async function* eventsOf(
  pieces: AsyncIterable<string>,
  limit: number,
): AsyncGenerator<string> {
  let rest = "";
  let data: string[] = [];
  let size = 0;
  for await (const piece of pieces) {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      size += line.length + 1;
      if (line.startsWith("data:")) {
        data.push(line.slice(5).replace(/^ /, ""));
      } else if (!line && data.length) {
        yield data.join("\n");
        data = [];
        size = 0;
      }
    }
    if (size + rest.length > limit) {
      throw tooLarge("an event");
    }
  }
}
