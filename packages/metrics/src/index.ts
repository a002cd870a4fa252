/** How good is an output? */

// Nearly right: count the edits,
export { sequenceErrorRate, tokenErrorRate, type SequenceErrorRate, type TokenErrorRate } from './error-rate.ts';
export { editDistance, negativeEditDistance } from './edit-distance.ts';
// the runs of tokens or characters that output and reference share,
export { bleu, sentenceBleu, type Bleu, type BleuOptions } from './bleu.ts';
export { chrF, sentenceChrF, type ChrFOptions } from './chrf.ts';
export { rouge, rougeL, type RougeOptions } from './rouge.ts';
// or the tokens, in any order.
export { tokenF1 } from './token-f1.ts';
export type { FScore } from './f-score.ts';

// Right or wrong.
export { exactMatch, isExactMatch, type ExactMatch } from './exact-match.ts';
export { exactMatchByLength, type ExactMatchOfLengths } from './exact-match-by-length.ts';

// Did the model look at the right tokens?
export { alignmentErrorRate, type AlignmentErrorRate, type ReferenceLinks } from './alignment-error-rate.ts';
export { linksOfAlignment, type Link } from './links.ts';

// Outputs are compared with one or more right answers each.
export type { Hypotheses, References } from './references.ts';
export { MetricError } from './metric-error.ts';
