// One side of a benchmark: gets its task, then does a piece of work whenever the parent asks, and says how long it took.
import { stockWasmSide } from './peers/stock-wasm.ts';
import type { Side, SideName, Task, Work } from './side.ts';
import { seq2seqSide } from './sides/seq2seq.ts';

const sides: Readonly<Record<SideName, Side>> = { seq2seq: seq2seqSide, 'stock-wasm': stockWasmSide };

let work: Work | undefined;

const answer = async (message: { readonly side: SideName; readonly task: Task } | 'work'): Promise<number> => {
  if (message !== 'work') {
    work = await sides[message.side](message.task);
    return 0;
  }
  const started = performance.now();
  await work?.();
  return performance.now() - started;
};

process.on('message', (message: Parameters<typeof answer>[0]) => {
  answer(message).then(
    (milliseconds) => process.send?.({ milliseconds }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
