import type { InspectAnswer } from '../../protocol/messages.ts';
import { endOfSentence } from '../train/film.tsx';

/** The tokens of rows and columns: the output's and the source's, with their ends. */
export const shownTokensOf = ({
  outputs: [output],
  sourceTokens,
}: InspectAnswer): { readonly rows: readonly string[]; readonly columns: readonly string[] } => ({
  rows: [...(output?.tokens ?? []), ...(output?.finished ? [endOfSentence] : [])],
  columns: [...sourceTokens, endOfSentence],
});
