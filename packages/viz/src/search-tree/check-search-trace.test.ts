import { describe, expect, it } from 'vitest';
import { VizError } from '../viz-error.ts';
import { smallTrace } from './__fixtures__/small-trace.ts';
import { checkSearchTrace } from './check-search-trace.ts';
import type { SearchCandidate, SearchTraceStep } from './search-trace.ts';

/** The small trace with one candidate changed. */
const changed = (id: number, change: Partial<SearchCandidate>): SearchTraceStep[] =>
  smallTrace.map((step) => ({
    ...step,
    nodes: step.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)),
  }));

const messageOf = (trace: readonly SearchTraceStep[], source = 0): string => {
  try {
    checkSearchTrace(trace, source, 'draw');
  } catch (error) {
    expect(VizError.isInstance(error)).toBe(true);
    return String(error);
  }
  return 'fine';
};

describe('checkSearchTrace', () => {
  it('accepts a whole trace, its beginning, and none', () => {
    for (const end of [0, 1, 2, 3]) expect(messageOf(smallTrace.slice(0, end))).toBe('fine');
  });

  it.each<[string, SearchTraceStep[], string]>([
    ['an id twice', changed(4, { id: 3 }), 'step 1, nodes[1] has the id 3 of another; number them through'],
    ['an orphan', changed(4, { parent: undefined }), 'step 1, nodes[1] continues nothing; give it a parent'],
    [
      'a parent of long ago',
      changed(8, { parent: 0 }),
      'step 2, nodes[0] continues 0, which is not in the step before',
    ],
    [
      'a trace without its beginning',
      smallTrace.slice(1),
      'step 0, nodes[0] continues 0, which is not in the step before',
    ],
    [
      'a parent of another source',
      changed(4, { source: 1 }),
      'step 1, nodes[1] continues 0, which is of another source',
    ],
    [
      'a token that is impossible',
      changed(4, { tokenLogProb: -Infinity }),
      'has the tokenLogProb -Infinity; leave out',
    ],
    ['a sum that is no number', changed(4, { logProb: NaN }), 'has the logProb NaN; leave out'],
    ['a score that is no number', changed(4, { score: NaN }), 'has the score NaN; leave out'],
  ])('refuses %s', (_, trace, problem) => {
    expect(messageOf(trace)).toContain(`draw: expected the steps of a search from the first on, but\n  `);
    expect(messageOf(trace)).toContain(problem);
  });

  it('refuses a source that is not there', () => {
    expect(messageOf(smallTrace, 1)).toContain('source is 1 but the trace has 1; give one below');
    expect(messageOf(smallTrace, -1)).toContain('source is -1; give a whole number from 0');
  });

  it('names the first few of many problems', () => {
    const broken = smallTrace.map((step) => ({ ...step, nodes: step.nodes.map((node) => ({ ...node, score: NaN })) }));
    expect(messageOf(broken).split('\n')).toHaveLength(7);
    expect(messageOf(broken)).toContain('… and 6 more');
  });
});
