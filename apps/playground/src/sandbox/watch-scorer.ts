// The user's scorer with somebody who looks on: each call is told to the watch, its result is looked at, and what goes wrong in it says
// where.
import type { AttentionSizes, AttendedStep, Scorer, ScorerKind } from '@seq2seq/attention';
import type { ParameterScope, TensorTree } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { atPlace, placeIn, placeOfMethod } from './code-place.ts';
import { type Watch, watched } from './watch.ts';

/** Computes what the kind computes. */
export const watchScorer = (kind: ScorerKind, code: string, watch: Watch): ScorerKind<never> => {
  const call = <T>(name: string, work: () => T): T => {
    try {
      return watched(watch, name, work);
    } catch (error) {
      throw new Error(locatedMessage(error, name, code), { cause: error });
    }
  };
  return {
    ...(kind.about && { about: kind.about }),
    create: (sizes: AttentionSizes, options: unknown, parameters: ParameterScope): Scorer => {
      const scorer = call('create', () => kind.create(sizes, options, parameters));
      requireMethods(scorer);
      const { begin, note } = scorer;
      return {
        ...(scorer.additive && { additive: scorer.additive }),
        prepare: (values) => call('prepare', () => scorer.prepare(values)),
        score: (query, keys, history) => {
          const scores = call('score', () => scorer.score(query, keys, history));
          requireShape(scores, history.previous.shape, code);
          return scores;
        },
        ...(begin && { begin: (keys: TensorTree) => call('begin', () => begin.call(scorer, keys)) }),
        ...(note && {
          note: (step: AttendedStep<TensorTree, TensorTree>) => call('note', () => note.call(scorer, step)),
        }),
      };
    },
  };
};

/** What went wrong in a call, with its place: that of the error, or of the method. */
const locatedMessage = (error: unknown, name: string, code: string): string => {
  const message = error instanceof Error ? error.message : String(error);
  if (placeIn(message)) return message;
  const place = placeIn((error instanceof Error && error.stack) || '') ?? placeOfMethod(code, name);
  const said = `${name}: ${message}`;
  return place ? atPlace(place, said) : said;
};

const requireMethods = (scorer: unknown): void => {
  for (const name of ['prepare', 'score'] as const) {
    const method: unknown = (scorer as Partial<Record<typeof name, unknown>> | undefined)?.[name];
    if (typeof method === 'function') continue;
    throw new Error(
      `own scorer: expected an object with prepare and score, got no ${name}; return { prepare, score }.`,
    );
  }
};

const requireShape = (scores: unknown, expected: readonly number[], code: string): void => {
  const shape = scores instanceof tf.Tensor ? scores.shape : undefined;
  if (shape?.join() === expected.join()) return;
  const got = shape ? `[${shape.join(', ')}]` : `${typeof scores} and no tensor`;
  const advice = 'give one score for each position of each row.';
  const problem = `score returned ${got}, expected [${expected.join(', ')}]; ${advice}`;
  const place = placeOfMethod(code, 'score');
  throw new Error(place ? atPlace(place, problem) : problem);
};
