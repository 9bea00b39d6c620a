// The runtime of fal-codegen, from templates/typescript/runtime/hiding-in-page.ts: edit it there.
//
// What a bundle for pages has in place of hiding.ts: a page has no key, or one
// that whoever opens it can read.

/** Give what replaces a key's secret half as it is. */
export function hiding(key: string): (text: string) => string {
  return (text) =>
    key ? text.replaceAll(key.replace(/.*:/, ""), "[key]") : text;
}
