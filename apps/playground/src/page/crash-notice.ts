// What is said when a trainer has ended by itself, and the ways on from there.
import type { Snapshot } from '../protocol/messages.ts';
import type { Notice } from './playground.ts';
import type { Place } from './trainers.ts';

/** More weights than these may be why a tab has run out of memory. */
const manyWeights = 2_000_000;

export type Crash = {
  readonly place: Place;
  readonly message: string;
  /** Of the main run, when it happened. */
  readonly step: number;
  readonly weights: number;
  /** Whether the main run was there. */
  readonly isMain: boolean;
  /** The last that was kept of the main run. */
  readonly snapshot: Snapshot | undefined;
};

export const crashNotice = (
  { place, message, step, weights, isMain, snapshot }: Crash,
  { goOnFrom, reset }: { readonly goOnFrom: (snapshot: Snapshot) => void; readonly reset: () => void },
): Notice => {
  const what = place === 'worker' ? 'The trainer has crashed' : `Your scorer was stopped at step ${step}`;
  const hints = [
    ...(place === 'sandbox' ? ['Your code is kept.'] : []),
    ...(isMain && weights > manyWeights ? ['A smaller model needs less memory.'] : []),
  ];
  const again = { label: 'Start again', act: reset };
  const restart = snapshot && { label: `Restart from step ${snapshot.step}`, act: () => goOnFrom(snapshot) };
  return {
    text: [`${what}: ${message}.`, ...hints].join(' '),
    isError: true,
    actions: isMain ? [...(restart ? [restart] : []), again] : [],
  };
};
