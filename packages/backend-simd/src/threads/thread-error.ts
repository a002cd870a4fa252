/** A thread failed or does not answer; the backend cannot go on. */
export class ThreadError extends Error {
  override name: string = 'ThreadError';
  /** Which thread, from 1; the caller itself is 0. */
  readonly thread: number;

  constructor(message: string, thread: number) {
    super(message);
    Object.defineProperty(this, Symbol.for('seq2seq.error'), { value: true });
    this.thread = thread;
  }
}
