import { ConfigError } from '@seq2seq/core';
import type { Vocabulary } from '@seq2seq/text';
import type { TextModel, TextModelPlan } from 'seq2seq';
import { isRecord } from './is-record.ts';

/**
 * Makes sure that a saved run is the one that is asked for, so that nothing goes on with other data or another model unnoticed.
 *
 * @param asked - what the run should be: "a run of seq2seq start"
 * @throws ConfigError that lists every difference
 */
export const checkSameRun = (folder: string, saved: TextModel, plan: TextModelPlan, asked: string): void => {
  const differences = [
    ...differencesBetween(saved.config, plan.config),
    ...vocabularyDifference('source', saved.source.vocabulary, plan.sourceVocabulary),
    ...vocabularyDifference('target', saved.target.vocabulary, plan.targetVocabulary),
    // Where their numbers differ, the configs do.
    ...(plan.factorVocabularies ?? []).flatMap((counted, f) =>
      vocabularyDifference(`source factor ${f}`, saved.source.factors[f] ?? counted, counted),
    ),
  ];
  if (differences.length === 0) return;
  throw new ConfigError(
    `${folder}: expected ${asked}, but the run there differs; name another folder with --out, or start over with --fresh:\n` +
      differences.map((difference) => `  ${difference}`).join('\n'),
    differences[0]?.split(':')[0] ?? '',
  );
};

/** One line for each value that differs: `model.decoder.units: 64 there, 128 asked for`. */
const differencesBetween = (saved: unknown, asked: unknown, path = ''): string[] => {
  if (!isRecord(saved) || !isRecord(asked)) {
    const [there, now] = [JSON.stringify(saved) ?? 'nothing', JSON.stringify(asked) ?? 'nothing'];
    return there === now ? [] : [`${path}: ${there} there, ${now} asked for`];
  }
  const keys = new Set([...Object.keys(saved), ...Object.keys(asked)]);
  return [...keys].flatMap((key) => differencesBetween(saved[key], asked[key], path ? `${path}.${key}` : key));
};

const vocabularyDifference = (side: string, saved: Vocabulary, asked: Vocabulary): string[] => {
  const index = saved.tokens.findIndex((token, id) => token !== asked.tokens[id]);
  // Other sizes are differences of the config already.
  if (index === -1 || saved.size !== asked.size) return [];
  const [there, now] = [saved, asked].map(({ tokens }) => JSON.stringify(tokens[index]));
  return [`${side} vocabulary: token ${index} is ${there} there, ${now} in the data`];
};
