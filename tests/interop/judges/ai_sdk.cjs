// npm's ai with @ai-sdk/fal, as its users call it: pictures, a film, speech and what was said.
const http = require("node:http");
const { createFal } = require("@ai-sdk/fal");
const ai = require("ai");

const front = new URL(process.env.FRONT);

// What createFal documents as `fetch`: all hosts are here, and each is called by its own name.
function fetchHere(address, { method = "GET", headers = {}, body } = {}) {
  const { host, pathname, search } = new URL(address);
  const sent = { ...Object.fromEntries(new Headers(headers)), host };
  const at = { hostname: front.hostname, port: front.port, path: pathname + search };
  return new Promise((resolve, reject) => {
    const request = http.request({ ...at, method, headers: sent }, async (answer) => {
      const head = { status: answer.statusCode, headers: answer.headers };
      resolve(new Response(Buffer.concat(await answer.toArray()), head));
    });
    request.on("error", reject).end(body);
  });
}

async function download({ url }) {
  const answer = await fetchHere(url);
  const data = new Uint8Array(await answer.arrayBuffer());
  return { data, mediaType: answer.headers.get("content-type") };
}

const beginning = (file) => Buffer.from(file.uint8Array.slice(0, 12)).toString("latin1");

async function main() {
  const fal = createFal({ apiKey: "canary-id:canary-secret", fetch: fetchHere });
  const quick = { fal: { pollIntervalMs: 10 } };
  const painted = await ai.generateImage({
    model: fal.image("fal-ai/flux/dev"),
    prompt: "a boat",
    n: 2,
    size: "512x256",
    seed: 7,
  });
  const filmed = await ai.experimental_generateVideo({
    model: fal.video("luma-ray-2"),
    prompt: "a boat",
    seed: 7,
    download,
    providerOptions: quick,
  });
  const spoken = await ai.experimental_generateSpeech({
    model: fal.speech("fal-ai/minimax/speech-02-hd"),
    text: "a boat",
  });
  const heard = await ai.experimental_transcribe({
    model: fal.transcription("whisper"),
    audio: spoken.audio.uint8Array,
  });
  const refused = await ai
    .generateImage({
      model: fal.image("fal-ai/flux/dev"),
      prompt: "a boat",
      maxRetries: 0,
      providerOptions: { fal: { num_images: "many" } },
    })
    .catch((error) => error);
  const outcome = {
    pictures: painted.images.map(beginning),
    seen: painted.providerMetadata.fal,
    film: { begins: beginning(filmed.videos[0]), is: filmed.videos[0].mediaType },
    provider: filmed.providerMetadata.fal,
    sound: beginning(spoken.audio),
    text: heard.text,
    segments: heard.segments,
    refused: { status: refused.statusCode, message: refused.message },
  };
  console.log(JSON.stringify(outcome));
}

main();
