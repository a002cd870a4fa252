// One run: an experiment at work, from fresh weights to wherever it is stopped. It takes a step whenever it is its turn.
import type { ScorerKind } from '@seq2seq/attention';
import type { TaskData } from '@seq2seq/tasks';
import { decodeTrainingCheckpoint, encodeTrainingCheckpoint, type StepReport, TrainingError } from '@seq2seq/train';
import {
  builtInScorers,
  createTextTrainer,
  decodeModel,
  encodeModel,
  type PairBatch,
  type TextModel,
  textModelFor,
} from 'seq2seq';
import { configOf } from '../experiment/config-of.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { stopReasons } from '../experiment/stop-rule.ts';
import type {
  ChosenSources,
  ErrorsAnswer,
  Measure,
  RunFrame,
  RunSummary,
  Snapshot,
  StopReason,
} from '../protocol/messages.ts';
import { findErrors } from './errors.ts';
import { batchFingerprint, noFingerprint, weightFingerprints } from './fingerprint.ts';
import { measureRun } from './measure.ts';
import { chosenSources, pinnedExamples, textsOf, withChosen, withPinned, withShownFirst } from './shown-examples.ts';
import type { Turns } from './turns.ts';

/** Examples that are held out and measured with, and how many of them are shown at first. */
const measured = 100;
const shown = 6;

/** Steps between two measures, but for the first ones, where most happens. */
const measureEvery = 25;
const isMeasured = (step: number): boolean => step % measureEvery === 0 || step === 1 || step === 5 || step === 10;

/** A model that came without the state of its training. */
export type LoadedModel = Required<Pick<Snapshot, 'model' | 'step' | 'files'>>;

export type RunOptions = {
  readonly id: string;
  readonly experiment: Experiment;
  readonly data: TaskData;
  /** What is shown beside the first ones, as far as the data have it. */
  readonly chosen: ChosenSources;
  readonly turns: Turns;
  /** A model that is trained already, in the place of one with fresh weights. */
  readonly loaded?: LoadedModel;
  /** The user's own scorer, where the experiment names it. */
  readonly ownScorer?: ScorerKind<never>;
  readonly onStop: (reason: StopReason) => void;
  readonly onFailure: (failure: {
    readonly step: number;
    readonly message: string;
    readonly isNotFinite: boolean;
  }) => void;
  readonly onNews: () => void;
};

export interface Run {
  readonly textModel: TextModel;
  /** The user's own scorer, where the experiment names it. */
  readonly ownScorer?: ScorerKind<never>;
  readonly summary: RunSummary;
  readonly step: number;
  /** How many steps it may have; without end where its own limit is behind it. */
  readonly limit: number;
  change(experiment: Experiment): void;
  /** Goes into the queue for turns, if it is not there. */
  start(): void;
  /** Measures now, whatever the step. */
  measure(): Promise<void>;
  /** Judges each example that it is measured with. */
  errors(): Promise<ErrorsAnswer>;
  /**
   * Shows one more example in each measure.
   *
   * @throws Error if it is not measured with an example of this source
   */
  pin(source: readonly string[]): void;
  /** What happened since the last call; undefined if nothing did. */
  takeFrame(): RunFrame | undefined;
  snapshot(): Promise<Snapshot>;
  restore(snapshot: Snapshot): void;
  /** Ends it; resolves when its memory is given back. */
  dispose(): Promise<void>;
}

