// The runtime of fal-codegen, from templates/typescript/runtime/check.ts: edit it there.
//
// Requests are held to their contract by data, before anything is sent.

import { InvalidRequest, isObject, type Violation } from "./errors.js";
import type { AnyEndpoint, Schema } from "./types.js";

type Path = readonly (string | number)[];
type Parts = Readonly<Record<string, Schema>>;

type Keeps = (value: never, limit: never) => boolean;

const DEEPEST = 200;
const SHOWN = 200;

/** Limits by the type of the values that they hold for: whether a value keeps one. */
const LIMITS: Readonly<Record<string, Readonly<Record<string, Keeps>>>> = {
  string: {
    minLength: (value: string, least: number) => points(value) >= least,
    maxLength: (value: string, most: number) => points(value) <= most,
    pattern: (value: string, pattern: string) =>
      new RegExp(pattern, "u").test(value),
  },
  number: {
    minimum: (value: number, least: number) => value >= least,
    maximum: (value: number, most: number) => value <= most,
    exclusiveMinimum: (value: number, limit: number) => value > limit,
    exclusiveMaximum: (value: number, limit: number) => value < limit,
    multipleOf: isMultiple,
  },
  array: {
    minItems: (value: unknown[], least: number) => value.length >= least,
    maxItems: (value: unknown[], most: number) => value.length <= most,
    uniqueItems: (value: unknown[], on: boolean) =>
      !on || new Set(value.map(identity)).size === value.length,
  },
  object: {
    minProperties: (value: object, least: number) =>
      given(value).length >= least,
    maxProperties: (value: object, most: number) => given(value).length <= most,
  },
};

/**
 * Give the body of a request as it is sent.
 *
 * Throws {@link InvalidRequest} for what the contract does not allow, unlisted
 * fields included. Only what is given is sent: no defaults.
 */
export function encode(endpoint: AnyEndpoint, input: unknown): string {
  const found = violations(endpoint.input, input, [], endpoint.parts ?? {});
  if (found.length) throw new InvalidRequest(endpoint.id, found);
  return JSON.stringify(input);
}

function violations(
  schema: Schema,
  value: unknown,
  path: Path,
  parts: Parts,
): readonly Violation[] {
  const wrong = (type: string, message: string) => [{ path, type, message }];
  if (path.length > DEEPEST) return wrong("depth", "is nested too deep");
  if (schema.$ref !== undefined) {
    return violations(parts[schema.$ref] ?? {}, value, path, parts);
  }
  if (schema.anyOf) return ofNone(schema.anyOf, value, path, parts);
  if (schema.not) return wrong("not", "cannot be sent");
  if (schema.enum) {
    const key = identity(value);
    return schema.enum.some((each) => identity(each) === key)
      ? []
      : wrong("enum", `should be one of ${shown(schema.enum)}`);
  }
  const type = typeOf(value);
  if (!type || !isOfType(type, value, schema.type)) {
    return wrong("type", `should be ${schema.type ?? "JSON"}`);
  }
  for (const [limit, keeps] of Object.entries(LIMITS[type] ?? {})) {
    const told = schema[limit as keyof Schema];
    if (told !== undefined && !keeps(value as never, told as never)) {
      return wrong(limit, `breaks ${limit} ${shown(told)}`);
    }
  }
  return within(schema, value, path, parts);
}

function within(schema: Schema, value: unknown, path: Path, parts: Parts) {
  if (Array.isArray(value)) {
    return Array.from(value as unknown[]).flatMap((item, index) =>
      violations(
        schema.prefixItems?.[index] ?? schema.items ?? {},
        item,
        [...path, index],
        parts,
      ),
    );
  }
  return isObject(value) ? ofFields(schema, value, path, parts) : [];
}

function ofFields(
  schema: Schema,
  value: Record<string, unknown>,
  path: Path,
  parts: Parts,
): readonly Violation[] {
  const known = schema.properties ?? {};
  const missing = (schema.required ?? [])
    .filter((name) => !Object.hasOwn(value, name) || value[name] === undefined)
    .map((name) => ({
      path: [...path, name],
      type: "required",
      message: "is missing",
    }));
  const inside = given(value).flatMap(([name, each]) => {
    const here = [...path, name];
    const own = Object.hasOwn(known, name)
      ? known[name]
      : schema.additionalProperties;
    if (own === false) {
      const message = `is not among ${shown(Object.keys(known))}`;
      return [{ path: here, type: "additionalProperties", message }];
    }
    return violations(own ?? {}, each, here, parts);
  });
  return [...missing, ...inside];
}

/** Say why a value is none of several; of one that comes near, what keeps it from that. */
function ofNone(
  options: readonly Schema[],
  value: unknown,
  path: Path,
  parts: Parts,
): readonly Violation[] {
  const tried = options.map((each) => violations(each, value, path, parts));
  if (tried.some((each) => !each.length)) return [];
  const near = tried.filter(([first]) => first?.type !== "type");
  if (near.length === 1 && near[0]) return near[0];
  const types = options.map((each) => each.type).join(" or ");
  const message = near.length ? "fits no alternative" : `should be ${types}`;
  return [{ path, type: "anyOf", message }];
}

/** Count code points, as limits on text do. */
function points(text: string): number {
  return Array.from(text).length;
}

/** Give the entries of an object that are sent. */
function given(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, each]) => each !== undefined);
}

/** Name the JSON type of a value; what JSON cannot hold has none. */
function typeOf(value: unknown): string | undefined {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  switch (typeof value) {
    case "string":
      return /\p{Surrogate}/u.test(value) ? undefined : "string";
    case "number":
      return Number.isFinite(value) ? "number" : undefined;
    case "boolean":
      return "boolean";
    case "object": {
      const parent: unknown = Object.getPrototypeOf(value);
      const isPlain = parent === null || Object.getPrototypeOf(parent) === null;
      return isPlain ? "object" : undefined; // no Date, Map or Promise
    }
    default:
      return undefined;
  }
}

function isOfType(type: string, value: unknown, wanted?: string): boolean {
  return (
    wanted === undefined ||
    type === wanted ||
    (wanted === "integer" && Number.isInteger(value))
  );
}

/**
 * Tell whether the service takes a number for a multiple of another: exactly
 * between whole numbers, else off by a billionth of its own size at most.
 */
function isMultiple(value: number, step: number): boolean {
  if (Number.isInteger(value) && Number.isInteger(step))
    return value % step === 0;
  const rest = Math.abs(value - Math.round(value / step) * step);
  return rest <= Math.abs(value) / 1e9;
}

/** Give a text that two values have in common exactly when JSON holds them for equal. */
function identity(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(identity).join()}]`;
  if (!isObject(value)) return typeOf(value) ? JSON.stringify(value) : "";
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${identity(value[name])}`).join()}}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
