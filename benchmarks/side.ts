import type { BackendName } from 'seq2seq';

/** What is measured: each side runs in a process of its own, so that backends and their kernels do not mix. */
export type SideName = 'seq2seq' | 'stock-wasm';

/** What to run, as the parent tells it. */
export type Task = {
  readonly what: 'train' | 'decode';
  readonly caseName: string;
  readonly backend: BackendName;
  /** How many threads our side computes on. */
  readonly threads: number;
  /** decode only */
  readonly beam: number;
  /** decode only: sources side by side */
  readonly batch: number;
};

/** One piece of work: a training step, or a batch decoded. Called again and again and timed. */
export type Work = () => Promise<void>;

/** Prepares everything that is not measured. */
export type Side = (task: Task) => Promise<Work>;
