import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from 'seq2seq';
import { beforeAll, expect, test } from 'vitest';
import { presets } from '../experiment/presets.ts';
import type { ScorerReport } from '../protocol/messages.ts';
import { loadInNode } from './__fixtures__/load-in-node.ts';
import { dotByHand, scorerWith } from './__fixtures__/scorer-codes.ts';
import { checkScorer } from './check-scorer.ts';

beforeAll(() => useBackend('cpu'));

const experiment = { ...presets.reverse.experiment, units: 8 };

const check = async (code: string): Promise<ScorerReport> => {
  const before = tf.memory().numTensors;
  const report = await checkScorer(await loadInNode(code), experiment);
  expect(tf.memory().numTensors).toBe(before);
  return report;
};

test('a good scorer keeps every law', async () => {
  const { findings, weights } = await check(dotByHand);
  expect(findings.filter(({ problem }) => problem !== undefined)).toEqual([]);
  expect(findings.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      'gives [32, 10] scores',
      'padding changes nothing',
      'rows are independent, and one alone works',
      'every weight gets a gradient, and it is right',
    ]),
  );
  expect(weights).toEqual([]);
});

test.each([
  [
    'a shape',
    'score: (q, keys) => tf.matMul(keys, tf.expandDims(q, 2)),',
    'gives [32, 10] scores',
    /^scorer\.ts:7:3: score returned \[32, 10, 1\], expected \[32, 10\]; /,
  ],
  [
    'rows that see each other',
    'score: (q, keys) => batchedDot(tf.add(q, tf.mean(q, 0, true)), keys),',
    'rows are independent, and one alone works',
    /do not mix rows/,
  ],
  [
    'padding that matters',
    'score: (q, keys) => tf.mul(batchedDot(q, keys), keys.shape[1]),',
    'padding changes nothing',
    /score each position by itself/,
  ],
])('the report ends with what is broken: %s', async (_, score, what, problem) => {
  const { findings } = await check(scorerWith(score));
  expect(findings.at(-1)).toEqual({ what, problem: expect.stringMatching(problem) });
  expect(findings.slice(0, -1).every((finding) => finding.problem === undefined)).toBe(true);
});

test('weights that training would never change are named', async () => {
  const code = `import { batchedDot, defineScorer } from '@seq2seq/attention';
import { constant, glorotUniform } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
export default defineScorer(({ querySize, memorySize }, _: object, parameters) => {
  const kernel = parameters.create('kernel', [querySize, memorySize], glorotUniform);
  parameters.create('idle', [3], constant(1));
  return { prepare: (values) => values, score: (q, keys) => batchedDot(tf.matMul(q, kernel), keys) };
});`;
  const { findings, weights } = await check(code);
  expect(weights).toEqual([
    { name: 'kernel', shape: [8, 8], learns: true },
    { name: 'idle', shape: [3], learns: false },
  ]);
  expect(findings.at(-1)).toMatchObject({ problem: expect.stringContaining('idle gets no gradient') });
});

test('a scorer that tfjs cannot differentiate is told how to', async () => {
  const code = scorerWith('score: (q, keys) => tf.cast(tf.greater(batchedDot(q, keys), 0), "float32"),');
  // Without a leak check: tfjs keeps the tensors of a gradient that fails, and a sandbox is closed after its check.
  const { findings } = await checkScorer(await loadInNode(code), experiment);
  expect(findings.at(-1)).toEqual({
    what: 'zero rows have finite scores and gradients',
    problem: expect.stringContaining('withoutGradient'),
  });
});
