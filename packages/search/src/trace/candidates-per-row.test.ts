// A trace may have more candidates than the strategy looks at, or fewer. Either way the search must not notice.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tableModel } from '../../testing/index.ts';
import { everyStrategy } from '../strategy/__fixtures__/every-strategy.ts';
import { randomCase } from '../strategy/__fixtures__/random-case.ts';
import { withCandidates } from '../strategy/__fixtures__/with-candidates.ts';
import {
  beam,
  greedy,
  requiredPhrases,
  search,
  type SearchRequest,
  type SearchStrategy,
  type StepModel,
} from '../index.ts';
import { traced, type TraceNode, type TraceStep } from './traced.ts';

type Traced = { readonly found: unknown; readonly steps: readonly TraceStep[] };

async function traceOf<State>(
  model: StepModel<State>,
  start: State,
  request: SearchRequest,
  strategy: SearchStrategy,
  candidatesPerRow: number | undefined,
): Promise<Traced> {
  const steps: TraceStep[] = [];
  const options = candidatesPerRow === undefined ? {} : { candidatesPerRow };
  const found = await search(
    model,
    start,
    request,
    traced(strategy, (step) => void steps.push(step), options),
  );
  return { found, steps };
}

/** What each row of a step has, by source and parent: a row that was repeated has its nodes once for each time. */
function rowsOf(step: TraceStep): readonly (readonly TraceNode[])[] {
  const rows: TraceNode[][] = [];
  for (const node of step.nodes) {
    const row = rows.at(-1);
    const isSameRow = row && row[0]!.source === node.source && row[0]!.parent === node.parent;
    if (isSameRow && !row.some(({ token }) => token === node.token)) row.push(node);
    else rows.push([node]);
  }
  return rows;
}

/** Nodes without their numbers, which count all that is told, by their path through the tree. */
function withoutPruned({ steps }: Traced) {
  const paths = new Map<number | undefined, string>();
  return steps.map(({ step, nodes, best }) => ({
    step,
    best,
    nodes: nodes
      .map(({ id, parent, ...node }) => {
        const path = `${paths.get(parent) ?? ''} ${node.token}`;
        paths.set(id, path);
        return { ...node, path };
      })
      .filter(({ outcome }) => outcome !== 'pruned')
      .toSorted((one, other) => one.source - other.source || (one.path < other.path ? -1 : 1)),
  }));
}

describe.each(everyStrategy)('%s', (_, strategy) => {
  test('however many candidates are told: the same results, and the same kept and ended', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomCase({ vocabularySize: 7, maxLength: 4 }),
        fc.integer({ min: 1, max: 8 }),
        fc.boolean(),
        async ({ model: table, task }, count, isFull) => {
          const model = isFull ? table : withCandidates(table);
          const start = () => table.start(task.sources);
          const plain = await traceOf(model, start(), task, strategy, undefined);
          const counted = await traceOf(model, start(), task, strategy, count);
          expect(counted.found).toEqual(await search(model, start(), task, strategy));
          expect(withoutPruned(counted)).toEqual(withoutPruned(plain));
          expect(table.openStates).toBe(0);
        },
      ),
      { seed: 1, numRuns: 25 },
    );
  });
});

test.each(['full scores', 'candidates'])(
  'as many candidates as asked for in each row, best first: %s',
  async (form) => {
    const V = 6;
    const probabilities = [0.1, 0.3, 0.05, 0.25, 0.1, 0.2];
    const table = tableModel({ vocabularySize: V, nextProbabilities: () => probabilities });
    const model = form === 'candidates' ? withCandidates(table) : table;
    const task = { sources: 2, bos: 0, eos: 0, maxLength: 4 };
    for (const strategy of [greedy(), beam({ width: 2 }), beam({ width: 3, nBest: 2, stop: 'all' })]) {
      for (let count = 1; count <= V + 1; count++) {
        const { steps } = await traceOf(model, table.start(2), task, strategy, count);
        for (const step of steps) {
          for (const nodes of rowsOf(step)) {
            const beside = nodes.filter(({ token }) => token !== 0);
            const best = [1, 3, 5, 4, 2].slice(0, count);
            expect(beside.slice(0, count).map(({ token }) => token)).toEqual(best);
            for (const further of beside.slice(count)) expect(further.outcome).not.toBe('pruned');
            expect(nodes.length - beside.length).toBe(1);
            for (const { token, tokenLogProb } of nodes)
              expect(Math.exp(tokenLogProb)).toBeCloseTo(probabilities[token]!, 6);
          }
        }
      }
    }
  },
);

test('the model is asked for what is to be told, if that is more than the strategy looks at', async () => {
  const table = tableModel({
    vocabularySize: 8,
    nextProbabilities: (_, prefix) => Array.from({ length: 8 }, (__, token) => (token + prefix.length + 1) / 100),
  });
  const model = withCandidates(table);
  const task = { sources: 1, bos: 0, eos: 0, maxLength: 1 };
  for (const count of [undefined, 1, 3, 5]) await traceOf(model, table.start(1), task, beam({ width: 3 }), count);
  expect(model.requests.map((request) => request?.count)).toEqual([3, 3, 3, 5]);
});

test('what is kept beyond those told has its own log-probability, in every row', async () => {
  const table = tableModel({
    vocabularySize: 6,
    nextProbabilities: (source) =>
      source === 0 ? [0.05, 0.5, 0.25, 0.1, 0.07, 0.03] : [0.05, 0.4, 0.35, 0.1, 0.07, 0.03],
  });
  const task = { sources: 2, bos: 0, eos: 0, maxLength: 2 };
  const { steps } = await traceOf(withCandidates(table), table.start(2), task, beam({ width: 2 }), 1);
  const told = steps[0]!.nodes.filter(({ outcome }) => outcome === 'kept');
  expect(
    told.map(({ source, token, tokenLogProb }) => [source, token, Number(Math.exp(tokenLogProb).toFixed(4))]),
  ).toEqual([
    [0, 1, 0.5],
    [0, 2, 0.25],
    [1, 1, 0.4],
    [1, 2, 0.35],
  ]);
});

test('where constraints divide the places, the beam has as many as without a trace', async () => {
  await fc.assert(
    fc.asyncProperty(
      randomCase({ vocabularySize: 6, maxLength: 4 }),
      fc.integer({ min: 1, max: 7 }),
      async ({ model, task }, count) => {
        const words = Array.from({ length: model.vocabularySize }, (_, token) => token).filter(
          (token) => token !== task.eos,
        );
        fc.pre(words.length >= 2 && task.maxLength >= 3);
        const request = { ...task, constraints: [requiredPhrases([[words[0]!, words[1]!]])] };
        const strategy = beam({ width: 3, nBest: 4 });
        const { found } = await traceOf(model, model.start(task.sources), request, strategy, count);
        expect(found).toEqual(await search(model, model.start(task.sources), request, strategy));
      },
    ),
    { seed: 1, numRuns: 100 },
  );
});

test.each([0, -1, 1.5, Number.NaN])('%d candidates are no number of candidates', (candidatesPerRow) => {
  expect(() => traced(beam({ width: 2 }), () => {}, { candidatesPerRow })).toThrow(
    `traced.candidatesPerRow: must be a positive integer, got ${candidatesPerRow}; 1 is the smallest.`,
  );
});
