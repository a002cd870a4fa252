import type { TextModel, TranslatedText } from 'seq2seq';
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
  const sentences = unknown
    .slice(0, mostShown)
    .map(
      ({ token, index }) =>
        `line ${number}, ${unit} ${index + 1} of ${sourceTokens.length}: ${JSON.stringify(token)} is not in the source vocabulary`,
    );
  const more = unknown.length - sentences.length;
  return more > 0
    ? [...sentences, `line ${number}: ${more} more ${unit}s are not in the source vocabulary either`]
    : sentences;
};
