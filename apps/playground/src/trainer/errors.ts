// Where a run is wrong: each held-out example with its loss and its edits, and how many are right by length.
import { editDistance, exactMatchByLength, isExactMatch } from '@seq2seq/metrics';
import type { TaskExample } from '@seq2seq/tasks';
import { scoreTokens, type TextModel } from 'seq2seq';
import type { Experiment } from '../experiment/experiment.ts';
import { tokensAsText } from '../experiment/tokens-as-text.ts';
import type { ErrorsAnswer, JudgedExample } from '../protocol/messages.ts';
import { greedyOutputs } from './greedy-outputs.ts';

/** Groups of lengths that a row of bars can show. */
const mostGroups = 8;

/** Judges a run by every example that is held out: its greedy output against the nearest right answer. */
export const findErrors = async (
  textModel: TextModel,
  experiment: Experiment,
  examples: readonly TaskExample[],
  step: number,
): Promise<ErrorsAnswer> => {
  if (examples.length === 0) return { step, examples: [], lengths: [] };
  const outputs = await greedyOutputs(textModel, examples);
  const { pairs } = await scoreTokens(
    textModel,
    examples.map(({ source, targets }) => ({ source, target: targets[0] ?? [] })),
    { batchSize: examples.length },
  );
  const lengths = examples.map(({ source }) => source.length);
  const answers = examples.map(({ targets }) => targets);
  return {
    step,
    examples: examples.map(({ source, targets }, index): JudgedExample => {
      const output = outputs[index] ?? [];
      const target = targets[0] ?? [];
      const [sourceText, targetText] = tokensAsText(experiment, source, target);
      const { logProb = Number.NaN, tokenLogProbs = [] } = pairs[index] ?? {};
      return {
        ...{ source, target, sourceText, targetText, output },
        isRight: isExactMatch(output, targets),
        edits: Math.min(...targets.map((answer) => editDistance(output, answer))),
        loss: -logProb / tokenLogProbs.length,
      };
    }),
    lengths: exactMatchByLength(outputs, answers, lengths, widthFor(lengths)).map(({ from, to, right, total }) => ({
      ...{ from, to, right, total },
    })),
  };
};

/** The least of 1, 2, 5, 10 … that makes few enough groups. */
const widthFor = (lengths: readonly number[]): number => {
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  for (let ten = 1; ; ten *= 10) {
    const width = [ten, 2 * ten, 5 * ten].find(
      (each) => Math.floor(longest / each) - Math.floor(shortest / each) < mostGroups,
    );
    if (width !== undefined) return width;
  }
};
