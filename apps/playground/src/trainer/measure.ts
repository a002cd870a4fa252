// How good a run is at this moment: on examples that it does not learn from, and in pictures of a few of them.
import { exactMatch, isExactMatch, tokenErrorRate } from '@seq2seq/metrics';
import type { TaskExample } from '@seq2seq/tasks';
import { scoreTokens, type TextModel, type TokenPair } from 'seq2seq';
import type { Measure, ShownExample } from '../protocol/messages.ts';
import { greedyOutputs } from './greedy-outputs.ts';
import { tableOf } from './table-of.ts';

/** What a measure looks at. */
export type HeldOut = {
  readonly examples: readonly TaskExample[];
  /** How many of these, from the first, are shown. */
  readonly shown: number;
  /** Mean loss on pairs, in nats per token. */
  lossOf(pairs: readonly TokenPair[]): Promise<number>;
};

/** Changes nothing: a run that is measured has the same losses as one that is not. */
export const measureRun = async (
  textModel: TextModel,
  { examples, shown, lossOf }: HeldOut,
  step: number,
): Promise<Measure> => {
  const pairs = examples.map(({ source, targets }) => ({ source, target: targets[0] ?? [] }));
  const loss = await lossOf(pairs);
  // Weights that have run away say nothing: no search can go on with what they give.
  if (!Number.isFinite(loss)) return lost(step, shown);
  const outputs = await greedyOutputs(textModel, examples);
  const answers = examples.map(({ targets }) => targets);
  const forced = await scoreTokens(textModel, pairs.slice(0, shown), { alignments: true });
  return {
    step,
    exact: exactMatch(outputs, answers).rate,
    tokenAccuracy: Math.max(0, 1 - tokenErrorRate(outputs, answers).rate),
    loss,
    examples: outputs.slice(0, shown).map((output, index): ShownExample => {
      const alignment = forced.pairs[index]?.alignment;
      const isRight = isExactMatch(output, answers[index] ?? []);
      return { output, isRight, ...(alignment && { forced: tableOf(alignment) }) };
    }),
  };
};

/** The measure of a run that is beyond measuring. */
const lost = (step: number, shown: number): Measure => ({
  ...{ step, exact: 0, tokenAccuracy: 0, loss: Number.NaN },
  examples: Array.from({ length: shown }, () => ({ output: [], isRight: false })),
});
