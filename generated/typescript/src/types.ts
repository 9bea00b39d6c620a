// The runtime of fal-codegen, from templates/typescript/runtime/types.ts: edit it there.

/** What JSON can hold. */
export type Json =
  boolean | number | string | null | Json[] | { [name: string]: Json };

/** Any string, beside listed ones that an editor still suggests. */
export type OtherString = string & Record<never, never>;

/** Any number, beside listed ones that an editor still suggests. */
export type OtherNumber = number & Record<never, never>;

/** What a request is checked by: the part of JSON Schema that contracts use. */
export interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly not?: Schema;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

/** An endpoint: its id, what its requests are checked by, and both types. */
export interface Endpoint<Input, Output> {
  readonly id: string;
  readonly input: Schema;
  /** What `$ref` leads to. */
  readonly parts?: Readonly<Record<string, Schema>>;
  /** Never set: carries the types. */
  readonly "~types"?: { readonly input: Input; readonly output: Output };
}

/** Any endpoint, whatever its types. */
export type AnyEndpoint = Endpoint<unknown, unknown>;
