import * as tf from '@tensorflow/tfjs-core';
import type { Rank, Variable } from '@tensorflow/tfjs-core';
import { ConfigError } from '../errors/config-error.ts';
import { createRandom } from '../random/random.ts';
import { type Initializer, type Shape, sizeOfShape } from './initializers.ts';

/** Where first values come from; see {@link fromSeed}. */
export type ParameterSource = (path: string, shape: Shape, initializer: Initializer) => Float32Array;

type RankOf<S extends Shape> = S extends readonly []
  ? Rank.R0
  : S extends readonly [number]
    ? Rank.R1
    : S extends readonly [number, number]
      ? Rank.R2
      : S extends readonly [number, number, number]
        ? Rank.R3
        : Rank;

/** The only way to make a weight. Paths ("decoder.layers.0.kernel") are the checkpoint format. */
export interface ParameterScope {
  /** A scope whose weights are named `name.…` below this one. */
  scope(name: string): ParameterScope;
  /** @throws ConfigError if the path is taken already */
  create<const S extends Shape>(name: string, shape: S, initializer: Initializer): Variable<RankOf<S>>;
}

/** Owns a model's weights: lists them by path and gives their memory back. */
export interface ParameterStore extends ParameterScope {
  entries(): IterableIterator<[path: string, value: Variable]>;
  /**
   * Keeps weights as they are while the others train: they have no gradient. They are saved and loaded like any other.
   *
   * @param paths - each a weight, or a scope and with it all below: "source.embedding.table", "encoder"
   * @throws ConfigError if a path is neither; nothing is frozen then
   */
  freeze(paths: readonly string[]): void;
  dispose(): void;
}

/** First values from a seed: each weight's depend on the seed and its own path, so adding a layer does not change the others. */
export const fromSeed = (seed: number): ParameterSource => {
  const random = createRandom(seed);
  return (path, shape, initializer) => initializer(shape, random.fork(path));
};

/** Zeros everywhere: for a model whose weights are loaded right after. */
export const fromZeros: ParameterSource = (_path, shape) => new Float32Array(sizeOfShape(shape));

export const createParameterStore = (source: ParameterSource): ParameterStore => {
  const weights = new Map<string, Variable>();

  const scopeAt = (prefix: string): ParameterScope => ({
    scope: (name) => scopeAt(`${prefix}${name}.`),
    create: <const S extends Shape>(name: string, shape: S, initializer: Initializer) => {
      const path = prefix + name;
      if (weights.has(path)) {
        throw new ConfigError(
          `${path}: a weight of this name exists already; give each part a scope of its own.`,
          path,
        );
      }
      if (!shape.every((axis) => Number.isInteger(axis) && axis > 0)) {
        throw new ConfigError(
          `${path}: every axis must be a whole number above 0, got [${shape.join(', ')}]; check the sizes that its part was given.`,
          path,
        );
      }
      // tfjs demands names that are unique in the process; ours are unique in the store, so it makes up its own.
      const weight = tf.tidy(() => tf.variable(tf.tensor(source(path, shape, initializer), [...shape], 'float32')));
      weights.set(path, weight);
      return weight as Variable<RankOf<S>>;
    },
  });

  return {
    ...scopeAt(''),
    entries: () => weights.entries(),
    freeze: (paths) => {
      const frozen = paths.flatMap((path) => {
        const below = [...weights].filter(([name]) => name === path || name.startsWith(`${path}.`));
        if (below.length === 0) {
          throw new ConfigError(
            `${path}: there is no weight of this name to freeze, nor a scope; there are ${[...weights.keys()].join(', ')}.`,
            path,
          );
        }
        return below.map(([, weight]) => weight);
      });
      for (const weight of frozen) weight.trainable = false;
    },
    dispose: () => {
      for (const weight of weights.values()) weight.dispose();
      weights.clear();
    },
  };
};
