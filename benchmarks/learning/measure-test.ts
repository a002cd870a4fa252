// What a trained model makes of examples that it has not seen.
import {
  alignmentErrorRate,
  exactMatch,
  exactMatchByLength,
  type Link,
  linksOfAlignment,
  tokenErrorRate,
} from '@seq2seq/metrics';
import type { TaskExample } from '@seq2seq/tasks';
import { scoreTokens, type TextModel, translateTokens } from 'seq2seq';
import type { TestResult } from './learning-run.ts';
import { pairOf } from './pair-of.ts';
import type { TestSet } from './study.ts';

/** The greedy outputs for these examples. */
export const outputsOf = async (
  textModel: TextModel,
  examples: readonly TaskExample[],
  signal?: AbortSignal,
): Promise<(readonly string[])[]> => {
  const found = await translateTokens(
    textModel,
    examples.map(({ source }) => source),
    { beam: 1, batchSize: 100, alignments: false, ...(signal && { signal }) },
  );
  return found.map(({ translations }) => translations[0]?.tokens ?? []);
};

/** Everything that is known of a test set afterwards. */
export const measureTest = async (
  textModel: TextModel,
  { name, examples, groupWidth }: TestSet,
  signal?: AbortSignal,
): Promise<TestResult> => {
  const hypotheses = await outputsOf(textModel, examples, signal);
  const references = examples.map(({ targets }) => targets);
  const lengths = examples.map(({ source }) => source.length);
  const isLinked = examples.some(({ links }) => links !== undefined);
  const alignments = isLinked && textModel.model.attends ? await forcedAlignments(textModel, examples) : undefined;
  return {
    name,
    examples: examples.length,
    exact: exactMatch(hypotheses, references).rate,
    tokenErrorRate: tokenErrorRate(hypotheses, references).rate,
    ...(alignments && { alignmentErrorRate: linkErrorRate(alignments, examples) }),
    ...(groupWidth !== undefined && {
      byLength: exactMatchByLength(hypotheses, references, lengths, groupWidth).map(({ from, to, right, total }) => ({
        from,
        to,
        right,
        total,
      })),
    }),
  };
};

/** Where the tokens of right answers look while the model is given them, whatever it would say itself; no row for the end of sentence. */
const forcedAlignments = async (
  textModel: TextModel,
  examples: readonly TaskExample[],
): Promise<(readonly Float32Array[])[]> => {
  const { pairs } = await scoreTokens(textModel, examples.map(pairOf), { alignments: true, batchSize: 100 });
  return pairs.map(({ alignment = [] }) => alignment.slice(0, -1));
};

/**
 * The share of target tokens that look most at a token that they are not made from. Tokens that are made from none, such as the hyphens
 * of a date, do not count; of several links any one will do.
 */
export const linkErrorRate = (
  alignments: readonly (readonly Float32Array[])[],
  examples: readonly TaskExample[],
): number => {
  const references = examples.map(({ links = [] }) => links);
  const found = alignments.map((alignment, index) => {
    const linked = new Set(references[index]?.map(([target]) => target));
    return linksOfAlignment(alignment).filter(([target]: Link) => linked.has(target));
  });
  return alignmentErrorRate(
    found,
    references.map((links) => ({ sure: [], possible: links })),
  ).rate;
};
