import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** At some 8 MB of garbage a second, what lies around stays near 100 MB. */
const secondsBetween = 12;

/**
 * A function to call again and again, which collects garbage now and then.
 *
 * A training step makes thousands of short-lived objects, and V8 leaves those that survived a moment lying until its heap has grown by
 * several times, as long as the machine has memory: the process would take twice what it needs. Collecting takes some 0.1 s.
 */
export const memoryCare = (
  now: () => number = () => performance.now(),
  collect: () => void = collector(),
): (() => void) => {
  let last = now();
  return () => {
    if (now() - last < secondsBetween * 1000) return;
    collect();
    last = now();
  };
};

/** V8's own collector, which a new context sees once the flag is set. */
const collector = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
};
