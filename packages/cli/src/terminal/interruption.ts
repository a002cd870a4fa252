/** The user stopped the command, and everything was saved. */
export class InterruptedError extends Error {
  override name: string = 'InterruptedError';
  readonly signalName: 'SIGINT' | 'SIGTERM';

  constructor(signalName: 'SIGINT' | 'SIGTERM') {
    super(`stopped by ${signalName}`);
    this.signalName = signalName;
  }
}

/** What listens for Ctrl-C while something runs that must be tidied up. */
export interface Interruption {
  /** Aborted by the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** @throws InterruptedError if it came */
  throwIfCame(): void;
  /** Gives Ctrl-C its usual meaning back. */
  release(): void;
}

/**
 * From now on the first Ctrl-C asks to stop, the second kills as usual.
 *
 * @param onAsked - told once, to say that stopping has begun
 */
export const listenForInterruption = (onAsked: () => void): Interruption => {
  const controller = new AbortController();
  let came: 'SIGINT' | 'SIGTERM' | undefined;
  const names = ['SIGINT', 'SIGTERM'] as const;
  const handlers = names.map((name) => () => {
    came = name;
    release();
    onAsked();
    controller.abort(new InterruptedError(name));
  });
  const release = (): void => names.forEach((name, i) => process.off(name, handlers[i] as () => void));
  names.forEach((name, i) => process.on(name, handlers[i] as () => void));
  return {
    signal: controller.signal,
    throwIfCame: () => {
      if (came) throw new InterruptedError(came);
    },
    release,
  };
};
