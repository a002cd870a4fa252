import { createParameterStore, fromSeed } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from 'seq2seq';
import { beforeAll, expect, test } from 'vitest';
import { dotByHand, scorerWith } from './__fixtures__/scorer-codes.ts';
import { loadInNode } from './__fixtures__/load-in-node.ts';

/** Two sources of two positions, asked once; a dot product of each is worked by hand below. */
const scoresOf = async (code: string): Promise<number[][]> => {
  const store = createParameterStore(fromSeed(1));
  const scorer = (await loadInNode(code)).create({ querySize: 2, memorySize: 2 }, {} as never, store);
  const before = tf.memory().numTensors;
  try {
    return tf.tidy(() => {
      const keys = scorer.prepare(
        tf.tensor3d([
          [
            [1, 2],
            [3, 4],
          ],
          [
            [0, -1],
            [2, 0.5],
          ],
        ]),
      );
      const zeros = tf.zeros<tf.Rank.R2>([2, 2]);
      const history = { position: tf.zeros<tf.Rank.R2>([2, 1]), previous: zeros, coverage: zeros, notes: {} };
      const query = tf.tensor2d([
        [1, 10],
        [2, 4],
      ]);
      return scorer.score(query, keys, history).arraySync();
    });
  } finally {
    expect(tf.memory().numTensors).toBe(before);
    store.dispose();
  }
};

test('what the user wrote is what is computed', async () => {
  // 1·1 + 10·2, 1·3 + 10·4; 2·0 − 4·1, 2·2 + 4·0.5
  expect(await scoresOf(dotByHand)).toEqual([
    [21, 43],
    [-4, 6],
  ]);
});

test('a scorer may be the default, or the only one that is exported', async () => {
  const named = dotByHand.replace('export default', 'export const dot =');
  expect(await scoresOf(named)).toEqual(await scoresOf(dotByHand));
  await expect(loadInNode(`${named}\nexport const again = dot;`)).rejects.toThrow(
    /expected one scorer, got 2 scorers; /,
  );
  await expect(loadInNode('export const size = 3;')).rejects.toThrow(
    /expected one scorer, got none; write export default/,
  );
});

test.each([
  [
    'a module that is not there',
    "import fs from 'node:fs';\nfs.readFileSync('/');",
    /^scorer\.ts:1:\d+: there is no module "node:fs"/,
  ],
  ['an address', "\nimport 'https://example.org/x.js';", /^scorer\.ts:2:\d+: there is no module "https:\/\/example/],
  ['an error while it is loaded', "\n\nthrow new Error('not yet');", /^scorer\.ts:3:\d+: not yet$/],
])('says where loading fails: %s', async (_, code, message) => {
  await expect(loadInNode(code)).rejects.toThrow(message);
});

beforeAll(() => useBackend('cpu'));

test.each([
  [
    'a wrong shape',
    'score: (q, keys) => tf.matMul(keys, tf.expandDims(q, 2)),',
    /^scorer\.ts:7:3: score returned \[2, 2, 1\], expected \[2, 2\]; /,
  ],
  ['no tensor', 'score: () => 3,', /^scorer\.ts:7:3: score returned number and no tensor, expected \[2, 2\]; /],
  ['an error', "score: () => { throw new Error('tired'); },", /^scorer\.ts:7:\d+: score: tired$/],
  ['shapes that do not fit', 'score: (q) => tf.matMul(q, tf.zeros([3, 3])),', /^scorer\.ts:7:\d+: score: /],
  ['no score', '', /expected an object with prepare and score, got no score; return \{ prepare, score \}/],
])('says where a call goes wrong: %s', async (_, score, message) => {
  await expect(scoresOf(scorerWith(score))).rejects.toThrow(message);
});

test('each call is told before it begins and after it ends, also where it fails', async () => {
  const told: string[] = [];
  const kind = await loadInNode(scorerWith("score: () => { throw new Error('tired'); },"), {
    enter: (call) => told.push(call),
    leave: () => told.push('left'),
  });
  const store = createParameterStore(fromSeed(1));
  const scorer = kind.create({ querySize: 2, memorySize: 2 }, {} as never, store);
  tf.tidy(() => {
    const zeros = tf.zeros<tf.Rank.R2>([1, 2]);
    const history = { position: zeros, previous: zeros, coverage: zeros, notes: {} };
    scorer.prepare(tf.zeros([1, 2, 2]));
    expect(() => scorer.score(zeros, {}, history)).toThrow('tired');
  });
  store.dispose();
  expect(told).toEqual(['your file', 'left', 'create', 'left', 'prepare', 'left', 'score', 'left']);
});
