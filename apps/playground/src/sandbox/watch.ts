/** Sees to it that the user's code comes back: it is told of each call, before and after. */
export type Watch = {
  /** Before a call, with a name that the user knows. */
  enter(call: string): void;
  leave(): void;
};

/** Does some work of the user's under watch. */
export const watched = <T>(watch: Watch, call: string, work: () => T): T => {
  watch.enter(call);
  try {
    return work();
  } finally {
    watch.leave();
  }
};
