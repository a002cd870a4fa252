import '@tensorflow/tfjs-backend-cpu';
import { constant, glorotUniform, type Initializer, uniform, withoutGradient, zeros } from '@seq2seq/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { cosineScorer } from '../src/__fixtures__/cosine-scorer.ts';
import { unsafeCosineScorer } from '../src/__fixtures__/unsafe-cosine-scorer.ts';
import {
  type AttentionSizes,
  batchedDot,
  coverageCountScorer,
  coverageFertilityScorer,
  coverageGruScorer,
  defineScorer,
  dotScorer,
  generalScorer,
  learnedScaleDotScorer,
  locationScorer,
  locationSensitiveScorer,
  mlpScorer,
  normedMlpScorer,
  type Scorer,
  type ScorerKind,
  scaledDotScorer,
} from '../src/index.ts';
import { checkScorerContract } from './scorer-contract.ts';

const equalSizes: AttentionSizes = { querySize: 4, memorySize: 4 };
const otherSizes: AttentionSizes = { querySize: 2, memorySize: 6 };

describe('the scorer contract', () => {
  it.each<[string, () => Promise<void>]>([
    ['dot', () => checkScorerContract(dotScorer, {}, { sizes: equalSizes })],
    ['scaled-dot', () => checkScorerContract(scaledDotScorer, {}, { sizes: equalSizes })],
    ['general', () => checkScorerContract(generalScorer, {})],
    ['general, other sizes', () => checkScorerContract(generalScorer, {}, { sizes: otherSizes, seed: 2 })],
    ['mlp', () => checkScorerContract(mlpScorer, { units: 5 })],
    ['mlp of one unit', () => checkScorerContract(mlpScorer, { units: 1 }, { sizes: otherSizes, seed: 3 })],
    ['location', () => checkScorerContract(locationScorer, { maxLength: 9 }, { usesPositions: true })],
    [
      'location, as long as needed',
      () => checkScorerContract(locationScorer, { maxLength: 7 }, { usesPositions: true }),
    ],
    ['learned-scale-dot', () => checkScorerContract(learnedScaleDotScorer, {}, { sizes: equalSizes })],
    ['normed-mlp', () => checkScorerContract(normedMlpScorer, { units: 4 })],
    [
      'normed-mlp, other sizes',
      () => checkScorerContract(normedMlpScorer, { units: 2 }, { sizes: otherSizes, seed: 4 }),
    ],
    [
      'location-sensitive',
      () => checkScorerContract(locationSensitiveScorer, { units: 3, filters: 2, width: 3 }, { usesPositions: true }),
    ],
    [
      'location-sensitive, wider than the source and reading all steps',
      () =>
        checkScorerContract(
          locationSensitiveScorer,
          { units: 2, filters: 1, width: 17, reads: 'coverage' },
          { usesPositions: true, sizes: otherSizes },
        ),
    ],
    ['coverage-count', () => checkScorerContract(coverageCountScorer, { units: 3 })],
    ['coverage-fertility', () => checkScorerContract(coverageFertilityScorer, { units: 3, maxFertility: 4 })],
    ['coverage-gru', () => checkScorerContract(coverageGruScorer, { units: 3, size: 2 })],
    ['cosine, by a user', () => checkScorerContract(cosineScorer, { sharpness: 8 })],
    ['coverage, which reads the history', () => checkScorerContract(coverageScorer, {})],
    ['one with a kink', () => checkScorerContract(rectifiedScorer, {})],
    [
      'one whose kinks are 0.025 apart',
      () => checkScorerContract(weighted('kinked', zeros, zigzag), {}, { sizes: equalSizes }),
    ],
    ['one that starts at zero', () => checkScorerContract(startsAtZero, {})],
  ])('is kept by %s, and the kit leaves nothing behind', async (_, check) => {
    const before = tf.memory().numTensors;
    await check();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is broken by a cosine whose norm is zero at padding', async () => {
    await expect(checkScorerContract(unsafeCosineScorer, { sharpness: 8, floor: 0 })).rejects.toThrow(
      /^scorer contract: scores are \[B, S\] and finite: the scores should be finite, but is NaN at \[1, 3\]; .*small number/,
    );
  });

  it('is broken by a cosine whose scores are fine but whose gradient is not', async () => {
    await expect(checkScorerContract(unsafeCosineScorer, { sharpness: 8, floor: 1e-6 })).rejects.toThrow(
      /^scorer contract: zero rows have finite scores and gradients: the gradient of the query should be finite, but is NaN at \[1, 0\]; /,
    );
  });

  it('is broken by a location-sensitive scorer of which nobody says that it uses positions', async () => {
    await expect(checkScorerContract(locationSensitiveScorer, { units: 3, filters: 2, width: 3 })).rejects.toThrow(
      /^scorer contract: scores follow the order of the memory: .*usesPositions: true/,
    );
  });

  it('tells of each law that holds, up to the one that is broken', async () => {
    const [kept, keptByUnsafe]: [string[], string[]] = [[], []];
    await checkScorerContract(dotScorer, {}, { sizes: equalSizes, onLawKept: (law) => kept.push(law) });
    expect(new Set(kept).size).toBe(kept.length);
    const broken = 'zero rows have finite scores and gradients';
    expect(kept).toContain(broken);
    await expect(
      checkScorerContract(
        unsafeCosineScorer,
        { sharpness: 8, floor: 1e-6 },
        { onLawKept: (law) => keptByUnsafe.push(law) },
      ),
    ).rejects.toThrow(broken);
    expect(keptByUnsafe).toEqual(kept.slice(0, kept.indexOf(broken)));
  });

  it('lets an error of the scorer itself through', async () => {
    await expect(checkScorerContract(dotScorer, {})).rejects.toThrow('query is 4 wide but memory is 3');
    await expect(checkScorerContract(locationScorer, { maxLength: 6 }, { usesPositions: true })).rejects.toThrow(
      'padding changes nothing: location scorer: source is 7 long but maxLength is 6',
    );
  });

  it.each<[law: string, message: RegExp, kind: ScorerKind<Record<never, never>>]>([
    [
      'scores are [B, S] and finite',
      /expected \[2, 5\], got \[2, 5, 1\]/,
      scorerOf((q, m) => tf.expandDims<Tensor2D>(batchedDot(q, m), 2)),
    ],
    ['scores are [B, S] and finite', /NaN|Infinity/, scorerOf((q, m) => tf.log(tf.square(batchedDot(q, m))))],
    ['nothing is remembered', /expected .*, got/, defineScorer(rememberingScorer)],
    ['nothing is remembered', /keep everything in keys/, defineScorer(cachingScorer)],
    [
      'rows are independent, and one alone works',
      /row 0 scores otherwise/,
      scorerOf((q, m) => tf.sub(batchedDot(q, m), tf.mean(batchedDot(q, m), 0, true))),
    ],
    [
      'rows are independent, and one alone works',
      /values should be \[B, S, D\], but is \[5, 4\]/,
      scorerOf(
        (q, m) => batchedDot(q, m),
        (values) => tf.squeeze(values),
      ),
    ],
    [
      'a source of length 1 works',
      /expected \[2, 1\]/,
      scorerOf((q, m) => (m.shape[1] === 1 ? tf.sum(batchedDot(q, m), 1) : batchedDot(q, m))),
    ],
    [
      'padding changes nothing',
      /score each position by itself/,
      scorerOf((q, m) => tf.div(batchedDot(q, m), m.shape[1])),
    ],
    [
      'keys have the batch on axis 0',
      /got one of \[5, 2, 4\]/,
      defineScorer(() => ({
        prepare: (values) => tf.transpose(values, [1, 0, 2]),
        score: (query, keys: Tensor3D) => batchedDot(query, tf.transpose(keys, [1, 0, 2])),
      })),
    ],
    [
      'keys have the batch on axis 0',
      /reorders rows of keys/,
      defineScorer(() => ({
        prepare: (values) => ({ values, rows: tf.zerosLike(values) }),
        score: (query, { values }) => {
          // A scorer that finds its row by number reads another source once rows are reordered.
          const number = tf.reshape<tf.Rank.R2>(tf.range(0, query.shape[0]), [-1, 1]);
          return query.shape[0] === 3 ? tf.add(batchedDot(query, values), number) : batchedDot(query, values);
        },
      })),
    ],
    [
      'scores follow the order of the memory',
      /usesPositions: true/,
      scorerOf((q, m) => tf.add(batchedDot(q, m), tf.range(0, m.shape[1]))),
    ],
    [
      'zero rows have finite scores and gradients',
      /the gradient of the query should be finite/,
      scorerOf((q, m) => tf.mul(batchedDot(q, m), tf.norm(q, 'euclidean', -1, true))),
    ],
    [
      'zero rows have finite scores and gradients',
      /withoutGradient of @seq2seq\/core/,
      scorerOf((q, m) => tf.mul(batchedDot(q, m), tf.cast(tf.greater(batchedDot(q, m), 0), 'float32'))),
    ],
    [
      'every weight gets a gradient, and it is right',
      /unused gets no gradient/,
      weighted('unused', zeros, () => tf.scalar(0)),
    ],
    [
      'every weight gets a gradient, and it is right',
      /hard gets no gradient/,
      weighted('hard', uniform(1), (weight) => withoutGradient(() => tf.square(weight))),
    ],
    [
      'every weight gets a gradient, and it is right',
      /expected a gradient of .* of slope at \[0\] by finite differences/,
      weighted('slope', uniform(1), wrongSquare),
    ],
    [
      'the same seed gives the same weights',
      /differs between two scopes/,
      weighted('drawn', countingInitializer(), (weight) => weight),
    ],
    ['the same seed gives the same weights', /create the same weights/, defineScorer(changingNames())],
    ['weights saved and loaded give the same', /not in the scope matters/, defineScorer(hiddenNumber())],
    ['memory is given back', /left 1 tensors; make constants at each step/, defineScorer(constantAtCreate)],
    ['memory is given back', /a step inside tf.tidy left 2 tensors/, scorerOf((q, m) => tf.keep(batchedDot(q, m)))],
  ])('%s: broken, with %s', async (law, message, kind) => {
    const check = checkScorerContract(kind, {}, { sizes: equalSizes });
    await expect(check).rejects.toThrow(`scorer contract: ${law}: `);
    await expect(check).rejects.toThrow(message);
  });
});

