import { checkOption } from '../check-option.ts';
import type { Checkpoint } from '../training-checkpoint.ts';
import type { Awaitable, TrainerCallback, TrainerView } from './callback.ts';

export type EarlyStoppingOptions = {
  /** Lower is better, such as `evaluateLoss` on held-out data; negate a score. Its time does not count as training. */
  readonly evaluate: (trainer: TrainerView) => Awaitable<number>;
  /** How many evaluations in a row may fail to beat the best. */
  readonly patience: number;
  /** Steps from one evaluation to the next; without it, evaluations are at the ends of epochs. */
  readonly everySteps?: number;
  /** By how much a value must beat the best to count; 0 by default, which any gain does. */
  readonly minimumGain?: number;
};

/** The best evaluation, and training as it was then. */
export type BestEvaluation = { readonly value: number; readonly checkpoint: Checkpoint };

export interface EarlyStopping extends TrainerCallback {
  /** Nothing before the first evaluation. `trainer.restore(best.checkpoint)` goes back to it. */
  readonly best: BestEvaluation | undefined;
}

/**
 * Stops when held-out data have not improved for a while, since from there a model only learns its training data by heart.
 *
 * @see Prechelt 1998
 */
export const earlyStopping = (options: EarlyStoppingOptions): EarlyStopping => {
  const { evaluate, patience, everySteps, minimumGain = 0 } = options;
  checkOption('earlyStopping.patience', patience, { above: 0 });
  checkOption('earlyStopping.minimumGain', minimumGain, { from: 0 });
  if (everySteps !== undefined) checkOption('earlyStopping.everySteps', everySteps, { above: 0 });
  let best: BestEvaluation | undefined;
  let failures = 0;

  const judge = async (trainer: TrainerView): Promise<void | 'stop'> => {
    const value = await evaluate(trainer);
    if (value < (best?.value ?? Infinity) - minimumGain) {
      best = { value, checkpoint: await trainer.snapshot() };
      failures = 0;
      return undefined;
    }
    failures++;
    return failures >= patience ? 'stop' : undefined;
  };

  return {
    get best() {
      return best;
    },
    onStepEnd: ({ step }, trainer) =>
      everySteps !== undefined && step % everySteps === 0 ? judge(trainer) : undefined,
    onEpochEnd: (_progress, trainer) => (everySteps === undefined ? judge(trainer) : undefined),
  };
};
