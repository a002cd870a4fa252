import { checkOption } from '../check-option.ts';
import type { TrainingLimits, TrainingProgress } from '../training-progress.ts';
import type { Awaitable, StepReport, TrainerCallback } from './callback.ts';

/** A line for people to read while they wait. */
export type ProgressLine = TrainingProgress & {
  /** nats per target token, smoothed over about the last `smoothing` steps */
  readonly loss: number;
  /** Of the last step. */
  readonly learningRate: number;
  /** Of the last step, before clipping. */
  readonly gradientNorm: number;
  /** Since the line before; 0 if the clock is too coarse to tell. */
  readonly tokensPerSecond: number;
  /** From 0 to 1, of the limit that will end training first, if one is known. */
  readonly fractionDone?: number;
  /** Until that limit, at the pace since the line before. */
  readonly secondsLeft?: number;
};

export type ProgressReportOptions = {
  readonly report: (line: ProgressLine) => Awaitable<void>;
  /** Seconds of training from one line to the next; 10 by default. */
  readonly everySeconds?: number;
  /** How many steps the loss is averaged over, roughly; 20 by default. */
  readonly smoothing?: number;
};

/** Reports how training goes every few seconds, and at the end. */
export const progressReport = (options: ProgressReportOptions): TrainerCallback => {
  const { report, everySeconds = 10, smoothing = 20 } = options;
  checkOption('progressReport.everySeconds', everySeconds, { from: 0 });
  checkOption('progressReport.smoothing', smoothing, { from: 1 });
  const keep = 1 - 1 / smoothing;
  let lossSum = 0;
  let tokenSum = 0;
  let previous: TrainingProgress | undefined;
  let unreported: StepReport | undefined;

  const reportNow = async (last: StepReport, since: TrainingProgress, limits: TrainingLimits): Promise<void> => {
    const { loss: _loss, tokens: _tokens, ...rest } = last;
    const seconds = last.seconds - since.seconds;
    const tokensPerSecond = seconds > 0 ? (last.tokensSeen - since.tokensSeen) / seconds : 0;
    const secondsPerStep = seconds / (last.step - since.step);
    previous = last;
    unreported = undefined;
    await report({ ...rest, loss: lossSum / tokenSum, tokensPerSecond, ...nearestLimit(last, limits, secondsPerStep) });
  };

  return {
    onStart: ({ progress }) => {
      previous = progress;
      unreported = undefined;
    },
    onStepEnd: async (step, { limits }) => {
      // Sums that fade alike: their quotient weighs tokens equally and is right from the first step on.
      lossSum = keep * lossSum + step.loss * step.tokens;
      tokenSum = keep * tokenSum + step.tokens;
      unreported = step;
      if (previous !== undefined && step.seconds - previous.seconds >= everySeconds)
        await reportNow(step, previous, limits);
    },
    onEnd: async (_progress, { limits }) => {
      if (unreported !== undefined && previous !== undefined) await reportNow(unreported, previous, limits);
    },
  };
};

type Remaining = { readonly fractionDone: number; readonly secondsLeft: number };

/** The known limit that will be reached first. */
const nearestLimit = (
  { step, epoch, stepInEpoch, seconds }: TrainingProgress,
  { maxSteps, maxEpochs, maxSeconds }: TrainingLimits,
  secondsPerStep: number,
): Remaining | undefined => {
  const candidates: Remaining[] = [];
  const ofSteps = (limit: number): Remaining => ({
    fractionDone: Math.min(1, step / limit),
    secondsLeft: Math.max(0, limit - step) * secondsPerStep,
  });
  if (isKnown(maxSteps)) candidates.push(ofSteps(maxSteps));
  // How long an epoch is shows only after the first.
  if (isKnown(maxEpochs) && epoch > 0) candidates.push(ofSteps((maxEpochs * (step - stepInEpoch)) / epoch));
  if (isKnown(maxSeconds)) {
    candidates.push({
      fractionDone: Math.min(1, seconds / maxSeconds),
      secondsLeft: Math.max(0, maxSeconds - seconds),
    });
  }
  return candidates.toSorted((a, b) => a.secondsLeft - b.secondsLeft)[0];
};

const isKnown = (limit: number | undefined): limit is number => limit !== undefined && limit < Infinity && limit > 0;
