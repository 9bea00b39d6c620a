// The runtime of fal-codegen, from templates/typescript/runtime/files.ts: edit it there.
//
// A client that takes files where endpoints want their URLs.

import { isPlain } from "./check.js";
import { Fal, type Submitting, type Subscribing } from "./client.js";
import type { Handle } from "./handle.js";
import { deadlineOf, type Options, type Timed } from "./options.js";
import { upload } from "./upload.js";
import { type Target, workCall } from "./work.js";

/** An input in which a `Blob` or `File` may stand where it has the URL of one. */
export type WithFiles<Input> = Filled<Input, false>;

type Filled<Value, IsUrl> = Value extends string
  ? IsUrl extends true
    ? Value | Blob
    : Value
  : Value extends readonly unknown[]
    ? { [Place in keyof Value]: Filled<Value[Place], IsUrl> }
    : Value extends object
      ? { [Name in keyof Value]: Filled<Value[Name], IsUrlName<Name>> }
      : Value;
type IsUrlName<Name> = Name extends `${string}url` | `${string}urls`
  ? true
  : false;

const DEEPEST = 200; // what is deeper is refused

/**
 * As {@link Fal}; files in an input are uploaded first, all at once, and their
 * URLs sent in their place. Nothing is uploaded for a request that is refused.
 */
export class FalWithFiles extends Fal {
  override async run<Input, Output>(
    endpoint: Target<Input, Output>,
    input: NoInfer<Input | WithFiles<Input>>,
    options: Options = {},
    deadline = deadlineOf(options, this.config),
  ): Promise<Output> {
    const sent = await this.withUrls(endpoint, input, {}, deadline);
    return super.run<Input, Output>(endpoint, sent, options, deadline);
  }

  override async submit<Input, Output>(
    endpoint: Target<Input, Output>,
    input: NoInfer<Input | WithFiles<Input>>,
    options: Submitting = {},
    deadline = deadlineOf(options, this.config),
  ): Promise<Handle<Output>> {
    const sent = await this.withUrls(endpoint, input, {}, deadline);
    return super.submit<Input, Output>(endpoint, sent, options, deadline);
  }

  override subscribe<Input, Output>(
    endpoint: Target<Input, Output>,
    input: NoInfer<Input | WithFiles<Input>>,
    options: Subscribing<Output> = {},
  ): Promise<Output> {
    // which submits by the method above
    return super.subscribe<Input, Output>(endpoint, input as Input, options);
  }

  /** Upload the files in an input, and give it with their URLs: for `stream`. */
  async withUrls<Input>(
    endpoint: Target<Input>,
    input: NoInfer<Input | WithFiles<Input>>,
    options: Timed = {},
    deadline = deadlineOf(options, this.config),
  ): Promise<Input> {
    const files = new Map<Blob, string>();
    const standIn = (file: Blob) => {
      const url = files.get(file) ?? `https://files.invalid/${files.size}`;
      files.set(file, url);
      return url;
    };
    const checked = replaced(input, standIn);
    if (!files.size) return input as Input;
    workCall("", "", endpoint, checked, {}); // throws for what is refused
    const uploaded = Array.from(files.keys(), async (file) => {
      const url = await upload(this, file, {}, deadline);
      return [file, url] as const;
    });
    const urls = new Map(await Promise.all(uploaded));
    return replaced(input, (file) => urls.get(file) ?? "") as Input;
  }
}

/** Give a value with texts in place of its files. */
function replaced(
  value: unknown,
  textOf: (file: Blob) => string,
  depth = 0,
): unknown {
  const each = (part: unknown) => replaced(part, textOf, depth + 1);
  if (value instanceof Blob) return textOf(value);
  if (depth > DEEPEST) return value;
  if (Array.isArray(value)) return value.map(each);
  if (typeof value !== "object" || value === null || !isPlain(value))
    return value;
  const fields = Object.entries(value);
  return Object.fromEntries(fields.map(([name, part]) => [name, each(part)]));
}
