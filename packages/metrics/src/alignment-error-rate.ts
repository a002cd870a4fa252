import type { Link } from './links.ts';
import { MetricError } from './metric-error.ts';

/** What a human, or the maker of a task, says about which tokens belong together in one sentence pair. */
export type ReferenceLinks = {
  /** Links that a good alignment must have. */
  readonly sure: readonly Link[];
  /** Links that it may have besides; a sure link is possible too, listed here or not. Default: none. */
  readonly possible?: readonly Link[];
};

/** `rate` = 1 − (`sureFound` + `possibleFound`) / (`links` + `sureLinks`). */
export type AlignmentErrorRate = {
  /** |A ∩ S|, links found that are sure. */
  readonly sureFound: number;
  /** |A ∩ P|, links found that are possible, the sure ones among them. */
  readonly possibleFound: number;
  /** |A|, links found. */
  readonly links: number;
  /** |S|, sure links there are. */
  readonly sureLinks: number;
  readonly rate: number;
};

/**
 * How far alignments are from those of a reference (AER): 0 if they have all sure links and no impossible one, 1 if nothing
 * of them is right. The four counts are summed over all sentence pairs before dividing. A link that is listed twice counts
 * once. Where every target token has exactly one link, in the reference as in the alignment, the rate is the share of wrong links.
 *
 * @param alignments - the links found, one list per sentence pair; see `linksOfAlignment`
 * @param references - sure and possible links, one per sentence pair
 * @throws MetricError if there is nothing to score, the counts differ, or a position is no index
 * @see Och and Ney 2003, A systematic comparison of various statistical alignment models
 */
export function alignmentErrorRate(
  alignments: readonly (readonly Link[])[],
  references: readonly ReferenceLinks[],
): AlignmentErrorRate {
  if (alignments.length !== references.length) {
    throw new MetricError(
      `alignmentErrorRate: expected as many references as alignments, got ${references.length} for ${alignments.length}; give one per sentence pair, in the same order`,
    );
  }
  let [sureFound, possibleFound, links, sureLinks] = [0, 0, 0, 0];
  references.forEach((reference, pair) => {
    const found = linkSet(alignments[pair] ?? [], `alignment ${pair}`);
    const sure = linkSet(reference.sure, `reference ${pair}`);
    const possible = linkSet(reference.possible ?? [], `reference ${pair}`);
    for (const link of found) {
      if (sure.has(link)) sureFound++;
      if (sure.has(link) || possible.has(link)) possibleFound++;
    }
    links += found.size;
    sureLinks += sure.size;
  });
  if (links + sureLinks === 0) {
    throw new MetricError(
      `alignmentErrorRate: expected at least one link found or sure, got none in ${references.length} sentence pairs; is the test set empty?`,
    );
  }
  const rate = 1 - (sureFound + possibleFound) / (links + sureLinks);
  return { sureFound, possibleFound, links, sureLinks, rate };
}

/** Links as text, which unlike pairs are equal if they say the same. */
function linkSet(links: readonly Link[], where: string): Set<string> {
  const wrong = links.find((link) => !link.every((position) => Number.isSafeInteger(position) && position >= 0));
  if (wrong) {
    throw new MetricError(
      `alignmentErrorRate, ${where}: expected positions from 0, got target ${wrong[0]} and source ${wrong[1]}; links are pairs of indices`,
    );
  }
  return new Set(links.map((link) => link.join('-')));
}
