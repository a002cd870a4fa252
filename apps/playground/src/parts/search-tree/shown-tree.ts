// What is shown of a search after some of its steps: what was there by then, with what was known by then.
import type { GrownNode, GrownTree } from './grown-tree.ts';
import { twoDigits } from '../two-digits.ts';
import { rankResults, type RankedResult } from './rank-results.ts';

export type ShownNode = GrownNode & {
  /** Such as `pruned, rank 7` or `result 1`, or nothing. */
  readonly note: string;
  /** Everything about it in one sentence. */
  readonly description: string;
  /** What is written on it, then the rest: who speaks to the page says what is seen, and who listens hears no less. */
  readonly name: string;
  /** Whether it leads to what is first in the ranking; known at the end. */
  readonly isWinning: boolean;
  /** Whether what continues it is shown; undefined where there is nothing. */
  readonly isOpen: boolean | undefined;
  /** Among those that continue the same, from 1, and how many these are. */
  readonly place: number;
  readonly siblings: number;
};

export type ShownTree = {
  readonly nodes: readonly ShownNode[];
  readonly byKey: ReadonlyMap<string, ShownNode>;
  readonly ranked: readonly RankedResult[];
  /** Such as `step 3 of 9: 4 beams × 32 tokens → keep 4`. */
  readonly caption: string;
};

export type ShowOptions = {
  readonly step: number;
  readonly alpha: number;
  /** Keys of nodes whose continuations are hidden. */
  readonly closed: ReadonlySet<string>;
};

/** The tree after so many steps. */
export const showTree = (tree: GrownTree, { step, alpha, closed }: ShowOptions): ShownTree => {
  const { steps } = tree.trace;
  const ranked = rankResults(steps[step - 1]?.best[0] ?? [], alpha);
  const places = new Map(ranked.map(({ tokens, place }) => [tokens.join(), place]));
  const isOver = step === steps.length;
  const winner = isOver ? ranked[0]?.tokens.join() : undefined;
  const nodes: ShownNode[] = [];
  const byKey = new Map<string, ShownNode>();
  const add = (key: string, place: number, siblings: number): void => {
    const node = tree.nodes.get(key)!;
    const children = node.children.filter((child) => tree.nodes.get(child)!.step <= step);
    const isOpen = children.length === 0 ? undefined : !closed.has(key);
    const path = node.path.join();
    const note = noteOf(node, isOver || node.kind === 'ended' ? places.get(path) : undefined);
    const isWinning = node.kind !== 'more' && winner !== undefined && `${winner},`.startsWith(path && `${path},`);
    const shown: ShownNode = {
      ...node,
      ...{ note, isWinning, isOpen, place, siblings },
      // Of a large search few are asked for.
      get description() {
        return sentenceOf(node, note, tree);
      },
      get name() {
        return nameOf(node, note, tree);
      },
    };
    nodes.push(shown);
    byKey.set(key, shown);
    if (isOpen) for (const [index, child] of children.entries()) add(child, index + 1, children.length);
  };
  const [start] = tree.nodes.keys();
  if (start !== undefined) add(start, 1, 1);
  return { nodes, byKey, ranked, caption: captionOf(tree, step) };
};

const noteOf = ({ kind, candidate }: GrownNode, place: number | undefined): string => {
  if (!candidate) return '';
  if (kind === 'pruned') return `pruned, rank ${candidate.rank}`;
  if (place !== undefined) return `result ${place}`;
  return kind === 'ended' ? 'ended, outdone' : '';
};

const sentenceOf = (node: GrownNode, note: string, { trace, textOf }: GrownTree): string => {
  const { candidate, count, path, step } = node;
  if (!candidate) return node.kind === 'more' ? `${count} more pruned` : 'the beginning';
  const { logProb, tokenLogProb, rank } = candidate;
  const considered = trace.steps[step - 1]!.considered;
  return (
    `${path.map(textOf).join(' ')}: ${note.replace(/, rank .*/, '') || 'kept'}, log P ${twoDigits(logProb)}, ` +
    `this token ${percentText(tokenLogProb)}, rank ${rank} of ${considered}`
  );
};

const nameOf = (node: GrownNode, note: string, { trace, textOf }: GrownTree): string => {
  const { kind, label, value, candidate, path, step } = node;
  if (!candidate) return `${label}, ${kind === 'more' ? 'pruned' : 'the beginning'}`;
  // The note of what was pruned ends with the rank.
  const rank = note.includes('rank') ? note : `${note || 'kept'}, rank ${candidate.rank}`;
  const output = path.map(textOf).join(' ');
  return (
    `${label} ${value} ${rank} of ${trace.steps[step - 1]!.considered}, this token ${percentText(candidate.tokenLogProb)}` +
    (output === label ? '' : `, so far “${output}”`)
  );
};

/** The probability of a token. */
export const percentText = (logProb: number): string => {
  const percent = 100 * Math.exp(logProb);
  return `${percent >= 10 ? percent.toFixed(0) : percent >= 0.1 ? percent.toFixed(1) : percent.toExponential(0).replace('-', '−')} %`;
};

const captionOf = ({ trace: { steps } }: GrownTree, at: number): string => {
  const step = steps[at - 1];
  if (!step) return `before the first of ${counted(steps.length, 'step')}`;
  const { rows, considered, kept, nodes } = step;
  const from =
    considered % rows === 0
      ? `${counted(rows, 'beam')} × ${counted(considered / rows, 'token')}`
      : `${counted(rows, 'beam')}, ${counted(considered, 'candidate')}`;
  const ended = nodes.filter(({ outcome }) => outcome === 'ended').length;
  const ends = ended === 0 ? '' : `, ${ended === 1 ? '1 ends' : `${ended} end`}`;
  return `step ${at} of ${steps.length}: ${from} → keep ${kept}${ends}`;
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
