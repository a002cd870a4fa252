// A tab that nobody sees does not train: it waits, and goes on when it is seen again.
import type { ReadonlySignal } from '@preact/signals';
import type { Phase } from './run-state.ts';

/** What can be held: the main run, or those that are compared. */
export type Pausable = {
  readonly main: { readonly phase: ReadonlySignal<Phase> };
  play(): Promise<void>;
  pause(): Promise<void>;
};

/** What of a document is looked at. */
export type Visibility = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

/** Begins to look; gives back how to stop. What the user has paused stays paused. */
export const pauseWhenHidden = ({ main, play, pause }: Pausable, page: Visibility): (() => void) => {
  let isHeld = false;
  let last = Promise.resolve();
  const look = async (): Promise<void> => {
    if (page.visibilityState === 'hidden' && main.phase.value === 'playing') {
      isHeld = true;
      await pause();
    } else if (page.visibilityState === 'visible' && isHeld) {
      isHeld = false;
      if (main.phase.value === 'paused') await play();
    }
  };
  /** One after the other: a tab may be hidden and shown faster than a trainer answers. */
  const onChange = (): void => {
    last = last.then(look);
  };
  page.addEventListener('visibilitychange', onChange);
  return () => page.removeEventListener('visibilitychange', onChange);
};
