import { specialTokens } from '@seq2seq/text';
import { type HeatMap, terminalHeatMap } from '@seq2seq/viz';
import type { TranslatedText, Translation } from 'seq2seq';
import type { Output } from './progress-display.ts';

const endOfSentence = specialTokens[3];

/**
 * Where a translation looked: rows its tokens, columns the source's, each with the end of sentence; where the encoder joins neighbours,
 * columns are numbered. Undefined without attention.
 */
export const attentionOf = (
  { sourceTokens }: TranslatedText,
  { tokens, finished, alignment }: Translation,
  title?: string,
): HeatMap | undefined => {
  if (!alignment) return undefined;
  const rowLabels = finished ? [...tokens, endOfSentence] : tokens;
  if (rowLabels.length === 0) return undefined;
  const columns = alignment[0]?.length ?? 0;
  const tokenLabels = [...sourceTokens, endOfSentence];
  return {
    weights: alignment.slice(0, rowLabels.length),
    rowLabels,
    // An encoder that joins neighbours leaves no token to name.
    columnLabels:
      columns === tokenLabels.length ? tokenLabels : Array.from({ length: columns }, (_, c) => String(c + 1)),
    ...(title !== undefined && { title }),
  };
};

/** The heat map for this output: in colour on a terminal that has colours. */
export const drawAttention = (map: HeatMap, output: Output & { hasColors?(count: number): boolean }): string =>
  terminalHeatMap(map, {
    colour: output.isTTY === true && output.hasColors?.(2 ** 24) === true,
    maximumWidth: Math.max(40, output.columns ?? 100),
  });
