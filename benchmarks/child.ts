// node child.ts SIDE TASK: one side of a benchmark in a process of its own. Prepares the task, then does as many
// pieces of work as each line that it reads says, and answers with a line: how long they took.
import { createInterface } from 'node:readline';
import type { Reading } from './processes/worker.ts';
import type { PeerName, Side, SideName, Task } from './side.ts';

/** Loaded one at a time: importing a backend has effects. */
const sides: Readonly<Record<Exclude<SideName, 'pytorch'>, () => Promise<Side>>> = {
  seq2seq: async () => (await import('./sides/seq2seq.ts')).seq2seqSide,
  'stock-wasm': async () => forTraining('stock-wasm', (await import('./peers/stock-wasm.ts')).stockWasmSide),
  'stock-cpu': async () => forTraining('stock-cpu', (await import('./peers/stock-cpu.ts')).stockCpuSide),
  'tfjs-layers': async () => forTraining('tfjs-layers', (await import('./peers/tfjs-layers.ts')).tfjsLayersSide),
};

const forTraining =
  (name: PeerName, side: Side<Extract<Task, { what: 'train' }>>): Side =>
  async (task) => {
    if (task.what !== 'train')
      throw new Error(`${name}: expected a training step, got ${task.what}; ask another side.`);
    return await side(task);
  };

const answer = (message: object): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

// The parent is gone in the middle of a piece of work.
process.stdout.once('error', () => process.exit());

try {
  const [name, task] = process.argv.slice(2) as [keyof typeof sides, string];
  const work = await (await sides[name]())(JSON.parse(task));
  answer({ ready: {} });
  for await (const times of createInterface({ input: process.stdin })) {
    const readings: Reading[] = [];
    while (readings.length < Number(times)) {
      const started = performance.now();
      const figures = await work();
      readings.push({ milliseconds: performance.now() - started, figures: figures ?? {} });
    }
    answer({ readings });
  }
} catch (error) {
  answer({ error: error instanceof Error ? error.message : String(error) });
}
// The parent is gone: threads of a backend would keep the process alive.
process.exit();
