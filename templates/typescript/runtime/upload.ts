// The runtime of fal-codegen, from templates/typescript/runtime/upload.ts: edit it there.
//
// Uploads: a file becomes a URL that endpoints can read.

import { readObject } from "./answers.js";
import type { Fal } from "./client.js";
import { type Reply, UnexpectedAnswer } from "./errors.js";
import { deadlineOf, type Timed } from "./options.js";
import { send } from "./send.js";
import type { Json } from "./types.js";

/** Options of an upload. */
export interface Uploading extends Timed {
  /** The file's own name, or "upload", unless given. */
  readonly fileName?: string;
  /** What becomes of the file. */
  readonly lifecycle?: Readonly<Record<string, Json>>;
  /** Called with the bytes that are sent and those there are. */
  readonly onProgress?: (sent: number, total: number) => void;
}

const PART = 10 * 2 ** 20; // as the official clients have it

/** Upload a file to the service's storage, in parts if it is large; gives its URL there. */
export async function upload(
  fal: Fal,
  file: Blob,
  options: Uploading = {},
  deadline = deadlineOf(options, fal.config),
): Promise<string> {
  const config = fal.config;
  const many = file.size > PART;
  const target = await initiate(fal, file, options, deadline, many);
  const put = (url: string, body: Blob, headers = new Headers()) =>
    send(
      { method: "PUT", url, body, headers, foreign: true },
      deadline,
      config,
    );
  if (!many) {
    const type = { "Content-Type": typeOf(file) };
    await put(target.upload_url, file, new Headers(type));
    options.onProgress?.(file.size, file.size);
    return target.file_url;
  }
  const parts = [];
  for (let sent = 0; sent < file.size; sent += PART) {
    const part = file.slice(sent, sent + PART);
    const partNumber = sent / PART + 1;
    const reply = await put(below(target.upload_url, String(partNumber)), part);
    parts.push({ partNumber, etag: etagOf(reply) });
    options.onProgress?.(sent + part.size, file.size);
  }
  const url = below(target.upload_url, "complete");
  const body = JSON.stringify({ parts });
  await send({ method: "POST", url, body, foreign: true }, deadline, config);
  return target.file_url;
}

/** Give a file as a URL that holds it: for small ones, in place of an upload. */
export async function dataUri(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return `data:${typeOf(file)};base64,${btoa(text)}`;
}

async function initiate(
  fal: Fal,
  file: Blob,
  { fileName, lifecycle }: Uploading,
  deadline: ReturnType<typeof deadlineOf>,
  many: boolean,
) {
  const config = fal.config;
  const how = many ? "initiate-multipart" : "initiate";
  const rest = config.hosts("rest.fal.ai");
  const url = `${rest}/storage/upload/${how}?storage_type=fal-cdn-v3`;
  const own = file instanceof File ? file.name : "";
  const body = JSON.stringify({
    content_type: typeOf(file),
    file_name: fileName ?? (own || "upload"),
  });
  const headers = new Headers();
  if (lifecycle) {
    // which of the two counts depends on the storage
    headers.set("X-Fal-Object-Lifecycle", JSON.stringify(lifecycle));
    headers.set("X-Fal-Object-Lifecycle-Preference", JSON.stringify(lifecycle));
  }
  const call = { method: "POST", url, body, headers } as const;
  const reply = await send(call, deadline, config);
  const { upload_url, file_url } = readObject(reply);
  if (typeof upload_url === "string" && typeof file_url === "string") {
    return { upload_url, file_url };
  }
  throw new UnexpectedAnswer(reply, "no upload_url or no file_url");
}

function typeOf(file: Blob): string {
  return file.type || "application/octet-stream";
}

/** Find the tag of a part, in the headers or, where a gateway drops those, in the body. */
function etagOf(reply: Reply): unknown {
  return reply.headers["etag"] ?? readObject(reply)["etag"];
}

function below(url: string, step: string): string {
  const [path, ...query] = url.split("?");
  return [`${path ?? ""}/${step}`, ...query].join("?");
}
