import '@tensorflow/tfjs-backend-cpu';
import { type Attention, constant, type ParameterScope, uniform } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  type AttentionSizes,
  composeAttention,
  entmax15,
  generalScorer,
  globalWindow,
  joinedAttention,
  locationScorer,
  maskedSoftmax,
  mlpScorer,
  monotonicNormalizer,
  monotonicWindow,
  multiHeadAttention,
  type Normalizer,
  predictiveWindow,
  scaledDotScorer,
  sparsemax,
} from '../src/index.ts';
import { type AttentionContractOptions, checkAttentionContract } from './attention-contract.ts';

type Make = (sizes: AttentionSizes, parameters: ParameterScope) => Attention;
type MakeNormalizer = (sizes: AttentionSizes, parameters: ParameterScope) => Normalizer;

const windows = {
  global: (sizes, parameters) => globalWindow.create(sizes, {}, parameters),
  'local-m': (sizes, parameters) => monotonicWindow.create(sizes, { width: 1 }, parameters),
  'local-p': (sizes, parameters) => predictiveWindow.create(sizes, { width: 2, units: 3 }, parameters),
} satisfies Record<string, (sizes: AttentionSizes, parameters: ParameterScope) => unknown>;

const normalizers: Readonly<Record<string, MakeNormalizer>> = {
  softmax: () => maskedSoftmax,
  sparsemax: () => sparsemax,
  'entmax-1.5': () => entmax15,
  monotonic: (sizes, parameters) => monotonicNormalizer.create(sizes, {}, parameters),
  'monotonic without noise': (sizes, parameters) =>
    monotonicNormalizer.create(sizes, { noise: 0, test: 'expected', bias: 1 }, parameters),
};

/** The parts of an attention, each with a scope of its own. */
const composed =
  (normalizer: MakeNormalizer, window: keyof typeof windows = 'global'): Make =>
  (sizes, parameters) =>
    composeAttention({
      scorer: generalScorer.create(sizes, {}, parameters.scope('scorer')),
      memorySize: sizes.memorySize,
      window: windows[window](sizes, parameters.scope('window')),
      normalize: normalizer(sizes, parameters.scope('normalizer')),
    });

const softmax = composed(() => maskedSoftmax);

const additive: Make = (sizes, parameters) =>
  composeAttention({ scorer: mlpScorer.create(sizes, { units: 5 }, parameters), memorySize: sizes.memorySize });

const heads =
  (make: Make): Make =>
  (sizes, parameters) =>
    multiHeadAttention({ heads: 2, ...sizes, make }, parameters);

const joined = (sizes: AttentionSizes, parameters: ParameterScope): Attention =>
  joinedAttention([
    additive(sizes, parameters.scope('0')),
    composed((own, scope) => monotonicNormalizer.create(own, { noise: 0 }, scope))(sizes, parameters.scope('1')),
    composeAttention({
      scorer: locationScorer.create(sizes, { maxLength: 7 }, parameters.scope('2')),
      memorySize: sizes.memorySize,
      normalize: sparsemax,
    }),
  ]);

const several: AttentionContractOptions = { contextIsWeightedSum: false, sizes: { querySize: 4, memorySize: 2 } };

const keepers: [string, Make, AttentionContractOptions?][] = [
  ...Object.entries(normalizers).flatMap(([name, normalizer]) =>
    Object.keys(windows).map((window): [string, Make] => [
      `${name}, ${window}`,
      composed(normalizer, window as keyof typeof windows),
    ]),
  ),
  ['an additive scorer', additive],
  ['two heads', heads(softmax), several],
  ['two additive heads', heads((sizes, scope) => additive(sizes, scope.scope('scorer'))), several],
  ['two heads that each keep to a path', heads(composed(normalizers['monotonic'] as MakeNormalizer)), several],
  ['three joined', joined, { ...several, seed: 2 }],
  [
    'heads, each of which is two joined',
    heads((sizes, scope) => joinedAttention([softmax(sizes, scope.scope('0')), softmax(sizes, scope.scope('1'))])),
    several,
  ],
];

