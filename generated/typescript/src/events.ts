// The runtime of fal-codegen, from templates/typescript/runtime/events.ts: edit it there.
//
// Server-sent events, as far as the service uses them: lines of data.

import { tooLarge } from "./exchange.js";

/** Put events together from pieces of text, each of so many characters at most. */
export async function* eventsOf(
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
