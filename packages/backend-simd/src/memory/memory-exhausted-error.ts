/** A tensor does not fit into the backend's memory. */
export class MemoryExhaustedError extends Error {
  override name: string = 'MemoryExhaustedError';
  readonly bytesAsked: number;
  readonly bytesHeld: number;
  readonly byteLimit: number;

  /** @param isBudget - whether the limit is one that was set, or all that the machine gives */
  constructor(bytesAsked: number, bytesHeld: number, byteLimit: number, isBudget: boolean) {
    super(
      `backend-simd: ${sizeInWords(bytesAsked)} were asked for, ${sizeInWords(bytesHeld)} of ${sizeInWords(byteLimit)} are held; ` +
        (isBudget
          ? 'dispose of tensors, use smaller batches, or raise byteBudget.'
          : 'dispose of tensors or use smaller batches: the memory cannot grow any more.'),
    );
    Object.defineProperty(this, Symbol.for('seq2seq.error'), { value: true });
    this.bytesAsked = bytesAsked;
    this.bytesHeld = bytesHeld;
    this.byteLimit = byteLimit;
  }
}

const sizeInWords = (bytes: number): string =>
  bytes < 2 ** 20 ? `${(bytes / 2 ** 10).toFixed(1)} kB` : `${(bytes / 2 ** 20).toFixed(1)} MB`;
