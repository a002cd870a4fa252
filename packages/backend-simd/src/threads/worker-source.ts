/**
 * What a thread runs, as text, so that no bundler has to find a file: makes an instance of the kernels over the shared memory and stays
 * in its loop. How it receives its task and sends word differs between Node and browsers.
 */
const body = `
const live = ({ module, memory, control, thread, failedAt, messageAt }) => {
  const abort = () => { throw new Error('a kernel aborted'); };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  send('ready');
  try {
    exports.workerLoop(control, thread);
  } catch (error) {
    const text = String(error && error.message || error).slice(0, 200);
    const bytes = new Uint8Array(memory.buffer, messageAt, 256).fill(0);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    Atomics.store(new Int32Array(memory.buffer), failedAt / 4, 1 + thread);
  }
};
`;

export const nodeWorkerSource: string = `const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
const send = (message) => parentPort.postMessage(message);
${body}
live(workerData);`;

export const browserWorkerSource: string = `const send = (message) => postMessage(message);
${body}
onmessage = (event) => live(event.data);`;