describe('the attention contract', () => {
  it.each(keepers)('is kept by %s, and the kit leaves nothing behind', async (_, make, options) => {
    const before = tf.memory().numTensors;
    await checkAttentionContract(make, options);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('lets an error of the attention itself through', async () => {
    const dots: Make = (sizes, parameters) =>
      composeAttention({ scorer: scaledDotScorer.create(sizes, {}, parameters), memorySize: sizes.memorySize });
    await expect(checkAttentionContract(dots)).rejects.toThrow('query is 4 wide but memory is 3');
    await expect(checkAttentionContract(heads(softmax))).rejects.toThrow('should be divisible by the heads');
  });

  it.each<[law: string, message: RegExp, make: Make]>([
    [
      'contexts are [B, C] and finite',
      /expected a memorySize of 3, got 4/,
      changed((plain) => ({ ...plain, memorySize: 4 })),
    ],
    [
      'contexts are [B, C] and finite',
      /expected a context of \[3, 6\], got \[3, 3\]; give as much as contextSize says/,
      changed((plain) => ({ ...plain, contextSize: 6 })),
    ],
    [
      'contexts are [B, C] and finite',
      /the context should be finite, but is -?Infinity at \[2, 0\]/,
      // Where all weight is at one position, as in a source of length 1.
      seeing(({ context, weights }) => ({
        context: tf.div(context, tf.sub(1, tf.cast(tf.equal(tf.max(weights, 1, true), 1), 'float32'))),
      })),
    ],
    [
      'contexts are [B, C] and finite',
      /expected 0 at \[1, 3\], which is hidden, got 0.2/,
      seeing(() => ({ weights: tf.mul(tf.ones<tf.Rank.R2>([3, 5]), 0.2) })),
    ],
    [
      'contexts are [B, C] and finite',
      /sum to at most one, got 2 in row 0/,
      seeing(({ weights, context }) => ({ weights: tf.mul(weights, 2), context: tf.mul(context, 2) })),
    ],
    [
      'the context is the sum that weights say',
      /contextIsWeightedSum: false/,
      seeing(({ context }) => ({ context: tf.tanh(context) })),
    ],
    [
      'additive weights are all there is',
      /leave additive out where anything else comes in/,
      (sizes, parameters) => {
        const plain = additive(sizes, parameters.scope('plain'));
        return {
          ...additive(sizes, parameters.scope('other')),
          additive: plain.additive as NonNullable<Attention['additive']>,
        };
      },
    ],
    ['nothing is remembered', /take chance from mode.random/, remembering],
    ['nothing is remembered', /keep what is needed in keys and history/, caching],
    [
      'rows are independent, and one alone works',
      /row 0 sees something else alone/,
      composed(() => (scores, allowed) => tf.mul(maskedSoftmax(scores, allowed), tf.sigmoid(tf.mean(scores)))),
    ],
    [
      'a source of length 1 works',
      /expected a context of \[3, 3\], got \[3\]/,
      changed((plain) => ({
        ...plain,
        attend: (query, memory, history, mode) => {
          const seen = plain.attend(query, memory, history, mode);
          return memory.mask.shape[1] > 1 ? seen : { ...seen, context: tf.sum(seen.context, 1) as unknown as Tensor2D };
        },
      })),
    ],
    [
      'padding changes nothing',
      /hide padding before weights are made/,
      composed(() => (scores, allowed) => maskedSoftmax(tf.div(scores, scores.shape[1]), allowed)),
    ],
    [
      'a search can reorder memory and history',
      /expected prepared memory of \[3, …\], got one of \[5, 3, 3\]/,
      changed((plain) => ({
        ...plain,
        prepare: (memory) => {
          const prepared = plain.prepare(memory);
          return { ...prepared, keys: tf.transpose(prepared.keys as Tensor3D, [1, 0, 2]) };
        },
        attend: (query, memory, history, mode) =>
          plain.attend(query, { ...memory, keys: tf.transpose(memory.keys as Tensor3D, [1, 0, 2]) }, history, mode),
      })),
    ],
    [
      'a search can reorder memory and history',
      /expected history at first of \[3, …\], got one of \[\]/,
      changed((plain) => ({
        ...plain,
        begin: (memory) => [plain.begin(memory), tf.scalar(0)],
        attend: (query, memory, history, mode) => {
          const [own, count] = history as [never, tf.Scalar];
          const seen = plain.attend(query, memory, own, mode);
          return { ...seen, history: [seen.history, tf.add(count, 1)] };
        },
      })),
    ],
    ['a search can reorder memory and history', /what was seen did not follow/, keepingRows],
    [
      'zero rows have finite numbers and gradients',
      /the gradient of the queries should be finite, but is NaN at \[0, 0, 0\]/,
      changed((plain) => ({
        ...plain,
        attend: (query, ...rest) =>
          plain.attend(tf.div(query, tf.add(tf.norm(query, 'euclidean', 1, true), 1e-6)), ...rest),
      })),
    ],
    [
      'every weight gets a gradient, and it is right',
      /unused gets no gradient/,
      (sizes, parameters) => {
        parameters.create('unused', [1], constant(1));
        return softmax(sizes, parameters);
      },
    ],
    [
      'every weight gets a gradient, and it is right',
      /expected a gradient of .* of .* by finite differences/,
      composed(() => forgetfulSoftmax),
    ],
    ['the same seed gives the same weights', /created .*, then /, changingNames()],
    ['weights saved and loaded give the same', /not in the scope matters/, hiddenNumber()],
    [
      'memory is given back',
      /a step inside tf.tidy left \d+ tensors/,
      seeing(({ context }) => ({ context: tf.keep(tf.clone(context)) })),
    ],
  ])('%s: broken, with %s', async (law, message, make) => {
    const check = checkAttentionContract(make);
    await expect(check).rejects.toThrow(`attention contract: ${law}`);
    await expect(check).rejects.toThrow(message);
  });
});

function changed(change: (plain: Attention) => Attention): Make {
  return (sizes, parameters) => change(softmax(sizes, parameters));
}

type Seen = { readonly context: Tensor2D; readonly weights: Tensor2D };

/** Something is made of what is seen. */
function seeing(change: (seen: Seen) => Partial<Seen>): Make {
  return changed((plain) => ({
    ...plain,
    attend: (...step) => {
      const seen = plain.attend(...step);
      return { ...seen, ...change(seen) };
    },
  }));
}

function remembering(sizes: AttentionSizes, parameters: ParameterScope): Attention {
  let steps = 0;
  return composed(() => (scores, allowed) => maskedSoftmax(tf.div(scores, ++steps), allowed))(sizes, parameters);
}

/** Keeps the last memory that was prepared, which is another one's once two are prepared. */
function caching(sizes: AttentionSizes, parameters: ParameterScope): Attention {
  const plain = softmax(sizes, parameters);
  let prepared: ReturnType<Attention['prepare']> | undefined;
  return {
    ...plain,
    prepare: (memory) => (prepared = plain.prepare(memory)),
    attend: (query, memory, history, mode) =>
      plain.attend(query, query.shape[0] === prepared?.mask.shape[0] ? prepared : memory, history, mode),
  };
}

/** Remembers the number of its row, and sees something else where that is another one. */
function keepingRows(sizes: AttentionSizes, parameters: ParameterScope): Attention {
  const plain = softmax(sizes, parameters);
  const rowNumbers = (B: number): Tensor2D => tf.reshape(tf.range(0, B, 1, 'float32'), [B, 1]);
  return {
    ...plain,
    begin: (memory) => [plain.begin(memory), rowNumbers(memory.mask.shape[0])],
    attend: (query, memory, history, mode) => {
      const [own, number] = history as [never, Tensor2D];
      const moved = tf.abs(tf.sub<Tensor2D>(rowNumbers(query.shape[0]), number));
      const seen = plain.attend(tf.mul(query, tf.add(moved, 1)), memory, own, mode);
      return { ...seen, history: [seen.history, number] };
    },
  };
}

/** The softmax with a gradient that forgets that all weights share one sum. */
function forgetfulSoftmax(scores: Tensor2D, allowed: Tensor2D): Tensor2D {
  return tf.customGrad<Tensor2D>((x) => {
    const weights = maskedSoftmax(x as Tensor2D, allowed);
    return { value: weights, gradFunc: (dy: tf.Tensor) => tf.mul(dy, weights) };
  })(scores);
}

function changingNames(): Make {
  let made = 0;
  return (sizes, parameters) => {
    const scale = parameters.create(`scale${++made}`, [], uniform(1));
    return composed(() => (scores, allowed) => maskedSoftmax(tf.mul(scores, scale), allowed))(sizes, parameters);
  };
}

function hiddenNumber(): Make {
  let made = 0;
  return (sizes, parameters) => {
    const hidden = ++made;
    return composed(() => (scores, allowed) => maskedSoftmax(tf.div(scores, hidden), allowed))(sizes, parameters);
  };
}
