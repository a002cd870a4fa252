import '@tensorflow/tfjs-backend-cpu';
import { uniform, withoutGradient } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  type AlignmentWindow,
  defineWindow,
  globalWindow,
  monotonicWindow,
  predictiveWindow,
  type WindowKind,
} from '../src/index.ts';
import { checkWindowContract } from './window-contract.ts';

type NoOptions = Record<never, never>;

describe('the window contract', () => {
  it.each<[string, () => Promise<void>]>([
    ['global', () => checkWindowContract(globalWindow, {})],
    ['local-m', () => checkWindowContract(monotonicWindow, { width: 1 })],
    ['local-m, less than one position wide', () => checkWindowContract(monotonicWindow, { width: 0.5 })],
    ['local-p', () => checkWindowContract(predictiveWindow, { width: 2, units: 5 })],
    ['local-p, narrow', () => checkWindowContract(predictiveWindow, { width: 1, units: 1 }, { seed: 2 })],
    [
      'local-p, other sizes',
      () => checkWindowContract(predictiveWindow, { width: 3, units: 2 }, { sizes: { querySize: 7, memorySize: 2 } }),
    ],
    ['the example in defineWindow', () => checkWindowContract(headWindow, { count: 2 })],
  ])('is kept by %s, and the kit leaves nothing behind', async (_, check) => {
    const before = tf.memory().numTensors;
    await check();
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each<[law: string, message: RegExp, kind: WindowKind<NoOptions>]>([
    ['allowed is 0 or 1', /expected 0 at padding, got 1/, windowOf((_q, mask) => ({ allowed: tf.onesLike(mask) }))],
    [
      'allowed is 0 or 1',
      /expected allowed to be 0 or 1, got 0.5/,
      windowOf((_q, mask) => ({ allowed: tf.mul(mask, 0.5) })),
    ],
    [
      'allowed is 0 or 1',
      /expected allowed of \[4, 5\], got \[4, 1\]/,
      windowOf((_q, mask) => ({ allowed: tf.max(mask, 1, true) })),
    ],
    [
      'allowed is 0 or 1',
      /expected emphasis in 0 … 1, got 2/,
      windowOf((_q, mask) => ({ allowed: mask, emphasis: tf.add(mask, 1) })),
    ],
    [
      'allowed is 0 or 1',
      /expected emphasis in 0 … 1, got NaN/,
      windowOf((_q, mask) => ({ allowed: mask, emphasis: tf.div(mask, mask) })),
    ],
    ['nothing is remembered', /count steps by history.position/, defineWindow(countingWindow)],
    [
      'rows are independent, and one alone works',
      /row 0 sees something else/,
      windowOf((_q, mask) => ({ allowed: tf.mul(mask, tf.slice(mask, [mask.shape[0] - 1, 0], [1, -1])) })),
    ],
    [
      'a source of length 1 works',
      /shape comprised of positive integers/,
      windowOf((_q, mask) => ({
        allowed: tf.mul(mask, tf.concat([tf.ones([1, 2]), tf.zeros([1, mask.shape[1] - 2])], 1)),
      })),
    ],
    [
      'padding changes nothing',
      /from the sum of its mask/,
      windowOf((_q, mask) => ({ allowed: mask, emphasis: tf.fill(mask.shape, 1 / mask.shape[1]) })),
    ],
    ['every weight gets a gradient, and it is right', /edge gets no gradient/, trainable(true)],
    ['every weight gets a gradient, and it is right', /withoutGradient of @seq2seq\/core/, trainable(false)],
    [
      'memory is given back',
      /a step inside tf.tidy left 2 tensors/,
      windowOf((_q, mask) => ({ allowed: tf.keep(tf.clone(mask)) })),
    ],
  ])('%s: broken, with %s', async (law, message, kind) => {
    const check = checkWindowContract(kind, {});
    await expect(check).rejects.toThrow(`window contract: ${law}`);
    await expect(check).rejects.toThrow(message);
  });
});

const headWindow = defineWindow((_sizes, { count }: { count: number }) => ({
  reveal: (_query, mask) => ({ allowed: tf.mul(mask, tf.cast(tf.less(tf.range(0, mask.shape[1]), count), 'float32')) }),
}));

function windowOf(reveal: AlignmentWindow['reveal']): WindowKind<NoOptions> {
  return defineWindow(() => ({ reveal }));
}

function countingWindow(): AlignmentWindow {
  let steps = 0;
  return { reveal: (_query, mask) => ({ allowed: mask, emphasis: tf.fill(mask.shape, 1 / ++steps) }) };
}

/** The edge depends on a weight, which a hard edge cannot train: with `isCut` it gets nothing, without it tfjs refuses. */
function trainable(isCut: boolean): WindowKind<NoOptions> {
  return defineWindow((_sizes, _options, parameters) => {
    const edge = parameters.create('edge', [], uniform(1));
    return {
      reveal: (_query, mask) => {
        const inside = (): Tensor2D => tf.cast(tf.less(tf.mul(mask, edge), 0.5), 'float32');
        return { allowed: tf.mul(mask, isCut ? withoutGradient(inside) : inside()) };
      },
    };
  });
}
