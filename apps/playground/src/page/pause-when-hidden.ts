// A tab that nobody sees does not train: it waits, and what played goes on when it is seen again.
import type { Playground } from './playground.ts';

/** What of a document is looked at. */
export type Visibility = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

/** Begins to look; gives back how to stop. What the user has paused stays paused. */
export const pauseWhenHidden = ({ hold }: Pick<Playground, 'hold'>, page: Visibility): (() => void) => {
  let goOn: (() => Promise<void>) | undefined;
  let last = Promise.resolve();
  const look = async (): Promise<void> => {
    if (page.visibilityState === 'hidden') goOn ??= await hold();
    else {
      const held = goOn;
      goOn = undefined;
      await held?.();
    }
  };
  /** One after the other: a tab may be hidden and shown faster than a trainer answers. */
  const onChange = (): void => {
    last = last.then(look);
  };
  page.addEventListener('visibilitychange', onChange);
  return () => page.removeEventListener('visibilitychange', onChange);
};