/** A scorer without weights from its formula. */
function scorerOf(
  score: (query: Tensor2D, keys: Tensor3D) => Tensor2D,
  prepare: (values: Tensor3D) => Tensor = (values) => values,
): ScorerKind<Record<never, never>> {
  return defineScorer(() => ({ prepare, score: (query, keys) => score(query, keys as Tensor3D) }));
}

/** Dot plus what `use` makes of one weight [1], times something of each position. */
function weighted(
  name: string,
  initializer: Initializer,
  use: (weight: Tensor1D) => Tensor,
): ScorerKind<Record<never, never>, Tensor3D> {
  return defineScorer((_sizes, _options, parameters) => {
    const weight = parameters.create(name, [1], initializer);
    return {
      prepare: (values) => values,
      score: (query, keys) => tf.add(batchedDot(query, keys), tf.mul(use(weight), tf.sum(keys, 2))),
    };
  });
}

/** Up and down with slopes of one, turning at each multiple of 0.025. */
function zigzag(weight: Tensor1D): Tensor {
  return tf.abs(tf.sub(tf.mod(weight, 0.05), 0.025));
}

/** x² with the gradient of x³. */
function wrongSquare(weight: Tensor1D): Tensor {
  return tf.customGrad((x) => ({
    value: tf.square(x as Tensor),
    gradFunc: (dy: Tensor) => tf.mul(dy, tf.mul(3, tf.square(weight))),
  }))(weight);
}

