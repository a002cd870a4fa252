// Who may take the next step. Several runs share one thread of control: the one that is furthest behind goes first, nobody goes while
// the user waits for an answer, and the event loop is let in between.
import { yieldRegularly } from '@seq2seq/train';

export interface Turns {
  /** Says that a run will wait for turns from now on. */
  enter(run: string): void;
  /** Gives the turn back, if the run has it, and resolves when it may take its next step; at once for one that was let go. */
  wait(run: string, step: number): Promise<void>;
  /** Which runs may go on, and how many steps they may have then. */
  allow(limits: ReadonlyMap<string, number>): void;
  /** Does a piece of work between two steps: no run is in the middle of one, and none begins. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when every run that may go on has had all its steps, or has ended, or others may go on. */
  settled(): Promise<void>;
  /** Lets a run go that has ended or is thrown away, wherever it waits. */
  release(run: string): void;
}

export const createTurns = (): Turns => {
  const entered = new Set<string>();
  const waiting = new Map<string, { readonly step: number; readonly go: () => void }>();
  const breathe = yieldRegularly();
  let limits: ReadonlyMap<string, number> = new Map();
  let current: string | undefined;
  let pieces = 0;
  let onIdle: (() => void)[] = [];
  let onSettled: (() => void)[] = [];

  const hasSettled = (): boolean =>
    current === undefined &&
    [...limits].every(([run, limit]) => !entered.has(run) || (waiting.get(run)?.step ?? -1) >= limit);

  const settle = (): void => {
    for (const resolve of onSettled) resolve();
    onSettled = [];
  };
  const next = (): void => {
    if (current !== undefined) return;
    if (pieces > 0) {
      for (const resolve of onIdle) resolve();
      onIdle = [];
      return;
    }
    let first: string | undefined;
    for (const [run, limit] of limits) {
      const step = waiting.get(run)?.step ?? Number.POSITIVE_INFINITY;
      if (step < limit && (first === undefined || step < waiting.get(first)!.step)) first = run;
    }
    if (first === undefined) {
      if (hasSettled()) settle();
      return;
    }
    const { go } = waiting.get(first)!;
    waiting.delete(first);
    current = first;
    void breathe().then(go);
  };

  return {
    enter: (run) => entered.add(run),
    wait: (run, step) =>
      new Promise((resolve) => {
        if (current === run) current = undefined;
        if (entered.has(run)) waiting.set(run, { step, go: resolve });
        else resolve();
        next();
      }),
    allow: (newLimits) => {
      limits = newLimits;
      settle();
      next();
    },
    during: async (work) => {
      pieces++;
      try {
        if (current !== undefined) await new Promise<void>((resolve) => onIdle.push(resolve));
        return await work();
      } finally {
        pieces--;
        next();
      }
    },
    settled: () =>
      new Promise((resolve) => {
        onSettled.push(resolve);
        next();
      }),
    release: (run) => {
      entered.delete(run);
      if (current === run) current = undefined;
      const { go } = waiting.get(run) ?? {};
      waiting.delete(run);
      go?.();
      next();
    },
  };
};
