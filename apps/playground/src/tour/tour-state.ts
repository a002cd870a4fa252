// How far somebody is on the tour, here and on the next visit.
import { type ReadonlySignal, signal } from '@preact/signals';

export type TourStorage = Pick<Storage, 'getItem' | 'setItem'>;

export interface TourState {
  /** The stop that is shown, counted from 0; undefined while nobody is on the tour. */
  readonly stop: ReadonlySignal<number | undefined>;
  /** Where it would go on: 0 for who has not begun, or is through. */
  readonly resumesAt: ReadonlySignal<number>;
  start(): void;
  next(): void;
  back(): void;
  /** Leaves; the tour goes on from here when it is started again. */
  leave(): void;
}

const key = 'seq2seq.tour';

/** @param storage - asked for anew each time, since a browser may refuse it */
export const createTourState = (count: number, storage: () => TourStorage): TourState => {
  const stop = signal<number | undefined>(undefined);
  const resumesAt = signal(remembered(count, storage));
  const remember = (at: number): void => {
    resumesAt.value = at;
    try {
      storage().setItem(key, String(at));
    } catch {
      // Without storage the tour is remembered until the page is closed.
    }
  };
  const go = (at: number): void => {
    const isOver = at >= count;
    stop.value = isOver ? undefined : Math.max(0, at);
    remember(isOver ? 0 : Math.max(0, at));
  };
  return {
    stop,
    resumesAt,
    start: () => go(resumesAt.value),
    next: () => go((stop.value ?? -1) + 1),
    back: () => go((stop.value ?? 1) - 1),
    leave: () => {
      stop.value = undefined;
    },
  };
};

const remembered = (count: number, storage: () => TourStorage): number => {
  try {
    const at = Number(storage().getItem(key));
    return Number.isInteger(at) && at >= 0 && at < count ? at : 0;
  } catch {
    return 0;
  }
};
