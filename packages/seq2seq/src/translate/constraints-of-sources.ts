// Constraints go with their sources, wherever a batch puts these.
import { ConfigError } from '@seq2seq/core';
import type { Constraint } from '@seq2seq/search';
import type { EncodedSource } from '../text/encode-source.ts';
import type { TextSide } from '../text/text-model.ts';
import { constraintsOf, type TextConstraints } from './text-constraints.ts';
import type { TranslateOptions } from './translate-options.ts';

/**
 * The constraints of each source. Where nothing is copied, equal ones are made once.
 *
 * @throws ConfigError if there is a list and it is not as long as that of the sources, or one cannot be obeyed
 */
export const constraintsOfSources = (
  given: TranslateOptions['constraints'],
  sources: readonly Pick<EncodedSource, 'copied'>[],
  target: TextSide,
): readonly (readonly Constraint[])[] => {
  if (given === undefined) return [];
  const list = isList(given) ? given : undefined;
  checkCount('constraints', list?.length, sources.length);
  const made = new Map<TextConstraints, readonly Constraint[]>();
  return sources.map(({ copied }, index) => {
    const texts = list ? (list[index] as TextConstraints) : (given as TextConstraints);
    const where = list ? `constraints[${index}]` : 'constraints';
    const constraints = (!copied && made.get(texts)) || constraintsOf(texts, { target, copied, where });
    made.set(texts, constraints);
    // A batch has an order of its own; messages count as the caller does.
    return constraints.map((each) => ({ ...each, begin: (place) => each.begin({ ...place, source: index }) }));
  });
};

const isList = (given: NonNullable<TranslateOptions['constraints']>): given is readonly TextConstraints[] =>
  Array.isArray(given);

/** @throws ConfigError if a list that goes with the sources is not as long as theirs */
export const checkCount = (option: string, got: number | undefined, count: number): void => {
  if (got === undefined || got === count) return;
  throw new ConfigError(
    `translate: ${option}: expected one for each of ${count} sources, got ${got}; they belong to the sources in their order.`,
    option,
  );
};
