// The runtime of fal-codegen, from templates/typescript/runtime/follow.ts: edit it there.
//
// Status streams: one call that tells of a job until its end.

import type { Deadline } from "./deadline.js";
import { streamed } from "./events.js";
import { exchange } from "./exchange.js";
import { isEnd, type Job, type Log, type Status } from "./handle.js";

const SILENCE = 35_000; // a comment comes every 15 seconds: two of them are missing then
const LARGEST = 2 ** 24;

/**
 * Follow jobs by their status streams: for `follow` in a client's settings.
 *
 * Gives each status as it arrives; tells whether the stream went to the job's end.
 */
export async function* statusStream(
  { status, requestId, config, read }: Job,
  query: string,
  deadline: Deadline,
): AsyncGenerator<Status, boolean> {
  const url = `${status}/stream${query}`;
  const call = { method: "GET", url, requestId, silence: SILENCE } as const;
  const opened = await exchange(call, deadline, config, streamed);
  if ("error" in opened || !opened.events) return false;
  const logs: Log[] = [];
  let size = 0;
  try {
    for await (const event of opened.events) {
      const latest = read({ ...opened, body: event });
      logs.push(...(latest.logs ?? [])); // those since the last event
      yield query ? { ...latest, logs: [...logs] } : latest;
      if (isEnd(latest)) return true;
      if ((size += event.length) > LARGEST) break;
    }
  } catch {
    // it broke, or told what is no status: the job can still be asked about
  }
  return false;
}
