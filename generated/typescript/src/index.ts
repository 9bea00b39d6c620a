// The runtime of fal-codegen, from templates/typescript/runtime/index.ts: edit it there.
//
// A typed client of the fal.ai model API.

export { type Beside, responseOf } from "./answers.js";
export { violations } from "./check.js";
export { Fal, type Submitting, type Subscribing } from "./client.js";
export {
  ApiError,
  FalError,
  InvalidRequest,
  NotFound,
  RateLimited,
  Refused,
  type Reply,
  ServerError,
  Timeout,
  TransportError,
  Unauthorized,
  UnexpectedAnswer,
  UnverifiedWebhook,
  type Violation,
} from "./errors.js";
export { FalWithFiles, type WithFiles } from "./files.js";
export { statusStream } from "./follow.js";
export {
  type Followed,
  type Handle,
  type Log,
  type Status,
  type Waiting,
} from "./handle.js";
export { type Options, type Timed } from "./options.js";
export { type Follow, type Settings } from "./settings.js";
export type {
  Endpoint,
  Json,
  OtherNumber,
  OtherString,
  Schema,
} from "./types.js";
export { type Target } from "./work.js";
export { type Realtime, realtime, type RealtimeOptions } from "./realtime.js";
export { stream } from "./stream.js";
export { dataUri, upload, type Uploading } from "./upload.js";
export { type Delivery, verifyWebhook } from "./webhook.js";
