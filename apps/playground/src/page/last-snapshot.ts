// What is left of a run when its trainer is gone: a snapshot of not long ago.
import { effect } from '@preact/signals';
import type { Snapshot } from '../protocol/messages.ts';
import type { Playground } from './playground.ts';

/** The first is taken when a run begins, a new one after so many measures or seconds, whichever is first. */
const everyMeasures = 100;
const everySeconds = 15;

export interface LastSnapshot {
  /** The last one of the run that is there now; undefined before there is one. */
  take(): Snapshot | undefined;
}

/** Keeps one while a run plays. A run that is made anew has none of the one before. */
export const keepSnapshot = ({ main, ask }: Pick<Playground, 'main' | 'ask'>): LastSnapshot => {
  let snapshot: Snapshot | undefined;
  let taken: { readonly step: number; readonly seconds: number } | undefined;
  let isAsking = false;

  const renew = async (): Promise<void> => {
    const summary = main.summary.peek();
    isAsking = true;
    try {
      const came = await ask('snapshot', { run: main.id });
      if (main.summary.peek() === summary) snapshot = came;
    } catch {
      // A trainer that is gone has its own way of saying so; the snapshot before is what is wanted then.
    } finally {
      isAsking = false;
    }
  };
  effect(() => {
    const [step, seconds] = [main.step.value, main.seconds.value];
    if (step === 0) {
      snapshot = undefined;
      taken = undefined;
    }
    if (main.phase.peek() !== 'playing' || step === 0 || isAsking) return;
    if (taken) {
      const { step: before, seconds: then } = taken;
      const measures = main.measures.peek().filter((measure) => measure.step > before).length;
      if (measures < everyMeasures && seconds - then < everySeconds) return;
    }
    taken = { step, seconds };
    void renew();
  });
  return { take: () => snapshot };
};
