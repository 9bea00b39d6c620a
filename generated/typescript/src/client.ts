// The runtime of fal-codegen, from templates/typescript/runtime/client.ts: edit it there.
//
// The client.

import { readAnswer, readObject } from "./answers.js";
import { UnexpectedAnswer } from "./errors.js";
import { Handle, type Place, type Waiting } from "./handle.js";
import { deadlineOf, type Options } from "./options.js";
import { send } from "./send.js";
import { type Config, configOf, type Settings } from "./settings.js";
import { idOf, isPath, type Target, workCall } from "./work.js";

/** Options of a request that goes into the queue. */
export interface Submitting extends Options {
  /** What the service calls when the job is done: see `verifyWebhook`. */
  readonly webhookUrl?: string;
}

/** Options of a request whose job is waited for; `onTimeout` is "cancel" unless given. */
export interface Subscribing<Output> extends Options, Waiting {
  /** Called with the job's handle before the waiting starts. */
  readonly onEnqueue?: (handle: Handle<Output>) => void;
}

const APP = /^((workflows|comfy)\/)?[^/]+\/[^/]+/;

/**
 * The service.
 *
 * A method takes an endpoint of this package, whose types and checks hold then;
 * or the id of any endpoint.
 */
export class Fal {
  /** What the functions beside this class work with. */
  readonly config: Config;

  /** Throws `FalError` for impossible settings. */
  constructor(settings: Settings = {}) {
    this.config = configOf(settings);
  }

  /** Send a request and wait for its answer, on the same connection. */
  async run<Input, Output>(
    endpoint: Target<Input, Output>,
    input: NoInfer<Input>,
    options: Options = {},
    deadline = deadlineOf(options, this.config),
  ): Promise<Output> {
    const { config } = this;
    const host = config.hosts("fal.run");
    const call = workCall(host, "", endpoint, input, options);
    const silent = { ...call, silence: Infinity }; // until the model is done
    const reply = await send(silent, deadline, config);
    return readAnswer(reply) as Output;
  }

  /** Put a request into the queue and come back at once. */
  async submit<Input, Output>(
    endpoint: Target<Input, Output>,
    input: NoInfer<Input>,
    options: Submitting = {},
    deadline = deadlineOf(options, this.config),
  ): Promise<Handle<Output>> {
    const { config } = this;
    const queue = config.hosts("queue.fal.run");
    const { webhookUrl: hook } = options;
    const query = hook ? `?fal_webhook=${encodeURIComponent(hook)}` : "";
    const call = workCall(queue, query, endpoint, input, options);
    const reply = await send(call, deadline, config);
    const { request_id: id, ...urls } = readObject(reply);
    if (typeof id !== "string") {
      throw new UnexpectedAnswer(reply, "no request_id");
    }
    const place = placeOf(endpoint, id, config);
    for (const name of ["status", "response", "cancel"] as const) {
      place[name] = below(queue, urls[`${name}_url`]) ?? place[name];
    }
    return new Handle(id, place, config);
  }

  /**
   * Put a request into the queue and wait for its answer.
   *
   * When `timeout` is over or `signal` aborts, the queue is asked to cancel the
   * job, unless `onTimeout` is "leave".
   */
  async subscribe<Input, Output>(
    endpoint: Target<Input, Output>,
    input: NoInfer<Input>,
    options: Subscribing<Output> = {},
  ): Promise<Output> {
    const deadline = deadlineOf(options, this.config);
    const handle = await this.submit(endpoint, input, options, deadline);
    options.onEnqueue?.(handle);
    return handle.wait({ onTimeout: "cancel", ...options }, deadline);
  }

  /** Take up a job again, by its endpoint and the id that the queue gave it. */
  handle<Input, Output>(
    endpoint: Target<Input, Output>,
    requestId: string,
  ): Handle<Output> {
    const { config } = this;
    return new Handle(requestId, placeOf(endpoint, requestId, config), config);
  }
}

/**
 * Give where the queue keeps a job: under owner and alias, without what follows
 * them in the id; two namespaces have one segment more.
 */
function placeOf(
  endpoint: Target,
  requestId: string,
  { hosts }: Config,
): Place {
  const [app = ""] = APP.exec(idOf(endpoint)) ?? [];
  const url = `${hosts("queue.fal.run")}/${app}/requests/${encodeURIComponent(requestId)}`;
  return { status: `${url}/status`, response: url, cancel: `${url}/cancel` };
}

/** Keep a URL that stays on the queue's host: the key goes nowhere else. */
function below(queue: string, url: unknown): string | undefined {
  const isBelow =
    typeof url === "string" &&
    url.startsWith(`${queue}/`) &&
    isPath(url.slice(queue.length + 1));
  return isBelow ? url : undefined;
}
