import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { SideName, Task } from './side.ts';

/** Runs of each side that are not counted: compilers and caches warm up. */
const warmUps = 2;

/**
 * Lets the sides work in turns, each in a process of its own, so that what slows the machine down slows all of them.
 *
 * @returns milliseconds of every piece of work, by side
 */
export const alternate = async (
  names: readonly SideName[],
  task: Task,
  steps: number,
  onStep: (side: SideName, step: number, milliseconds: number) => void,
): Promise<ReadonlyMap<SideName, readonly number[]>> => {
  const children = names.map((side) => ({
    side,
    child: fork(join(import.meta.dirname, 'child.ts')),
    times: [] as number[],
  }));
  try {
    for (const { side, child } of children) await ask(child, { side, task });
    for (let step = -warmUps; step < steps; step++) {
      for (const { side, child, times } of children) {
        const milliseconds = await ask(child, 'work');
        if (step < 0) continue;
        times.push(milliseconds);
        onStep(side, step, milliseconds);
      }
    }
    return new Map(children.map(({ side, times }) => [side, times]));
  } finally {
    for (const { child } of children) child.kill();
  }
};

const ask = (
  child: ChildProcess,
  message: { readonly side: SideName; readonly task: Task } | 'work',
): Promise<number> =>
  new Promise((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`a side of the benchmark ended with exit code ${code}`));
    child.once('exit', onExit);
    child.once('message', (answer: { readonly milliseconds?: number; readonly error?: string }) => {
      child.off('exit', onExit);
      if (answer.error === undefined) resolve(answer.milliseconds as number);
      else reject(new Error(answer.error));
    });
    child.send(message);
  });

/** The middle value: what a noisy machine usually gives. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};
