import { isMarked, Seq2SeqError } from './seq2seq-error.ts';

/** Options that are unknown, out of range or do not fit together. */
export class ConfigError extends Seq2SeqError {
  override name: string = 'ConfigError';

  /** Where in the config, for example `decoder.units`. */
  readonly path: string;

  constructor(message: string, path: string) {
    super(message);
    this.path = path;
  }

  /** Whether a caught value is a ConfigError, even one from another copy of this package. */
  static override isInstance(value: unknown): value is ConfigError {
    return isMarked(value) && value.name === 'ConfigError';
  }
}
