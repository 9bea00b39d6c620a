// npm's @fal-ai/client, asked by the kit: `node javascript_client.cjs`, with NODE_PATH at the package.
//
// A `fetch` of its settings sends what it asks of https://<host>/… to <base>/<host>/…; nothing else
// of it is changed. It has no part that checks requests, makes data URIs or verifies webhooks, so
// none of these is offered; and it begins parts at 90 MB.

const { createServer } = require("node:http");
const { createInterface } = require("node:readline");
const { readFileSync } = require("node:fs");
const { join, dirname } = require("node:path");
const { ApiError, createFalClient } = require("@fal-ai/client");

const home = dirname(dirname(require.resolve("@fal-ai/client")));
const { version } = JSON.parse(readFileSync(join(home, "package.json"), "utf-8"));
const FEATURES = "read run queue cancel stream upload upload_parts".split(" ");
const KINDS = { 401: "unauthorized", 403: "unauthorized", 404: "not_found", 422: "refused", 429: "rate_limited" };

function clientOf({ base, key }) {
  const through = (url, init) => fetch(String(url).replace(/^https:\//, base), init);
  return createFalClient({ credentials: key, fetch: through });
}

async function done(asked) {
  if (asked.do === "start") return { name: `@fal-ai/client ${version}`, features: FEATURES };
  if (asked.do === "read") return { answer: await read(asked.answer) };
  return called(clientOf(asked), asked).catch(ended);
}

async function called(fal, { do: what, endpoint, body, file, timeout }) {
  const late = { abortSignal: AbortSignal.timeout(timeout * 1000) };
  switch (what) {
    case "run":
      return { answer: (await fal.run(endpoint, { input: body, ...late })).data };
    case "queue":
      return { answer: (await fal.subscribe(endpoint, { input: body, timeout: timeout * 1000 })).data };
    case "cancel": {
      const { request_id: requestId } = await fal.queue.submit(endpoint, { input: body });
      await fal.queue.cancel(endpoint, { requestId });
      return { cancelled: true };
    }
    case "stream": {
      const stream = await fal.stream(endpoint, { input: body });
      const events = [];
      for await (const event of stream) events.push(event);
      return { events, answer: await stream.done() };
    }
    default: {
      const bytes = file.text.repeat(file.times);
      return { url: await fal.storage.upload(new File([bytes], file.name, { type: file.content_type })) };
    }
  }
}

/** Have a call answered so, and give what it gives. */
async function read(answer) {
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(answer));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    const base = `http://127.0.0.1:${server.address().port}`;
    return (await clientOf({ base, key: "a:b" }).run("a/b", { input: {} })).data;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function ended(error) {
  if (error instanceof ApiError) {
    const other = error.status >= 500 ? "server" : "other";
    return { failed: KINDS[error.status] ?? other, status: error.status };
  }
  if (error.name === "TimeoutError" || /timed out/.test(error.message)) return { failed: "timeout" };
  if (error instanceof SyntaxError) return { failed: "unexpected" };
  return { failed: error instanceof TypeError ? "transport" : `other: ${error.name}` };
}

async function answer(asked) {
  const skipped = asked.do === "upload_parts" && { skipped: "parts begin at 90 MB" };
  const reply = skipped || (await done(asked).then((ok) => ({ ok }), (error) => ({ error: String(error) })));
  process.stdout.write(`${JSON.stringify({ id: asked.id, ...reply })}\n`);
}

// What nobody waits for must not end the program: a stream that breaks off rejects a second time.
process.on("unhandledRejection", () => {});

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const asked = JSON.parse(line);
    if (asked.do === "stop") process.exit(0);
    answer(asked);
  })
  .on("close", () => process.exit(0));
