// A trace as it is sent: of a vocabulary of thousands only what somebody may want to look at, with the true ranks and counts.
import type { TraceNode, TraceStep } from '@seq2seq/search/trace';
import type { TraceAnswer, TracedCandidate, TracedStep } from '../protocol/messages.ts';

/** The most pruned candidates of one beginning that are sent. */
export const mostPruned = 24;

/** All steps of the search of one source. */
export const tellTrace = (
  steps: readonly TraceStep[],
  textOf: (token: number) => string,
): Pick<TraceAnswer, 'steps' | 'labels'> => {
  const labels = new Map<number, string>();
  const told = steps.map((step, index): TracedStep => {
    const ranked = step.nodes.toSorted((a, b) => b.logProb - a.logProb || a.id - b.id);
    const pruned = new Map<number, number>();
    const nodes: TracedCandidate[] = [];
    for (const [place, node] of ranked.entries()) {
      if (node.outcome === 'pruned') {
        const before = pruned.get(node.parent ?? -1) ?? 0;
        pruned.set(node.parent ?? -1, before + 1);
        if (before >= mostPruned) continue;
      }
      nodes.push(candidateOf(node, place + 1));
      labels.set(node.token, textOf(node.token));
    }
    const best = (step.best[0] ?? []).map(({ tokens, logProb, score, finished }) => ({
      ...{ tokens: [...tokens], logProb, score, finished },
    }));
    return {
      nodes,
      best: [best],
      rows: index === 0 ? 1 : rowCount(steps[index - 1]!),
      considered: step.nodes.length,
      kept: rowCount(step),
      leftOut: [...pruned].flatMap(([parent, count]) =>
        count > mostPruned ? [[parent, count - mostPruned] as const] : [],
      ),
    };
  });
  return { steps: told, labels: [...labels] };
};

/** A row is one hypothesis that goes on; outputs that are drawn may share a candidate. */
const rowCount = ({ nodes }: TraceStep): number => nodes.reduce((sum, { rows }) => sum + rows.length, 0);

const candidateOf = (node: TraceNode, rank: number): TracedCandidate => {
  const { id, parent, source, token, tokenLogProb, logProb, score, outcome, rows } = node;
  return {
    ...{ id, source, token, tokenLogProb, logProb, score, outcome, rows: [...rows], rank },
    ...(parent !== undefined && { parent }),
  };
};
