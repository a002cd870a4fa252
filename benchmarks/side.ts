import type { BackendName } from 'seq2seq';
import type { BenchmarkCase } from './cases.ts';

/** Others that can do the same work. */
export const peerNames = ['pytorch', 'stock-wasm', 'stock-cpu', 'tfjs-layers'] as const;
export type PeerName = (typeof peerNames)[number];

/** Who is measured: each runs in a process of its own, so that backends and their kernels do not mix. */
export type SideName = 'seq2seq' | PeerName;

/** What to run, as the parent tells it. */
export type Task = TrainTask | DecodeTask | KernelsTask;

export type TrainTask = Place & { readonly what: 'train'; readonly shapes: BenchmarkCase };

export type DecodeTask = Place & {
  readonly what: 'decode';
  readonly shapes: BenchmarkCase;
  readonly beam: number;
  /** Sources side by side. */
  readonly batch: number;
};

/** Only our own side has kernels to look at one by one. */
type KernelsTask = Place & { readonly what: 'kernels' };

type Place = {
  /** Where our own side computes; peers have their own place. */
  readonly backend: BackendName;
  readonly threads: number;
};

/** What a piece of work has found out besides the time that it took. */
export type Figures = Readonly<Record<string, number>>;

/** One piece of work: a training step, a batch decoded, all kernels once. Called again and again and timed. */
export type Work = () => Promise<Figures | void>;

/** Prepares everything that is not measured. */
export type Side<SomeTask extends Task = Task> = (task: SomeTask) => Promise<Work>;
