// The runtime of fal-codegen, from templates/typescript/runtime/check.ts: edit it there.
//
// Requests are held to their contract by data, before anything is sent.

import { InvalidRequest, isObject, type Violation } from "./errors.js";
import type { AnyEndpoint, Schema } from "./types.js";

type Path = readonly (string | number)[];
type Field = [name: string, value: unknown];
type Parts = Readonly<Record<string, Schema>>;

const DEEPEST = 200;
const SHOWN = 200;

/**
 * Give the body of a request as it is sent.
 *
 * Throws {@link InvalidRequest} for what the contract does not allow, unlisted
 * fields included. Only what is given is sent: no defaults.
 */
export function encode(endpoint: AnyEndpoint, input: unknown): string {
  const found = violations(endpoint, input);
  if (found.length) throw new InvalidRequest(endpoint.id, found);
  return JSON.stringify(input);
}

/** Tell what a contract does not allow in a request; nothing is sent. */
export function violations(
  { input: schema, parts = {} }: AnyEndpoint,
  input: unknown,
): readonly Violation[] {
  return within(schema, input, [], parts);
}

function within(
  schema: Schema,
  value: unknown,
  path: Path,
  parts: Parts,
): readonly Violation[] {
  const { $ref, anyOf } = schema;
  if ($ref !== undefined) return within(parts[$ref] ?? {}, value, path, parts);
  if (anyOf) return inOne(anyOf, value, path, parts);
  if (path.length > DEEPEST) return [violation(path, "depth", DEEPEST)];
  const type = typeOf(value);
  if (!type) return [violation(path, "type", "JSON")];
  for (const [keyword, limit] of Object.entries(schema)) {
    if (!keeps(value, type, keyword, limit as never))
      return [violation(path, keyword, limit)];
  }
  return Array.isArray(value)
    ? inItems(schema, value, path, parts)
    : type === "object"
      ? inFields(schema, value as object, path, parts)
      : [];
}

function inItems(schema: Schema, items: unknown[], path: Path, parts: Parts) {
  return Array.from(items).flatMap((item, place) => {
    const own = schema.prefixItems?.[place] ?? schema.items ?? {};
    return within(own, item, [...path, place], parts);
  });
}

function inFields(schema: Schema, value: object, path: Path, parts: Parts) {
  const { properties = {}, required = [], additionalProperties = {} } = schema;
  const known = Object.keys(properties);
  const fields = new Map(given(value));
  return [...new Set([...required, ...fields.keys()])].flatMap((name) => {
    const here = [...path, name];
    const own = known.includes(name) ? properties[name] : additionalProperties;
    if (!fields.has(name)) return [violation(here, "required", true)];
    if (!own) return [violation(here, "additionalProperties", known)];
    const asked = own as Schema; // true has no keywords, and asks nothing
    return within(asked, fields.get(name), here, parts);
  });
}

/** Say why a value is none of several; of one that comes near, what keeps it from that. */
function inOne(
  options: readonly Schema[],
  value: unknown,
  path: Path,
  parts: Parts,
): readonly Violation[] {
  const tried = options.map((each) => within(each, value, path, parts));
  if (tried.some((each) => !each.length)) return [];
  const [near = [], ...others] = tried.filter(([one]) => one?.type !== "type");
  return near.length && !others.length
    ? near
    : [violation(path, "anyOf", options)];
}

function violation(path: Path, type: string, limit: unknown): Violation {
  const message = `breaks ${type} ${JSON.stringify(limit).slice(0, SHOWN)}`;
  return { path, type, message, limit };
}

/** Tell whether a value keeps what a keyword asks of it, whatever it holds. */
function keeps(
  value: unknown,
  type: string,
  keyword: string,
  limit: never,
): boolean {
  switch (keyword) {
    case "type":
      return type === limit || (limit === "integer" && Number.isInteger(value));
    case "enum":
      return (limit as unknown[]).map(identity).includes(identity(value));
    case "not":
      return false;
    case "pattern":
      return new RegExp(limit, "u").test(value as string);
    case "uniqueItems":
      return new Set((value as []).map(identity)).size === sizeOf(value);
    default:
      return isWithin(sizeOf(value), keyword, limit);
  }
}

function isWithin(size: number, keyword: string, limit: number): boolean {
  if (keyword.startsWith("min")) return size >= limit;
  if (keyword.startsWith("max")) return size <= limit;
  if (keyword === "exclusiveMinimum") return size > limit;
  if (keyword === "exclusiveMaximum") return size < limit;
  return keyword !== "multipleOf" || isMultiple(size, limit);
}

/** Give what limits hold for: a number, or how many code points, items or fields there are. */
function sizeOf(value: unknown): number {
  if (typeof value === "number") return value;
  const many = typeof value === "string" || Array.isArray(value);
  return Array.from(many ? value : given(value as object)).length;
}

/** Give the entries of an object that are sent. */
function given(value: object): Field[] {
  return Object.entries(value).filter(([, each]) => each !== undefined);
}

/** Name the JSON type of a value; what JSON cannot hold has none. */
function typeOf(value: unknown): string | undefined {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  const isJson =
    type === "boolean" ||
    (type === "number" && Number.isFinite(value)) ||
    (type === "string" && !/\p{Surrogate}/u.test(value as string)) ||
    (type === "object" && isPlain(value as object));
  return isJson ? type : undefined;
}

/** Tell whether an object is nothing but its fields: no Date, Map or Promise. */
export function isPlain(value: object): boolean {
  const parent: unknown = Object.getPrototypeOf(value);
  return parent === null || Object.getPrototypeOf(parent) === null;
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

/** Give a text that two values have in common exactly when they are sent as equal JSON. */
function identity(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    isObject(each) ? Object.fromEntries(given(each).sort(byName)) : each,
  );
}

function byName([one]: Field, [other]: Field): number {
  return one < other ? -1 : 1;
}
