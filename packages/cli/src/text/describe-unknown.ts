import type { TextModel, TranslatedText, UnknownToken } from 'seq2seq';
import type { NumberedLine } from './lines.ts';

/** Per line; a text in a foreign script would say the same of each letter. */
const mostShown = 5;

/** What a model does not know in a line: `line 3, character 2 of 5: "é" is not in the source vocabulary`, one sentence each; of a model that copies, nothing. */
export const describeUnknown = (
  { number }: NumberedLine,
  { unknown, sourceTokens }: TranslatedText,
  { config }: TextModel,
): string[] => {
  // What can be copied need not be known.
  if (config.model.copy) return [];
  const unit = config.text.source.tokenizer === 'characters' ? 'character' : 'word';
  return sentencesOfUnknown(unknown, { line: number, unit, side: 'source', length: sourceTokens.length });
};

/** Where unknown tokens stand, and what it is that does not know them. */
type UnknownPlace = {
  readonly line: number;
  readonly unit: 'character' | 'word';
  readonly side: 'source' | 'target';
  /** How many tokens there are, the known ones included. */
  readonly length: number;
};

/** The same of any tokens. */
export const sentencesOfUnknown = (
  unknown: readonly UnknownToken[],
  { line, unit, side, length }: UnknownPlace,
): string[] => {
  const sentences = unknown
    .slice(0, mostShown)
    .map(
      ({ token, index }) =>
        `line ${line}, ${unit} ${index + 1} of ${length}: ${JSON.stringify(token)} is not in the ${side} vocabulary`,
    );
  const more = unknown.length - sentences.length;
  return more > 0
    ? [...sentences, `line ${line}: ${more} more ${unit}s are not in the ${side} vocabulary either`]
    : sentences;
};
