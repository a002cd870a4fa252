// Several models that read the same tokens, stepped side by side. What is made of their scores is up to the caller; that each
// of their states is reordered and released like that of a model alone is seen to here.

import { checkFullLogProbs } from '../check-step.ts';
import { SearchError } from '../search-error.ts';
import type { StepModel } from '../step-model.ts';

/** One model for each state. */
export type ModelsOf<States extends readonly unknown[]> = {
  readonly [Index in keyof States]: StepModel<States[Index]>;
};

/** How the scores of several become those of one. */
type JointRules = {
  /** From [rows · V] of each member to [rows · V]. */
  readonly mix: (logProbs: readonly Float32Array[], vocabularySize: number) => Float32Array;
  /** From [rows · S] of each member that has any, of its own S. */
  readonly align: (alignments: readonly (Float32Array | undefined)[]) => Float32Array | undefined;
};

/**
 * @param path - who asks, for errors
 * @throws SearchError if there is no model or their vocabularies differ
 */
export function jointModel<States extends readonly unknown[]>(
  path: string,
  models: ModelsOf<States>,
  { mix, align }: JointRules,
): StepModel<States> {
  const members: readonly StepModel<unknown>[] = models;
  const sizes = members.map((model) => model.vocabularySize);
  if (sizes.length === 0 || sizes.some((size) => size !== sizes[0])) {
    throw new SearchError(
      `${path}: models must have the same vocabulary, got ${sizes.length === 0 ? 'no model' : `sizes ${sizes.join(', ')}`}; combine models whose outputs have the same tokens.`,
      { path, expected: sizes[0], actual: sizes },
    );
  }
  const vocabularySize = sizes[0]!;

  // A member that has made no new state shares the one it was given with the state before: further owners of each.
  const owners = members.map(() => new Map<unknown, number>());
  const release = (states: readonly unknown[]) => {
    for (const [index, state] of states.entries()) {
      const others = owners[index]!.get(state) ?? 0;
      if (others > 0) owners[index]!.set(state, others - 1);
      else {
        owners[index]!.delete(state);
        members[index]!.release(state);
      }
    }
  };
  const own = (index: number, state: unknown, given: unknown) => {
    if (Object.is(state, given)) owners[index]!.set(state, (owners[index]!.get(state) ?? 0) + 1);
    return state;
  };

  return {
    vocabularySize,
    async step(states, lastTokens) {
      const next: unknown[] = [];
      const logProbs: Float32Array[] = [];
      const alignments: (Float32Array | undefined)[] = [];
      try {
        for (const [index, model] of members.entries()) {
          const result = await model.step(states[index], lastTokens);
          next.push(own(index, result.state, states[index]));
          const place = { from: `${path}, model ${index}`, rows: lastTokens.length, vocabularySize };
          logProbs.push(checkFullLogProbs(result.logProbs, place));
          alignments.push(result.alignment);
        }
        const alignment = align(alignments);
        const mixed = mix(logProbs, vocabularySize);
        return { logProbs: mixed, state: next as unknown as States, ...(alignment && { alignment }) };
      } catch (error) {
        release(next);
        throw error;
      }
    },
    reorder(states, rows) {
      const next: unknown[] = [];
      try {
        for (const [index, model] of members.entries())
          next.push(own(index, model.reorder(states[index], rows), states[index]));
      } catch (error) {
        release(next);
        throw error;
      }
      return next as unknown as States;
    },
    release,
  };
}
