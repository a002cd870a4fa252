/** A tensor does not fit into the backend's memory. */
export class MemoryExhaustedError extends Error {
  override name: string = 'MemoryExhaustedError';
  readonly bytesAsked: number;
  readonly bytesHeld: number;
  readonly byteLimit: number;

  constructor(bytesAsked: number, bytesHeld: number, byteLimit: number) {
    super(
      `backend-simd: ${megabytes(bytesAsked)} were asked for, ${megabytes(bytesHeld)} of ${megabytes(byteLimit)} are held; ` +
        'dispose of tensors, use smaller batches, or raise byteBudget.',
    );
    Object.defineProperty(this, Symbol.for('seq2seq.error'), { value: true });
    this.bytesAsked = bytesAsked;
    this.bytesHeld = bytesHeld;
    this.byteLimit = byteLimit;
  }
}

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;