export const createRun = ({ id, data, turns, loaded, ownScorer, ...options }: RunOptions): Run => {
  let { experiment } = options;
  const pairs = data.train.map(({ source, targets }) => ({ source, target: targets[0] ?? [] }));
  const textModel = loaded
    ? decodeModel(new Map(loaded.files), loaded.model.name)
    : textModelFor(pairs, configOf(experiment), {
        where: 'experiment',
        ...(ownScorer && { scorers: { ...builtInScorers, own: ownScorer } }),
      });
  const trainer = createTextTrainer(textModel, {
    pairs,
    learningRate: () => experiment.learningRate,
    callbacks: [
      {
        onStart: ({ progress }) => turns.wait(id, progress.step),
        onStepEnd: async (report) => {
          batches = batches === undefined ? undefined : batchFingerprint(batches, lastBatch);
          await record(report);
          await turns.wait(id, report.step);
        },
      },
    ],
  });
  /** Of weights that come with a model or a snapshot, the beginning is not known. */
  let firstWeights = loaded ? undefined : weightFingerprints(textModel);
  let batches: number | undefined = loaded ? undefined : noFingerprint;
  let lastBatch: PairBatch = [];
  /** The batches of an epoch, of which the last is remembered. */
  const seenBatches = async function* (epoch: number): AsyncGenerator<PairBatch> {
    for await (const batch of trainer.batches(epoch)) {
      lastBatch = batch;
      yield batch;
    }
  };
  const lossOf = (held: typeof pairs): Promise<number> => trainer.evaluate(held);
  const examples = withShownFirst(data.dev.slice(0, measured), shown);
  let heldOut = withChosen({ examples, first: shown, shown, lossOf }, options.chosen);
  const stop = new AbortController();
  const reasonsSeen = new Set<StopReason>();
  let loop: Promise<unknown> | undefined;
  let losses: number[] = [];
  let measures: Measure[] = [];
  let recent = { step: 0, seconds: 0 };

  const record = async (report: StepReport): Promise<void> => {
    losses.push(report.loss);
    if (isMeasured(report.step)) await measure();
    options.onNews();
    const exact = isMeasured(report.step) ? measures.at(-1)?.exact : undefined;
    const standing = { ...report, ...(exact !== undefined && { exact }) };
    const reason = stopReasons(experiment, standing).find((each) => !reasonsSeen.has(each));
    if (reason === undefined) return;
    reasonsSeen.add(reason);
    if (measures.at(-1)?.step !== report.step && !isMeasured(report.step)) await measure();
    options.onStop(reason);
  };

  /** A model that came without its training has the steps behind it that it came with. */
  const stepOf = (): number => (loaded?.step ?? 0) + trainer.trainer.progress.step;

  const measure = async (): Promise<void> => {
    if (heldOut.examples.length === 0) return;
    const latest = await measureRun(textModel, heldOut, stepOf());
    // Only now: a frame that was taken meanwhile has taken the list with it.
    measures.push(batches === undefined ? latest : { ...latest, batches });
  };

  return {
    textModel,
    ...(ownScorer && { ownScorer }),
    get summary() {
      return {
        run: id,
        weights: [...textModel.model.parameters.entries()].reduce((sum, [, weight]) => sum + weight.size, 0),
        sourceVocabulary: textModel.source.vocabulary.size,
        targetVocabulary: textModel.target.vocabulary.size,
        trainExamples: pairs.length,
        pinned: pinnedExamples(heldOut, experiment),
        sample: data.train.slice(0, 5).map((example) => textsOf(example, experiment)),
        step: stepOf(),
        ...(firstWeights && { firstWeights }),
      };
    },
    get step() {
      return stepOf();
    },
    get limit() {
      const { step } = trainer.trainer.progress;
      return step < experiment.stopSteps ? experiment.stopSteps : Number.POSITIVE_INFINITY;
    },
    change: (changed) => {
      experiment = changed;
      reasonsSeen.clear();
    },
    start: () => {
      if (loop) return;
      turns.enter(id);
      loop = trainer.trainer
        .fit(seenBatches, { signal: stop.signal })
        .catch((error: unknown) => {
          if (stop.signal.aborted) return;
          options.onFailure({
            step: trainer.trainer.progress.step,
            message: error instanceof Error ? error.message : String(error),
            isNotFinite: TrainingError.isInstance(error),
          });
        })
        .finally(() => {
          loop = undefined;
          turns.release(id);
        });
    },
    measure: async () => {
      await measure();
      options.onNews();
    },
    errors: () => findErrors(textModel, experiment, heldOut.examples, stepOf()),
    pin: (source) => {
      heldOut = withPinned(heldOut, source);
    },
    takeFrame: () => {
      if (losses.length === 0 && measures.length === 0) return undefined;
      const { step, epoch, seconds } = trainer.trainer.progress;
      const stepsPerSecond = seconds > recent.seconds ? (step - recent.step) / (seconds - recent.seconds) : 0;
      const since = { losses: Float32Array.from(losses), measures };
      const frame = { run: id, step: stepOf(), epoch, ...since, stepsPerSecond, seconds };
      if (seconds - recent.seconds > 1 || recent.step > step) recent = { step, seconds };
      losses = [];
      measures = [];
      return frame;
    },
    snapshot: async () => {
      const files = [...(await encodeModel(textModel))] as Snapshot['files'];
      const rest = { experiment, step: stepOf(), files, chosen: chosenSources(heldOut) };
      if (loaded) return { ...rest, training: new Uint8Array(), model: loaded.model };
      const training = encodeTrainingCheckpoint(await trainer.trainer.snapshot()) as Uint8Array<ArrayBuffer>;
      return { ...rest, training };
    },
    restore: ({ training }) => {
      trainer.trainer.restore(decodeTrainingCheckpoint(training, 'snapshot'), 'snapshot');
      recent = trainer.trainer.progress;
      firstWeights = undefined;
      batches = undefined;
    },
    dispose: async () => {
      stop.abort();
      turns.release(id);
      await loop;
      trainer.dispose();
      textModel.dispose();
    },
  };
};
