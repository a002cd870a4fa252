/** What of a search is drawn: all that was kept or ended, the best few of what was pruned, and how much is left out. */
import { VizError } from '../viz-error.ts';
import type { SearchBranch, SearchTree } from './read-search.ts';

/** `start` is the beginning of the source; `more` counts the pruned candidates that are not drawn. */
export type DrawnKind = 'start' | 'kept' | 'ended' | 'pruned' | 'more';

export type DrawnBranch = {
  /** unique in the tree */
  readonly key: string;
  readonly kind: DrawnKind;
  /** 0 for the start, 1 for the first tokens */
  readonly column: number;
  readonly branch: SearchBranch | undefined;
  /** of what is left out */
  readonly count: number;
  readonly isWinning: boolean;
  /** how many steps what continues it goes on */
  readonly depth: number;
  readonly children: readonly DrawnBranch[];
};

/**
 * The tree to draw.
 *
 * @param prunedPerRow - how many pruned candidates to draw of each beginning, 0 or more
 * @throws VizError if that is not a number from 0
 */
export function drawnTree(tree: SearchTree, prunedPerRow: number, where: string): DrawnBranch {
  if (!(prunedPerRow >= 0)) {
    throw new VizError(
      `${where}: prunedPerRow must be a number from 0, but is ${prunedPerRow}; Infinity draws every candidate`,
    );
  }
  const children = drawnOf(tree, tree.roots, 'start', 1, prunedPerRow);
  const isWinning = tree.results.length > 0;
  return { ...leaf, key: 'start', kind: 'start', column: 0, isWinning, depth: depthAbove(children), children };
}

const leaf = { branch: undefined, count: 0, isWinning: false, depth: 0, children: [] };

/** Recursion is as deep as the longest output. */
function drawnOf(
  tree: SearchTree,
  branches: readonly SearchBranch[],
  parentKey: string,
  column: number,
  prunedPerRow: number,
): DrawnBranch[] {
  const drawn: DrawnBranch[] = [];
  let pruned = 0;
  for (const branch of branches) {
    // What leads to a result is drawn even if no row has been kept for it.
    const isPruned = branch.outcome === 'pruned' && branch.children.length === 0 && !tree.places.has(branch.id);
    if (isPruned && ++pruned > prunedPerRow) continue;
    const key = String(branch.id);
    const children = drawnOf(tree, branch.children, key, column + 1, prunedPerRow);
    drawn.push({
      ...leaf,
      key,
      kind: isPruned ? 'pruned' : branch.outcome === 'kept' ? 'kept' : 'ended',
      column,
      branch,
      isWinning: tree.winning.has(branch.id),
      depth: depthAbove(children),
      children,
    });
  }
  if (pruned > prunedPerRow) {
    drawn.push({
      ...leaf,
      key: `more of ${parentKey}`,
      kind: 'more',
      column,
      count: pruned - Math.trunc(prunedPerRow),
    });
  }
  return drawn;
}

function depthAbove(children: readonly DrawnBranch[]): number {
  return children.reduce((deepest, { depth }) => Math.max(deepest, depth + 1), 0);
}
