// E11 in Node: a run with the user's scorer is the run that the same built-in scorer has, to the last bit of every loss.
import { expect, test } from 'vitest';
import { smallExperiment, trainerInNode, untilTold } from '../trainer/__fixtures__/trainer-in-node.ts';
import { checkScorer } from './check-scorer.ts';
import { loadInNode } from './__fixtures__/load-in-node.ts';
import { dotByHand, scorerWith } from './__fixtures__/scorer-codes.ts';

const experiment = { ...smallExperiment, units: 8, stopSteps: 1000 } as const;
const start = () =>
  trainerInNode('simd-strict', {
    loadScorer: (code) => loadInNode(code),
    checkScorer: async (code, of) => checkScorer(await loadInNode(code), of),
  });

test('dot by hand has the losses of dot, step by step', async () => {
  const trainer = await start();
  const byProduct = scorerWith('score: batchedDot,');
  const kinds = { dot: { scorer: 'dot' }, product: { scorer: 'own', ownScorer: byProduct } } as const;
  for (const [run, changes] of Object.entries(kinds)) {
    await trainer.ask('configure', { run, experiment: { ...experiment, ...changes } });
    await trainer.ask('step', { run, count: 8 });
  }
  const losses = await untilTold(trainer, 'dot', 8);
  expect(await untilTold(trainer, 'product', 8)).toEqual(losses);
  // Nothing that does not depend on the scorer: another one learns otherwise.
  const other = {
    ...experiment,
    scorer: 'own',
    ownScorer: scorerWith('score: (q, k) => tf.mul(batchedDot(q, k), 2),'),
  } as const;
  await trainer.ask('configure', { run: 'other', experiment: other });
  await trainer.ask('step', { run: 'other', count: 8 });
  expect(await untilTold(trainer, 'other', 8)).not.toEqual(losses);

  // Written with other operations, which round otherwise.
  await trainer.ask('configure', { run: 'hand', experiment: { ...experiment, scorer: 'own', ownScorer: dotByHand } });
  await trainer.ask('step', { run: 'hand', count: 8 });
  for (const [step, loss] of (await untilTold(trainer, 'hand', 8)).entries())
    expect(loss).toBeCloseTo(losses[step]!, 5);
  trainer.close();
});

test('a scorer that throws at a step ends the run there, and the trainer goes on', async () => {
  const trainer = await start();
  const tired = scorerWith(
    "score: (q, k, { position }) => { if (++calls > 400) throw new Error('tired'); return batchedDot(q, k); },",
    'let calls = 0;',
  );
  await trainer.ask('configure', { run: 'tired', experiment: { ...experiment, scorer: 'own', ownScorer: tired } });
  const failed = trainer.next('failed');
  await trainer.ask('play', { runs: ['tired'] });
  expect(await failed).toMatchObject({
    run: 'tired',
    message: expect.stringMatching(/^scorer\.ts:7:\d+: score: tired$/),
  });
  await trainer.ask('configure', { run: 'dot', experiment: { ...experiment, scorer: 'dot' } });
  await trainer.ask('step', { run: 'dot', count: 1 });
  expect(await untilTold(trainer, 'dot', 1)).toHaveLength(1);
  trainer.close();
});

test('checks on request, and refuses code where there is no sandbox', async () => {
  const trainer = await start();
  const { findings } = await trainer.ask('checkScorer', { code: dotByHand, experiment });
  expect(findings.every(({ problem }) => problem === undefined)).toBe(true);
  trainer.close();
  const page = await trainerInNode();
  await expect(page.ask('checkScorer', { code: dotByHand, experiment })).rejects.toThrow('check it in the sandbox');
  await expect(
    page.ask('configure', { run: 'own', experiment: { ...experiment, scorer: 'own', ownScorer: dotByHand } }),
  ).rejects.toThrow('train it in the sandbox');
  page.close();
});
