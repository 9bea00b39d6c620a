// The runtime of fal-codegen, from templates/typescript/runtime/errors.ts: edit it there.
//
// FalError
// ├── InvalidRequest     a request breaks its contract; nothing was sent
// ├── Timeout            the deadline passed
// ├── TransportError     no answer came: refused, cut off, not found in DNS
// ├── UnexpectedAnswer   an answer came that cannot be read
// ├── UnverifiedWebhook  a webhook that the service did not sign, or not now
// └── ApiError           the service said no
//     ├── Unauthorized   401 and 403: the key is wrong, or may not do this
//     ├── NotFound       404: no such endpoint or job
//     ├── Refused        422: the model does not accept the request
//     ├── RateLimited    429: too many requests at a time
//     └── ServerError    5xx: the service failed
//
// No error holds the key.

/** What came back on a call; the names of `headers` are in lower case. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One thing that is wrong with a request, and the way to it from the top of the body. */
export interface Violation {
  readonly path: readonly (string | number)[];
  /** The rule's name: a keyword of JSON Schema, or the service's own word. */
  readonly type: string;
  readonly message: string;
  /** The rule's own numbers and words, as far as the service tells them. */
  readonly limit?: unknown;
  /** What was sent, as far as the service repeats it. */
  readonly value?: unknown;
}

const LONGEST = 1000;

/** Anything that this package throws by itself; `requestId` names the job concerned. */
export class FalError extends Error {
  override name = "FalError";
  readonly requestId: string | undefined;

  constructor(message: string, requestId?: string) {
    const said = message.slice(0, LONGEST);
    super(requestId ? `${said} [request ${requestId}]` : said);
    this.requestId = requestId;
  }
}

/** A request breaks its contract, as `violations` say; nothing was sent. */
export class InvalidRequest extends FalError {
  override name = "InvalidRequest";

  constructor(
    readonly endpoint: string,
    readonly violations: readonly Violation[],
  ) {
    super(`${endpoint}: ${violations.map(lineOf).join("; ")}`);
  }
}

/**
 * The deadline passed: `after` so many milliseconds of the whole, or undefined
 * where one call hung. The queue was asked to drop a job that was `cancelled`;
 * any other goes on.
 */
export class Timeout extends FalError {
  override name = "Timeout";

  constructor(
    message: string,
    requestId?: string,
    readonly after?: number,
    readonly cancelled = false,
  ) {
    super(message, requestId);
  }
}

/** No answer came, so nobody knows whether the service got the call. */
export class TransportError extends FalError {
  override name = "TransportError";
}

/** What came in as a webhook is not from the service, or too old: do not act on it. */
export class UnverifiedWebhook extends FalError {
  override name = "UnverifiedWebhook";
}

/** The answer cannot be read; `reply` holds it. */
export class UnexpectedAnswer extends FalError {
  override name = "UnexpectedAnswer";

  constructor(
    readonly reply: Reply,
    reason: string,
    requestId?: string,
  ) {
    super(`unexpected answer: ${reason}`, requestId);
  }
}

/**
 * The service said no. `body` is the JSON that came, or the text where it was
 * none; `violations` is empty unless the service went into detail.
 */
export class ApiError extends FalError {
  override name = "ApiError";
  declare readonly status: number;
  declare readonly body: unknown;
  declare readonly violations: readonly Violation[];
  /** The service's word for what happened, such as `runner_disconnected`. */
  declare readonly errorType: string | undefined;

  constructor(
    readonly reply: Reply,
    requestId?: string,
  ) {
    const { status, headers } = reply;
    const body = parsed(reply.body) ?? reply.body;
    const { detail = body, error_type: named } = isObject(body) ? body : {};
    const listed = Array.isArray(detail) ? detail.filter(isObject) : [];
    const violations = listed.map(violation);
    const said = violations.length
      ? violations.map(lineOf).join("; ")
      : typeof detail === "string"
        ? detail
        : JSON.stringify(detail);
    super(`${status}: ${said}`, requestId ?? headers["x-fal-request-id"]);
    const type = typeof named === "string" ? named : violations[0]?.type;
    const errorType = headers["x-fal-error-type"] ?? type;
    Object.assign(this, { status, body, violations, errorType });
  }
}

/** The key is missing, wrong or not allowed to do this. */
export class Unauthorized extends ApiError {
  override name = "Unauthorized";
}

/** There is no such endpoint, or no such job. */
export class NotFound extends ApiError {
  override name = "NotFound";
}

/** The model does not accept the request; `violations` say why. */
export class Refused extends ApiError {
  override name = "Refused";
}

/** Too many requests at a time. */
export class RateLimited extends ApiError {
  override name = "RateLimited";
}

/** The service failed, or took too long to start. */
export class ServerError extends ApiError {
  override name = "ServerError";
}

/** Give the error for a reply that is a refusal. */
export function apiError(reply: Reply, requestId?: string): ApiError {
  const kinds: Partial<Record<number, typeof ApiError>> = {
    401: Unauthorized,
    403: Unauthorized,
    404: NotFound,
    422: Refused,
    429: RateLimited,
  };
  const other = reply.status < 500 ? ApiError : ServerError;
  return new (kinds[reply.status] ?? other)(reply, requestId);
}

/** Tell whether a value of JSON is an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Read JSON; undefined for what is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function violation(entry: Record<string, unknown>): Violation {
  const loc: unknown[] = Array.isArray(entry["loc"]) ? entry["loc"] : [];
  const path = loc.filter(
    (step) => typeof step === "string" || typeof step === "number",
  );
  return {
    path: path[0] === "body" ? path.slice(1) : path,
    type: text(entry["type"]),
    message: text(entry["msg"]),
    limit: entry["ctx"],
    value: entry["input"],
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function lineOf({ path, message, type }: Violation): string {
  return `${path.join(".") || "body"}: ${message} (${type})`;
}
