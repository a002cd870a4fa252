/** Ctrl-C, a polite kill, a closed terminal, a closed pipe. */
export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGPIPE';

const signals: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE'];

/** The user stopped the command, and everything was saved. */
export class InterruptedError extends Error {
  override name: string = 'InterruptedError';
  readonly signalName: StopSignal;

  constructor(signalName: StopSignal) {
    super(`stopped by ${signalName}`);
    this.signalName = signalName;
  }
}

/** What listens for Ctrl-C while something runs that must be tidied up. */
export interface Interruption {
  /** Aborted by the first Ctrl-C or other request to stop. */
  readonly signal: AbortSignal;
  /** @throws InterruptedError if it came */
  throwIfCame(): void;
  /** Gives Ctrl-C its usual meaning back. */
  release(): void;
}

/**
 * From now on the first request to stop is granted in good order; a second Ctrl-C kills as usual. That the terminal or the reader is
 * gone is true only once, so SIGHUP and SIGPIPE do not kill until the release.
 *
 * @param onAsked - told once, to say that stopping has begun
 */
export const listenForInterruption = (onAsked: () => void): Interruption => {
  const controller = new AbortController();
  let came: StopSignal | undefined;
  const handle = (name: StopSignal): void => {
    for (const impatient of ['SIGINT', 'SIGTERM'] as const) process.off(impatient, handle);
    if (came) return;
    came = name;
    onAsked();
    controller.abort(new InterruptedError(name));
  };
  for (const name of signals) process.on(name, handle);
  return {
    signal: controller.signal,
    throwIfCame: () => {
      if (came) throw new InterruptedError(came);
    },
    release: () => {
      for (const name of signals) process.off(name, handle);
    },
  };
};
