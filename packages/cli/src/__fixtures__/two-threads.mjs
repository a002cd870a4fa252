// For `node --import`: lets a command see two cores, so that it computes on two threads, and does one of them harm at SIGUSR2.
// What harm, the import says: `two-threads.mjs?harm=fail` has it run into an error, `?harm=kill` ends it.
const threads = process.getBuiltinModule('node:worker_threads');
const harm = new URL(import.meta.url).searchParams.get('harm');

Object.defineProperty(globalThis.navigator, 'hardwareConcurrency', { value: 2, configurable: true });

// What the command's other thread is, and what it was given.
let [worker, task] = [];
threads.Worker = class extends threads.Worker {
  constructor(source, options) {
    super(source, options);
    [worker, task] = [this, options.workerData];
  }
};

/** Gives out a job that there is not. Signals come between two jobs, so the other thread waits for one. */
const fail = () => {
  const control = new Int32Array(task.memory.buffer, task.control);
  control[1] = 99;
  Atomics.add(control, 0, 1);
  Atomics.notify(control, 0);
  // On a busy machine the thread takes it up late; a job that came before would take its place.
  const failed = new Int32Array(task.memory.buffer, task.failedAt);
  while (Atomics.load(failed, 0) === 0) Atomics.wait(pause, 0, 0, 1);
};
const pause = new Int32Array(new SharedArrayBuffer(4));

/** Ends the thread, and has the clock run so fast that a minute's patience is over soon. */
const kill = () => {
  void worker.terminate();
  const { now } = performance;
  performance.now = () => 1000 * now.call(performance);
};

if (harm) process.once('SIGUSR2', { fail, kill }[harm]);
