import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tableModel } from '../../testing/index.ts';
import { rowOf } from '../strategy/__fixtures__/enumerate.ts';
import { randomCase } from '../strategy/__fixtures__/random-case.ts';
import {
  beam,
  diverseBeam,
  exhaustive,
  greedy,
  lengthNormalization,
  noLengthPenalty,
  repetitionPenalty,
  requiredPhrases,
  sampling,
  search,
  wuCoverage,
  type SearchStrategy,
} from '../index.ts';
import { stochasticBeam } from '../strategy/stochastic-beam.ts';
import { traced, type TraceNode, type TraceStep } from './traced.ts';

const scoring = { lengthPenalty: lengthNormalization(0.7), coverage: wuCoverage(0.2), eosNormalization: 0.5 };
const strategies: readonly (readonly [string, SearchStrategy])[] = [
  ['greedy', greedy(scoring)],
  ['beam 3', beam({ width: 3, nBest: 4, ...scoring })],
  ['exhaustive', exhaustive({ nBest: 2, ...scoring })],
  ['diverse beam', diverseBeam({ width: 4, groups: 2, ...scoring })],
  ['sampling', sampling({ samples: 4, ...scoring })],
  ['sampling of the best two', sampling({ samples: 4, topK: 2, ...scoring })],
  ['stochastic beam', stochasticBeam({ width: 3, ...scoring })],
];

describe.each(strategies)('%s', (_, strategy) => {
  test('the steps can be replayed: every row, every result and every score is in the trace alone', async () => {
    await fc.assert(
      fc.asyncProperty(randomCase({ vocabularySize: 4, maxLength: 4 }), async ({ model, task }) => {
        const steps: TraceStep[] = [];
        const following = traced(strategy, (step) => void steps.push(step), { scoring });
        const rowsBefore = model.rowsPerStep.length;
        const found = await search(model, model.start(task.sources), task, following);
        expect(found).toEqual(await search(model, model.start(task.sources), task, strategy));
        const rows = model.rowsPerStep.slice(rowsBefore, rowsBefore + steps.length);
        if (steps.length === 0) return;
        expect(steps.at(-1)!.best).toEqual(found);

        const byId = new Map<number | undefined, TraceNode>();
        const path = (node: TraceNode): readonly number[] => {
          const parent = byId.get(node.parent);
          return parent ? [...path(parent), node.token] : [node.token];
        };
        let ids = 0;
        for (const [at, { step, nodes, best }] of steps.entries()) {
          expect(step).toBe(at);
          for (const node of nodes) {
            expect(node.id).toBe(ids++);
            byId.set(node.id, node);
            const tokens = path(node);
            expect(tokens).toHaveLength(step + 1);
            expect(node.tokenLogProb).toBe(rowOf(model, node.source, tokens.slice(0, -1))[node.token]);
            const result = best[node.source]!.find((each) => each.tokens.join() === tokens.join());
            expect(node.outcome === 'ended').toBe(result !== undefined && node.rows.length === 0);
            expect(node.outcome === 'kept').toBe(node.rows.length > 0);
            if (result) expect([node.logProb, node.score]).toEqual([result.logProb, result.score]);
          }
          const kept = nodes.flatMap((node) => node.rows);
          expect(kept.toSorted((one, other) => one - other)).toEqual(
            Array.from({ length: rows[at + 1] ?? 0 }, (__, row) => row),
          );
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

test('a beam’s trace by hand: what was kept, what ended, and what was cut', async () => {
  const model = tableModel({
    vocabularySize: 4,
    nextProbabilities: (_, prefix) => (prefix.length === 0 ? [0, 0.5, 0.3, 0.2] : [0.9, 0.1, 0, 0]),
  });
  const told: string[] = [];
  const record = ({ step, nodes }: TraceStep) => {
    for (const { id, parent, token, logProb, outcome, rows } of nodes)
      told.push(
        `${step}: ${parent ?? '-'} > ${id} is ${token}, ${Math.exp(logProb).toFixed(2)} ${outcome} ${rows.join()}`,
      );
  };
  const strategy = traced(beam({ width: 2, lengthPenalty: noLengthPenalty }), record, { candidatesPerRow: 3 });
  await search(model, model.start(1), { sources: 1, bos: 0, eos: 0, maxLength: 3 }, strategy);
  expect(told).toEqual([
    '0: - > 0 is 1, 0.50 kept 0',
    '0: - > 1 is 2, 0.30 kept 1',
    '0: - > 2 is 3, 0.20 pruned ',
    '1: 0 > 3 is 1, 0.05 pruned ',
    '1: 0 > 4 is 0, 0.45 ended ',
    '1: 1 > 5 is 1, 0.03 pruned ',
    '1: 1 > 6 is 0, 0.27 pruned ',
  ]);
});

test('what is kept is told, also where fewer candidates were asked for', async () => {
  const model = tableModel({ vocabularySize: 4, nextProbabilities: () => [0.1, 0.4, 0.3, 0.2] });
  const steps: TraceStep[] = [];
  const strategy = traced(exhaustive(), (step) => void steps.push(step), { candidatesPerRow: 1 });
  await search(model, model.start(1), { sources: 1, bos: 0, eos: 0, maxLength: 2 }, strategy);
  expect(steps[0]!.nodes.map(({ token, outcome }) => [token, outcome])).toEqual([
    [1, 'kept'],
    [0, 'ended'],
    [2, 'kept'],
    [3, 'kept'],
  ]);
});

test('with constraints, a trace has what they left', async () => {
  const model = tableModel({ vocabularySize: 4, nextProbabilities: () => [0.1, 0.4, 0.3, 0.2] });
  const steps: TraceStep[] = [];
  const strategy = traced(greedy(), (step) => void steps.push(step));
  const request = { sources: 1, bos: 0, eos: 0, maxLength: 2, constraints: [requiredPhrases([[3]])] };
  await search(model, model.start(1), request, strategy);
  expect(steps.map(({ nodes }) => nodes.map(({ token, outcome }) => [token, outcome]))).toEqual([
    [[3, 'kept']],
    [[0, 'ended']],
  ]);
});

test('what constraints took from the beam is told as pruned, and what the model gave before them', async () => {
  const model = tableModel({ vocabularySize: 4, nextProbabilities: () => [0.125, 0.5, 0.25, 0.125] });
  const steps: TraceStep[] = [];
  // Two places: the best of those that have the phrase, and the best of those that still miss it.
  const strategy = traced(beam({ width: 2 }), (step) => void steps.push(step), { candidatesPerRow: 3 });
  const constraints = [requiredPhrases([[3]]), repetitionPenalty(2)];
  await search(model, model.start(1), { sources: 1, bos: 0, eos: 0, maxLength: 3, constraints }, strategy);
  const told = steps.map(({ nodes }) =>
    nodes.map(({ token, outcome, logProb, modelLogProb }) =>
      [token, outcome, Math.exp(logProb).toFixed(4), Math.exp(modelLogProb!).toFixed(3)].join(' '),
    ),
  );
  expect(told).toEqual([
    ['1 kept 0.5000 0.500', '2 pruned 0.2500 0.250', '3 kept 0.1250 0.125'], // 2 is more probable than 3
    // After 1 only 3 leaves room for the end. After 3 all is allowed, and another 3 counts double.
    [
      '3 kept 0.0625 0.125',
      '1 kept 0.0625 0.500',
      '2 pruned 0.0312 0.250',
      '3 pruned 0.0020 0.125',
      '0 ended 0.0156 0.125',
    ],
    ['0 ended 0.0078 0.125', '0 pruned 0.0078 0.125'],
  ]);
});
