import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomTrace, traceShapes } from './__fixtures__/random-traces.ts';
import { smallTrace } from './__fixtures__/small-trace.ts';
import { replaySearch, type SearchReplay } from './replay-search.ts';

const idsOf = (candidates: SearchReplay['kept']): number[] => candidates.map(({ id }) => id);

describe('replaySearch', () => {
  it('sorts every candidate into kept, ended and pruned, and goes on with what it kept', () => {
    fc.assert(
      fc.property(traceShapes, (shape) => {
        const trace = randomTrace(shape);
        const { steps } = replaySearch(trace, 0);
        let kept: readonly number[] = [];
        for (let step = 1; step <= steps; step++) {
          const state = replaySearch(trace, step);
          expect(idsOf(state.live)).toEqual(kept);
          const parts = [...idsOf(state.kept), ...idsOf(state.ended), ...idsOf(state.pruned)];
          expect(parts).toHaveLength(new Set(parts).size);
          expect(new Set(parts)).toEqual(new Set(idsOf(state.considered)));
          expect(state.considered.map(({ rank }) => rank)).toEqual(state.considered.map((_, index) => index + 1));
          const logProbs = state.considered.map(({ logProb }) => logProb);
          expect(logProbs).toEqual(logProbs.toSorted((a, b) => b - a));
          expect(state.considered.every(({ tokens, token }) => tokens.length === step && tokens.at(-1) === token)).toBe(
            true,
          );
          expect(state.shelf).toEqual(trace[step - 1]!.best[0]);
          kept = idsOf(state.kept);
        }
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('plays the same from a file', () => {
    fc.assert(
      fc.property(traceShapes, fc.nat(1), (shape, wanted) => {
        const trace = randomTrace(shape);
        const source = wanted % shape.sources;
        const read = JSON.parse(JSON.stringify(trace)) as typeof trace;
        const { steps } = replaySearch(trace, 0, { source });
        for (let step = 0; step <= steps; step++) {
          expect(replaySearch(read, step, { source })).toEqual(replaySearch(trace, step, { source }));
        }
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  it('shows a small search step by step', () => {
    const states = [0, 1, 2, 3].map((step) => replaySearch(smallTrace, step));
    expect(states.map(({ caption }) => caption)).toEqual([
      'before the first of 3 steps',
      'step 1 of 3: 1 beam × 3 tokens → keep 2, 1 ends',
      'step 2 of 3: 2 beams, 5 candidates → keep 2, 1 ends',
      'step 3 of 3: 2 beams, 3 candidates → keep 0, 2 end',
    ]);
    expect(states.map(({ live, kept, pruned, ended }) => [live, kept, pruned, ended].map(idsOf))).toEqual([
      [[], [], [], []],
      [[], [0, 1], [], [2]],
      [[0, 1], [3, 6], [4, 7], [5]],
      [[3, 6], [], [9], [8, 10]],
    ]);
    expect(states[3]!.ended.map(({ tokens }) => tokens)).toEqual([
      [1, 1, 0],
      [2, 1, 0],
    ]);
    expect(states[0]!.shelf).toEqual([]);
    expect(states[2]!.shelf.map(({ tokens }) => tokens.join(' '))).toEqual(['1 0', '0']);
  });

  it('counts beams and tokens where every beam has as many', () => {
    const even = randomTrace({ seed: 1, steps: 2, width: 2, vocabulary: 1, sources: 1, twice: 0 });
    expect(replaySearch(even, 1).caption).toMatch(/^step 1 of 1: 1 beam × 1 token → keep 0/);
    const two = [smallTrace[0]!, { ...smallTrace[1]!, nodes: smallTrace[1]!.nodes.filter(({ id }) => id !== 5) }];
    expect(replaySearch(two, 2).caption).toBe('step 2 of 2: 2 beams × 2 tokens → keep 2');
  });

  it('plays no steps of a search without any, and none beyond the last', () => {
    expect(replaySearch([], 0)).toMatchObject({ steps: 0, caption: 'before the first of 0 steps', shelf: [] });
    for (const step of [-1, 0.5, 4, NaN]) {
      expect(() => replaySearch(smallTrace, step)).toThrow(
        `upToStep must be a whole number from 0 to 3, but is ${step}`,
      );
    }
  });
});
