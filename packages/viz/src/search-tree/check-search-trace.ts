/** Refuses traces that no search can have left, before anything is drawn. */
import { VizError } from '../viz-error.ts';
import type { SearchCandidate, SearchTraceStep } from './search-trace.ts';

const problemsShown = 5;

/**
 * Everything inconsistent in a trace: a candidate without its parent in the step before, an id that is there twice, numbers that
 * are none. Reported at once.
 *
 * @param trace - the steps, from the first on
 * @param source - which source of the batch is to be drawn
 * @param where - the caller's name, which opens the message
 * @throws VizError with one line per problem
 */
export function checkSearchTrace(trace: readonly SearchTraceStep[], source: number, where: string): void {
  const problems = [...sourceProblems(trace, source), ...candidateProblems(trace)];
  if (problems.length === 0) return;
  const hidden = problems.length - problemsShown;
  const shown = problems.slice(0, problemsShown);
  if (hidden > 0) shown.push(`… and ${hidden} more`);
  throw new VizError(
    `${where}: expected the steps of a search from the first on, but\n${shown.map((problem) => `  ${problem}`).join('\n')}`,
  );
}

function sourceProblems(trace: readonly SearchTraceStep[], source: number): string[] {
  const sources = trace.at(-1)?.best.length;
  if (!Number.isSafeInteger(source) || source < 0) return [`source is ${source}; give a whole number from 0`];
  if (sources === undefined || source < sources) return [];
  return [`source is ${source} but the trace has ${sources}; give one below`];
}

function candidateProblems(trace: readonly SearchTraceStep[]): string[] {
  const problems: string[] = [];
  const seen = new Set<number>();
  let before = new Map<number, SearchCandidate>();
  for (const [step, { nodes }] of trace.entries()) {
    const present = new Map<number, SearchCandidate>();
    for (const [index, node] of nodes.entries()) {
      const place = `step ${step}, nodes[${index}]`;
      if (seen.has(node.id)) problems.push(`${place} has the id ${node.id} of another; number them through`);
      seen.add(node.id);
      present.set(node.id, node);
      problems.push(...parentProblems(node, step, before).map((problem) => `${place} ${problem}`));
      for (const name of ['tokenLogProb', 'logProb', 'score'] as const) {
        if (!Number.isFinite(node[name])) {
          problems.push(`${place} has the ${name} ${node[name]}; leave out what is impossible`);
        }
      }
    }
    before = present;
  }
  return problems;
}

function parentProblems(
  { parent, source }: SearchCandidate,
  step: number,
  before: ReadonlyMap<number, SearchCandidate>,
): string[] {
  if (parent === undefined) return step === 0 ? [] : ['continues nothing; give it a parent of the step before'];
  const continued = before.get(parent);
  if (!continued) return [`continues ${parent}, which is not in the step before; give the whole trace`];
  return continued.source === source ? [] : [`continues ${parent}, which is of another source; give each its own tree`];
}
