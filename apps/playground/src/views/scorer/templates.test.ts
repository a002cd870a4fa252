import { useBackend } from 'seq2seq';
import { beforeAll, expect, test } from 'vitest';
import { presets } from '../../experiment/presets.ts';
import type { ScorerReport } from '../../protocol/messages.ts';
import { loadInNode } from '../../sandbox/__fixtures__/load-in-node.ts';
import { checkScorer } from '../../sandbox/check-scorer.ts';
import { templateNames, templates } from './templates.ts';

beforeAll(() => useBackend('cpu'));

const check = async (code: string): Promise<ScorerReport> =>
  checkScorer(await loadInNode(code), { ...presets.reverse.experiment, units: 8 });

test.each(templateNames.filter((name) => name !== 'broken'))(
  '%s keeps every law, and all of it learns',
  async (name) => {
    const { findings, weights } = await check(templates[name].code);
    expect(findings.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(weights.every(({ learns }) => learns)).toBe(true);
  },
);

test('the broken one can be repaired, one thing after another', async () => {
  const steps: readonly (readonly [wrong: string, right: string, law: string])[] = [
    [
      'return tf.expandDims(tf.mul(products, keys.shape[1]), 2)',
      'return tf.mul(products, keys.shape[1])',
      'gives [32, 10] scores',
    ],
    ['tf.mul(products, keys.shape[1])', 'tf.mul(products, 8)', 'padding changes nothing'],
    [
      "tf.norm(x, 'euclidean', -1, true)",
      'tf.sqrt(tf.add(tf.sum(tf.square(x), -1, true), 1e-6))',
      'zero rows have finite scores and gradients',
    ],
    ['tf.mul(products, 8)', 'tf.mul(products, temperature)', 'every weight gets a gradient, and it is right'],
  ];
  let code = templates.broken.code;
  for (const [wrong, right, law] of steps) {
    const { findings } = await check(code);
    expect(findings.at(-1)).toEqual({ what: law, problem: expect.any(String) });
    expect(code).toContain(wrong);
    code = code.replaceAll(wrong, right);
  }
  const { findings } = await check(code);
  expect(findings.every(({ problem }) => problem === undefined)).toBe(true);
});
