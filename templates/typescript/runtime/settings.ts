// The runtime of fal-codegen, from templates/typescript/runtime/settings.ts: edit it there.
//
// Settings of a client, and what they come to with the environment and defaults.

import type { Deadline } from "./deadline.js";
import { FalError } from "./errors.js";
import type { Job, Status } from "./handle.js";
import { hiding } from "./hiding.js";

/** Settings of a client, each with a default. All times are in milliseconds. */
export interface Settings {
  /** The key; else FAL_KEY, else FAL_KEY_ID and FAL_KEY_SECRET. */
  readonly key?: string;
  /**
   * A URL in front of all of fal's hosts, which finds the host in the first
   * segment of the path: an emulator's, or your own server's. Else FAL_GATEWAY.
   */
  readonly gateway?: string;
  /**
   * The URL of your own server's proxy, which adds the key: it is told in
   * `x-fal-target-url` where a request is to go, as the official proxies are.
   */
  readonly proxy?: string;
  /** For all that a method does, with its retries; no end unless set. */
  readonly timeout?: number;
  /** For each exchange over HTTP; of a stream, between two events. 600,000 unless set. */
  readonly httpTimeout?: number;
  /** How large a reply may be, in bytes; 64 MiB unless set. */
  readonly maxReplyBytes?: number;
  /** How often a call is made again that failed in passing: 4 times unless set. */
  readonly retries?: number;
  /**
   * How jobs are followed: they are asked about again and again, unless this is
   * `statusStream`, which takes one call and tells of the end at once.
   */
  readonly follow?: Follow;
  /** Headers of every call to the service. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What sends requests; the global `fetch` unless set. */
  readonly fetch?: typeof fetch;
  /** Let a key be used in a browser, where whoever opens the page can read it. */
  readonly allowKeyInBrowser?: boolean;
}

/** Gives each status of a job; tells whether that went to its end. */
export type Follow = (
  job: Job,
  query: string,
  deadline: Deadline,
) => AsyncGenerator<Status, boolean>;

/** Gives the address of one of fal's hosts: at its own place, or behind a gateway. */
export type Hosts = (host: string) => string;

/** What holds for every call of a client. */
export interface Config {
  readonly hosts: Hosts;
  readonly proxy: string | undefined;
  readonly timeout: number;
  readonly httpTimeout: number;
  readonly maxReplyBytes: number;
  readonly retries: number;
  readonly follow: Follow | undefined;
  readonly fetch: typeof fetch;
  /** Give the headers of every call to the service, the key among them. */
  readonly headers: () => Headers;
  /** Take the key out of what the service sent, should it repeat it. */
  readonly hide: (text: string) => string;
}

const OURS = ["authorization", "content-type", "host", "x-fal-target-url"];
const HAS_USER = /^[^/?#]*[/\\]*[^/\\?#]*@/; // fetch refuses such a URL, and repeats it

/** Complete settings. Throws {@link FalError} for impossible ones. */
export function configOf(settings: Settings): Config {
  const key = keyOf(settings);
  const gateway = settings.gateway ?? env("FAL_GATEWAY");
  const { proxy } = settings;
  if (HAS_USER.test(gateway ?? "") || HAS_USER.test(proxy ?? ""))
    throw new FalError("no user or password may be in gateway or proxy");
  const front = gateway?.replace(/\/+$/, "") ?? "https:/";
  const headers = checkedHeaders(settings.headers);
  const behind = gateway ?? proxy;
  return {
    hosts: (host) => `${front}/${host}`,
    proxy,
    timeout: checkedTime(settings.timeout ?? Infinity),
    httpTimeout: checkedTime(settings.httpTimeout ?? 600_000),
    maxReplyBytes: settings.maxReplyBytes ?? 64 * 2 ** 20,
    retries: settings.retries ?? 4,
    follow: settings.follow,
    fetch: settings.fetch ?? ((input, init) => fetch(input, init)),
    headers: () => {
      if (!key && behind === undefined)
        throw new FalError("no key: set FAL_KEY, or pass key");
      const all = new Headers(headers);
      if (key) all.set("Authorization", `Key ${key}`);
      return all;
    },
    hide: hiding(key),
  };
}

/** Give a time in milliseconds. Throws {@link FalError} for what is none. */
export function checkedTime(time: number): number {
  if (time >= 0) return time;
  throw new FalError("times are in milliseconds, 0 or more");
}

/** Give headers. Throws {@link FalError} for those that HTTP has not, or the client sets itself. */
export function checkedHeaders(given: HeadersInit = {}): Headers {
  let headers;
  try {
    headers = new Headers(given);
  } catch {
    throw new FalError("headers: no such name or value");
  }
  const ours = OURS.find((name) => headers.has(name));
  if (ours) throw new FalError(`headers: the client sets ${ours} itself`);
  return headers;
}

/** Read a variable of the environment, where there is one; an empty one is not set. */
function env(name: string): string | undefined {
  const { process } = globalThis as {
    process?: { env?: Record<string, string | undefined> };
  };
  const value = process?.env?.[name];
  return value === "" ? undefined : value;
}

function keyOf(settings: Settings): string {
  const [id, secret] = [env("FAL_KEY_ID"), env("FAL_KEY_SECRET")];
  const pair = id && secret ? `${id}:${secret}` : "";
  const key = (settings.key ?? env("FAL_KEY") ?? pair).trim();
  if (!/^[!-~]*$/.test(key)) {
    throw new FalError("the key is not visible ASCII");
  }
  if (key && !settings.allowKeyInBrowser && isBrowser()) {
    throw new FalError(
      "a key in a browser is public: use proxy, or allowKeyInBrowser",
    );
  }
  return key;
}

/** Tell whether this runs in a page, or in a worker of one. */
function isBrowser(): boolean {
  return (
    "document" in globalThis ||
    ("importScripts" in globalThis && "location" in globalThis)
  );
}
