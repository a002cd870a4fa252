/** Translations that are the same but for the last bits. */
import { expectClose } from '@seq2seq/core/testing';
import { expect } from 'vitest';
import type { TranslatedText } from '../translate/searched-texts.ts';
import type { Translation } from '../translate/translation.ts';

/** All that is no real number. */
const exactly = ({ text, tokens, finished, alignment, copyGates }: Translation): unknown => ({
  ...{ text, tokens, finished, gates: copyGates?.length },
  rows: alignment?.map(({ length }) => length),
});

const numbersIn = ({ logProb, score, alignment = [], copyGates = [] }: Translation): number[] => [
  ...[logProb, score, ...copyGates],
  ...alignment.flatMap((row) => [...row]),
];

const allIn = (texts: readonly TranslatedText[]): Translation[] => texts.flatMap(({ translations }) => translations);

/** Fails unless tokens are the same and numbers, which another order of sums may have rounded otherwise, are within 10⁻⁵. */
export const expectSameTranslations = (actual: readonly TranslatedText[], wanted: readonly TranslatedText[]): void => {
  expect(actual.map(({ translations }) => translations.map(exactly))).toEqual(
    wanted.map(({ translations }) => translations.map(exactly)),
  );
  expectClose(allIn(actual).flatMap(numbersIn), allIn(wanted).flatMap(numbersIn), { absolute: 1e-5, relative: 1e-5 });
};
