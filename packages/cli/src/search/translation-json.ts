// What was found for a line, for programs: one JSON object.
import type { TranslatedText, Translation } from 'seq2seq';
import type { NumberedLine } from '../text/lines.ts';

/** Everything about a line and its outputs; rows of alignments are lists of numbers. */
export const translationJson = (
  { number, text }: NumberedLine,
  { sourceTokens, unknown, translations }: TranslatedText,
): object => ({ line: number, source: text, sourceTokens, unknown, translations: translations.map(withLists) });

const withLists = ({ alignment, ...translation }: Translation): object => ({
  ...translation,
  ...(alignment && { alignment: alignment.map((row) => [...row]) }),
});
