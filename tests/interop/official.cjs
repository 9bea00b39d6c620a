// The official JavaScript client in a process of its own, as a user would run it.
//
// A line of standard input is a call, `[name, arguments, options]`, a line of standard output what
// came of it. The client is directed by its documented `proxyUrl`; a websocket, which knows no
// proxy, by a global `WebSocket` that brings wss://fal.run to the emulator.

const readline = require("node:readline");
const WebSocket = require("ws");
const { ApiError, ValidationError, createFalClient } = require("@fal-ai/client");

globalThis.WebSocket = class extends WebSocket {
  constructor(address) {
    super(address.replace("wss:/", process.env.PROXY_URL.replace("http", "ws")));
  }
};

const fal = createFalClient({ proxyUrl: { url: process.env.PROXY_URL, when: "always" } });

async function call(name, given, options) {
  const updates = [];
  const heard = { ...options, onQueueUpdate: (status) => updates.push(status) };
  switch (name) {
    case "subscribe":
      return { answer: await fal.subscribe(...given, heard), updates };
    case "stream":
      return heardOf(await fal.stream(...given, options));
    case "queue.streamStatus":
      return heardOf(await fal.queue.streamStatus(...given, options));
    case "realtime":
      return realtime(...given, options);
    case "storage.upload":
      return fal.storage.upload(new File([given[0]], options.name, { type: options.type }));
    default:
      return find(name)(...given, options);
  }
}

async function heardOf(stream) {
  const events = [];
  stream.on("data", (event) => events.push(event));
  return { done: await stream.done(), events };
}

function realtime(endpoint, inputs, options) {
  const results = [];
  return new Promise((resolve) => {
    const connection = fal.realtime.connect(endpoint, {
      throttleInterval: 0,
      ...options,
      onResult: (result) => {
        results.push(result);
        if (results.length < inputs.length) return connection.send(inputs[results.length]);
        connection.close();
        resolve(results);
      },
      onError: (error) => {
        connection.close();
        resolve(refusal(error));
      },
    });
    connection.send(inputs[0]);
  });
}

function find(name) {
  return name.split(".").reduce((owner, step) => owner[step], fal);
}

function refusal(error) {
  if (!(error instanceof ApiError)) throw error;
  const { name, status, body } = error;
  const fields = error instanceof ValidationError ? error.fieldErrors : null;
  return { raised: name, status, body, fieldErrors: fields };
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const outcome = await call(...JSON.parse(line)).catch(refusal);
    console.log(JSON.stringify(outcome ?? null));
  }
}

main();