function rememberingScorer(): Scorer<Tensor3D> {
  let steps = 0;
  return { prepare: (values) => values, score: (query, keys) => tf.add(batchedDot(query, keys), steps++) };
}

function cachingScorer(): Scorer<Tensor3D> {
  let cached: Tensor3D | undefined;
  return {
    prepare: (values) => (cached = values),
    score: (query, keys) => batchedDot(query, cached ?? keys),
  };
}

function countingInitializer(): Initializer {
  let made = 0;
  return () => Float32Array.of(++made);
}

function changingNames(): ScorerKind<Record<never, never>, Tensor3D>['create'] {
  let made = 0;
  return (sizes, options, parameters) =>
    weighted(`weight${++made}`, constant(1), (weight) => weight).create(sizes, options, parameters);
}

function hiddenNumber(): ScorerKind<Record<never, never>, Tensor3D>['create'] {
  let made = 0;
  return () => {
    const hidden = ++made;
    return { prepare: (values) => values, score: (query, keys) => tf.mul(batchedDot(query, keys), hidden) };
  };
}

function constantAtCreate(): Scorer<Tensor3D> {
  const two = tf.scalar(2);
  return { prepare: (values) => values, score: (query, keys) => tf.mul(batchedDot(query, keys), two) };
}

/** Places that were attended to already score less. */
const coverageScorer: ScorerKind<Record<never, never>, Tensor3D> = defineScorer(
  ({ querySize, memorySize }, _options, parameters) => {
    const kernel = parameters.create('kernel', [querySize, memorySize], glorotUniform);
    const penalty = parameters.create('penalty', [], constant(0.5));
    return {
      prepare: (values) => values,
      score: (query, keys, { coverage, previous }) =>
        tf.sub(batchedDot(tf.matMul(query, kernel), keys), tf.mul(penalty, tf.add(coverage, previous))),
    };
  },
);

const rectifiedScorer: ScorerKind<Record<never, never>, Tensor3D> = defineScorer(
  ({ querySize, memorySize }, _options, parameters) => {
    const kernel = parameters.create('kernel', [querySize, memorySize], glorotUniform);
    return {
      prepare: (values) => tf.relu(values),
      score: (query, keys) => tf.relu(batchedDot(tf.matMul(query, kernel), keys)),
    };
  },
);

/** With v zero, as some prefer, no other weight has a gradient at first; it must not be taken for one that never has. */
const startsAtZero: ScorerKind<Record<never, never>, Tensor3D> = defineScorer((sizes, _options, parameters) =>
  mlpScorer.create(
    sizes,
    { units: 3 },
    {
      scope: (name) => parameters.scope(name),
      create: (name, shape, initializer) => parameters.create(name, shape, name === 'v' ? zeros : initializer),
    },
  ),
);
