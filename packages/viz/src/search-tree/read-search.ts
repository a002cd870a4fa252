/** The tree of one source, read out of a trace: who continues whom, who ranks where, and which way won. */
import { checkSearchTrace } from './check-search-trace.ts';
import type { SearchCandidate, SearchResult, SearchTraceStep } from './search-trace.ts';

/** A candidate in its tree. */
export type SearchBranch = SearchCandidate & {
  /** from 0 */
  readonly step: number;
  /** among all candidates of its step by log-probability, from 1 */
  readonly rank: number;
  readonly parentBranch: SearchBranch | undefined;
  /** the most probable first */
  readonly children: readonly SearchBranch[];
};

export type SearchTree = {
  /** what may come first, the most probable first */
  readonly roots: readonly SearchBranch[];
  /** the branches of each step by rank */
  readonly steps: readonly (readonly SearchBranch[])[];
  /** the final results, best first, each with its last branch where the trace has it */
  readonly results: readonly { readonly result: SearchResult; readonly branch: SearchBranch | undefined }[];
  /** the place of a result, from 1, by the id of its last branch */
  readonly places: ReadonlyMap<number, number>;
  /** ids of all branches that lead to the best result */
  readonly winning: ReadonlySet<number>;
};

/** A branch while candidates are still joined to it. */
type Growing = Omit<SearchBranch, 'rank' | 'outcome' | 'rows' | 'parentBranch' | 'children'> & {
  rank: number;
  outcome: SearchBranch['outcome'];
  rows: readonly number[];
  readonly parentBranch: Growing | undefined;
  readonly children: Growing[];
};

const strength = { pruned: 0, ended: 1, kept: 2 };

/**
 * Reads the tree of one source. Candidates of the same beginning and token, which there are where outputs are drawn with
 * replacement, become one.
 *
 * @param where - the caller's name, for messages
 * @throws VizError if the trace is inconsistent or has no such source
 */
export function readSearch(trace: readonly SearchTraceStep[], source: number, where: string): SearchTree {
  checkSearchTrace(trace, source, where);
  const roots: Growing[] = [];
  const steps: Growing[][] = [];
  let before = new Map<number, Growing>();
  for (const [step, { nodes }] of trace.entries()) {
    const branches = new Map<string, Growing>();
    const present = new Map<number, Growing>();
    for (const candidate of nodes) {
      if (candidate.source !== source) continue;
      const parentBranch = candidate.parent === undefined ? undefined : before.get(candidate.parent);
      const name = `${parentBranch?.id ?? 'start'} ${candidate.token}`;
      const known = branches.get(name);
      const branch = known ?? { ...candidate, step, rank: 0, parentBranch, children: [] };
      if (known) join(known, candidate);
      else branches.set(name, branch);
      present.set(candidate.id, branch);
    }
    if (branches.size === 0) break;
    const ranked = [...branches.values()].toSorted((a, b) => b.logProb - a.logProb || a.id - b.id);
    for (const [index, branch] of ranked.entries()) {
      branch.rank = index + 1;
      (branch.parentBranch?.children ?? roots).push(branch);
    }
    steps.push(ranked);
    before = present;
  }

  const results = (trace.at(-1)?.best[source] ?? []).map((result) => ({ result, branch: follow(roots, result) }));
  const places = new Map<number, number>();
  for (const [index, { branch }] of results.entries()) {
    if (branch && !places.has(branch.id)) places.set(branch.id, index + 1);
  }
  const winning = new Set<number>();
  for (let branch = results[0]?.branch; branch; branch = branch.parentBranch) winning.add(branch.id);
  return { roots, steps, results, places, winning };
}

function join(branch: Growing, { outcome, rows }: SearchCandidate): void {
  if (strength[outcome] > strength[branch.outcome]) branch.outcome = outcome;
  branch.rows = [...branch.rows, ...rows];
}

/** The branch at the end of an output. */
function follow(roots: readonly SearchBranch[], { tokens }: SearchResult): SearchBranch | undefined {
  let branch: SearchBranch | undefined;
  let branches = roots;
  for (const token of tokens) {
    branch = branches.find((each) => each.token === token);
    if (!branch) return undefined;
    branches = branch.children;
  }
  return branch;
}

/** The tokens from the first to that of a branch. */
export function tokensTo(branch: SearchBranch): number[] {
  const tokens: number[] = [];
  for (let at: SearchBranch | undefined = branch; at; at = at.parentBranch) tokens.push(at.token);
  return tokens.toReversed();
}

/** The candidate alone, without its tree. */
export function candidateOf(branch: SearchBranch): SearchCandidate {
  const { id, parentBranch, source, token, tokenLogProb, logProb, score, outcome, rows } = branch;
  const parent = parentBranch && { parent: parentBranch.id };
  return { id, ...parent, source, token, tokenLogProb, logProb, score, outcome, rows };
}
