// The runtime of fal-codegen, from templates/typescript/runtime/hiding.ts: edit it there.
//
// The key in what the service sends: replaced, however it is spelled.
//
// A bundle for pages has hiding-in-page.ts in this place, by package.json. All
// repetitions are bounded, so no text takes long to search.

const SHORT = 8; // a text that is shorter may be any word
const LARGE = 2 ** 18; // characters; in a longer text no escapes are read
const ESCAPE =
  /(?:\\{1,8}(?:u00|u\{0{0,4}|x)|%u00|[%=](?:25){0,4}|&(?:amp;){0,4}#x0{0,6})([\da-f]{2})[};]?|&(?:amp;){0,4}#0{0,6}(\d{2,3});?|\\{1,8}([0-3][0-7]{2})/gi;
const NAMED = /&(?:amp;){0,4}([a-z]{3,10});/gi;
const BREAK = /\\{1,8}(?:[nrt]|(?!["\\]))|=\r?\n|[\s\0]/g;
const NAMES: Readonly<Record<string, string>> = {
  amp: "&",
  colon: ":",
  lowbar: "_",
  underbar: "_",
  hyphen: "-",
  dash: "-",
  period: ".",
  plus: "+",
  sol: "/",
  equals: "=",
};
const ROUNDS = 4;
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * Give what replaces a key, or its secret half: as it is, in base64, base32,
 * hexadecimal or decimal bytes, and each of these escaped or broken into lines.
 */
export function hiding(key: string): (text: string) => string {
  const half = key.replace(/.*:/, "");
  const secret = half.length < SHORT ? key : half;
  if (secret.length < SHORT) return (text) => text;
  const sought = new RegExp(patterns(key, secret).join("|"), "gi");
  const ofKey = key.toLowerCase();
  const decoders = [
    // the first two keep JSON as such, for an answer that was paid for
    (text: string) => unescaped(text, (each) => ofKey.includes(each)),
    unbroken,
    bare,
  ];
  return (text) => {
    const left = text.replace(sought, "[key]");
    if (left.length > LARGE) return left;
    return decoders.reduce((here, decoded) => {
      const said = decoded(here);
      return said.search(sought) < 0 ? here : said.replace(sought, "[key]");
    }, left);
  };
}

/** Take off the escapes of JSON and programs, of addresses, mail and HTML. */
function unescaped(text: string, wanted: (character: string) => boolean) {
  const or = (all: string, character = "") =>
    character && wanted(character.toLowerCase()) ? character : all;
  return text
    .replace(ESCAPE, (all, hex?: string, decimal?: string, octal?: string) => {
      const number = decimal ?? (hex ? `0x${hex}` : `0o${octal ?? ""}`);
      return or(all, String.fromCharCode(Number(number)));
    })
    .replace(NAMED, (all, name: string) => or(all, NAMES[name.toLowerCase()]));
}

/** Take off escapes of escapes, whatever they spell, and what breaks lines. */
function bare(text: string): string {
  let said = text;
  for (let round = 0; round < ROUNDS; round++) {
    said = unescaped(said, () => true);
  }
  return unbroken(said).replaceAll("\\", "");
}

function unbroken(text: string): string {
  return text.replace(BREAK, "");
}

function patterns(key: string, secret: string): string[] {
  const codes = Array.from(secret, (each) => each.charCodeAt(0));
  const once = inBase64(secret);
  const texts = [key, secret, ...once, ...once.flatMap(inBase64)];
  return [
    ...[...texts, ...inBase32(codes)].map(quoted),
    ...[16, 10].map((base) =>
      codes
        .map((code) => code.toString(base))
        .join("(?:0x|[\\s:;,.|/_-]){0,40}"),
    ),
  ];
}

function quoted(text: string): string {
  return text
    .replace(/\W/g, "\\$&")
    .replaceAll("\\+", "[+-]") // base64 for addresses has other signs
    .replaceAll("\\/", "(?:\\\\{0,8}\\/|_)");
}

/** Spell a text in base64, wherever in another text it begins. */
function inBase64(text: string): string[] {
  return [0, 1, 2].map((start) => {
    const all = btoa("  ".slice(0, start) + text);
    return all.slice((start * 4 + 2) / 3, ((start + text.length) * 4) / 3);
  });
}

/** Spell bytes in base32, wherever in a text they begin. */
function inBase32(codes: readonly number[]): string[] {
  const bits = codes.map((each) => each.toString(2).padStart(8, "0")).join("");
  return [0, 1, 2, 3, 4].map((start) =>
    (bits.slice(start).match(/.{5}/g) ?? [])
      .map((digit) => BASE32.charAt(Number.parseInt(digit, 2)))
      .join(""),
  );
}
