// What outputs must obey, in words: cut into tokens as targets are, and checked against what the model can say.
import { ConfigError } from '@seq2seq/core';
import {
  allowedTokens,
  bannedPhrases,
  bannedTokens,
  type Constraint,
  forcedPrefix,
  maximumLength,
  minimumLength,
  noRepeatedNgrams,
  repetitionPenalty,
  requiredPhrases,
} from '@seq2seq/search';
import { regularExpression } from '@seq2seq/search/regular-expression';
import { encodeExtended } from '@seq2seq/text';
import * as z from 'zod';
import { issueMessage } from '../config/issue-message.ts';
import { configErrorOf } from '../config/parse-model-config.ts';
import { strictObject } from '../config/strict-object.ts';
import type { TextSide } from '../text/text-model.ts';

/** Rules for the output of one source. Texts are cut into tokens by the tokenizer of the target. */
export type TextConstraints = {
  /** What outputs begin with. */
  readonly prefix?: string;
  /** Words and phrases that outputs do not have. */
  readonly banned?: readonly string[];
  /** Words and phrases that outputs have. */
  readonly required?: readonly string[];
  /** Whether these come in the order given. Default false: in any order. */
  readonly ordered?: boolean;
  /** The only words that outputs may have. */
  readonly allowed?: readonly string[];
  /** Whether outputs may have `<unk>`. Default true. */
  readonly unknown?: boolean;
  /** The fewest tokens of an output, the end of sentence included. */
  readonly minimumLength?: number;
  /** The most, by which it ends itself; the `maxLength` of all cuts it off. */
  readonly maximumLength?: number;
  /** No sequence of so many tokens comes twice. */
  readonly noRepeatedNgrams?: number;
  /** log p of what was said before is multiplied by it; at least 1. */
  readonly repetitionPenalty?: number;
  /** What the whole output must match: the texts of its tokens, with a blank between words. See `regularExpression`. */
  readonly pattern?: RegExp | string;
};

const count = z.exactOptional(z.int().min(1));
const list = z.exactOptional(z.array(z.string()));
const flag = z.exactOptional(z.boolean());
const constraintsSchema: z.ZodType<TextConstraints> = strictObject({
  ...{ prefix: z.exactOptional(z.string()), banned: list, required: list, ordered: flag, allowed: list, unknown: flag },
  ...{ minimumLength: count, maximumLength: count, noRepeatedNgrams: count },
  repetitionPenalty: z.exactOptional(z.number().min(1)),
  pattern: z.exactOptional(z.union([z.string(), z.instanceof(RegExp)])),
});

/** The side that the words are of, and for whom. */
export type ConstraintsPlace = {
  readonly target: TextSide;
  /** With models that copy: what the source has beside the target vocabulary. */
  readonly copied?: readonly string[] | undefined;
  /** What to call the constraints in messages: constraints, or constraints[3]. */
  readonly where: string;
};

/**
 * Constraints on tokens from those on texts.
 *
 * @throws ConfigError if an option is unknown or out of its range, or there are words that the model cannot say
 */
export const constraintsOf = (given: TextConstraints, place: ConstraintsPlace): readonly Constraint[] => {
  const result = constraintsSchema.safeParse(given, { error: issueMessage });
  if (!result.success) throw configErrorOf(result.error, place.where);
  const texts = result.data;
  const { prefix, banned, required, ordered = false, allowed, unknown = true, pattern } = texts;
  const idsOf = (option: keyof TextConstraints, phrases: readonly string[]): number[][] =>
    encodePhrases(phrases, option, place);
  return [
    ...(prefix === undefined ? [] : [forcedPrefix(idsOf('prefix', [prefix]).flat())]),
    ...(banned ? [bannedPhrases(idsOf('banned', banned))] : []),
    ...(required ? [requiredPhrases(idsOf('required', required), { ordered })] : []),
    ...(allowed ? [allowedTokens(idsOf('allowed', allowed).flat())] : []),
    ...(unknown ? [] : [bannedTokens([place.target.vocabulary.unk])]),
    ...(texts.minimumLength === undefined ? [] : [minimumLength(texts.minimumLength)]),
    ...(texts.maximumLength === undefined ? [] : [maximumLength(texts.maximumLength)]),
    ...(texts.noRepeatedNgrams === undefined ? [] : [noRepeatedNgrams(texts.noRepeatedNgrams)]),
    ...(texts.repetitionPenalty === undefined ? [] : [repetitionPenalty(texts.repetitionPenalty)]),
    ...(pattern === undefined ? [] : [patternConstraint(pattern, place)]),
  ];
};

const encodePhrases = (
  phrases: readonly string[],
  option: keyof TextConstraints,
  { target, copied, where }: ConstraintsPlace,
): number[][] => {
  const { tokenizer, vocabulary } = target;
  const tokens = phrases.map((phrase) => tokenizer.tokenize(phrase));
  const ids = tokens.map((phrase) => encodeExtended(phrase, vocabulary, copied ?? []));
  const unknown = tokens.flatMap((phrase, p) => phrase.filter((_, t) => ids[p]?.[t] === vocabulary.unk));
  // A model that copies says other words with other sources; what it cannot say here is no mistake.
  if (copied && (option === 'banned' || option === 'allowed')) {
    return ids.filter((phrase) => !phrase.includes(vocabulary.unk));
  }
  if (unknown.length === 0) return ids;
  const words = [...new Set(unknown)].map((token) => JSON.stringify(token)).join(', ');
  const known = copied ? 'of the target vocabulary or the source' : 'of the target vocabulary';
  throw new ConfigError(
    `${where}.${option}: expected words ${known}, got ${words}; the model can never say them: correct or leave them out.`,
    `${where}.${option}`,
  );
};

/** Special tokens have no text, so that nothing matches by them. */
const patternConstraint = (pattern: RegExp | string, { target, copied }: ConstraintsPlace): Constraint => {
  const { tokenizer, vocabulary } = target;
  const texts = [...vocabulary.tokens.map((token) => (vocabulary.has(token) ? token : undefined)), ...(copied ?? [])];
  const separator = tokenizer.type === 'words' ? ' ' : '';
  if (!copied) return regularExpression(pattern, texts, { separator });
  return {
    begin(place) {
      // Neighbours in the batch may have more to copy, which is nothing here.
      const others = Array.from<undefined>({ length: place.vocabularySize - texts.length });
      return regularExpression(pattern, [...texts, ...others], { separator }).begin(place);
    },
  };
};
