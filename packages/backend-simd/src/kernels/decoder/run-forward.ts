import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../../simd-backend.ts';
import { jobs } from '../../threads/job-runner.ts';
import { sharedWork } from '../../threads/shared-work.ts';
import { type DecoderRun, runWords } from './run-words.ts';

/** Up to so many rows a thread it takes longer to read the weights than to multiply by them. */
const fewRows = 8;

/** Multiplications of a step for which it pays to wake the threads: they stay awake for the next. */
const worthWaking = 250_000;

/** All steps, shared among threads by rows; or by columns where there are few rows, so that each thread reads only its part of the weights. */
export const runForward = (simd: SimdBackend, run: DecoderRun): void => {
  const { batch, steps } = run.sizes;
  const work = workOfStep(run);
  if (batch <= fewRows * simd.jobs.threads && !isDropped(run)) {
    if (work.all >= worthWaking) simd.jobs.wake();
    runByColumns(simd, run, work);
  } else simd.jobs.run(jobs.decoderForward, runWords(simd, run), sharedWork(batch, (steps * work.all) / batch));
};

const runByColumns = (simd: SimdBackend, run: DecoderRun, work: StepWork): void => {
  const { inputs, sizes, queriesPrevious } = run;
  const words = runWords(simd, run);
  const attend = (): void => {
    simd.jobs.run(jobs.decoderQuery, words, work.query);
    simd.jobs.run(jobs.decoderAttend, words, work.attend);
  };
  for (let step = 0; step < sizes.steps; step++) {
    words[0] = step;
    if (queriesPrevious) attend();
    for (let layer = 0; layer < inputs.layers.length; layer++) {
      words[1] = layer;
      simd.jobs.run(jobs.decoderLayer, words, work.layers[layer]);
    }
    if (queriesPrevious) continue;
    attend();
    simd.jobs.run(jobs.decoderReadOut, words, work.readOut);
  }
};

const isDropped = ({ inputs }: DecoderRun): boolean =>
  inputs.extraDropout !== undefined || inputs.layers.some(({ dropout }) => dropout !== undefined);

/** Multiplications of one step's jobs. */
type StepWork = Readonly<Record<'query' | 'attend' | 'readOut' | 'all', number>> & {
  readonly layers: readonly number[];
};

const workOfStep = ({ inputs, sizes }: DecoderRun): StepWork => {
  const { batch, positions, scoreSize, memorySize, extraSize } = sizes;
  const of = (weights: TensorInfo | undefined): number => (weights ? batch * util.sizeFromShape(weights.shape) : 0);
  const layers = inputs.layers.map(({ kernel, recurrentKernel, bias }, l) => {
    // Tokens were multiplied before.
    const read = l === 0 ? batch * extraSize * (bias.shape[0] as number) : of(kernel);
    return read + of(recurrentKernel);
  });
  const query = of(inputs.queryKernel);
  const readOut = of(inputs.outputKernel);
  // A tanh takes as long as some twenty multiplications.
  const attend = sharedWork(batch, positions * (20 * scoreSize + memorySize));
  return { layers, query, attend, readOut, all: layers.reduce((sum, one) => sum + one, query + attend + readOut) };
};
