import { adam, adamW, type Optimizer, sgd } from '@seq2seq/train';
import type { ParameterStore } from '@seq2seq/core';
import * as z from 'zod';
import { strictObject } from './strict-object.ts';

type AdamConfig = { readonly beta1: number; readonly beta2: number; readonly epsilon: number };

/** How gradients change weights, with every default filled in; see the optimizers of `@seq2seq/train`. */
export type OptimizerConfig =
  | ({ readonly type: 'adam' } & AdamConfig)
  /** Adam with weights that decay by `weightDecay` times the learning rate at each step. */
  | ({ readonly type: 'adamw'; readonly weightDecay: number } & AdamConfig)
  | { readonly type: 'sgd'; readonly momentum: number };

type Written<Config> = Config extends { readonly type: infer Type }
  ? Type | ({ readonly type: Type } & Partial<Omit<Config, 'type'>>)
  : never;

/** An optimizer as one writes it: a name, or `{ type: name }` with the options that differ from the defaults. */
export type OptimizerConfigInput = Written<OptimizerConfig>;

const share = z.number().min(0).lt(1);
const moments = {
  beta1: share.default(0.9),
  beta2: share.default(0.999),
  epsilon: z.number().positive().default(1e-8),
};

const kinds = z.discriminatedUnion(
  'type',
  [
    strictObject({ type: z.literal('adam'), ...moments }),
    strictObject({ type: z.literal('adamw'), ...moments, weightDecay: z.number().min(0).default(0.01) }),
    strictObject({ type: z.literal('sgd'), momentum: share.default(0) }),
  ],
  {
    error: (issue) => (issue.code === 'invalid_union' ? 'unknown type; known are "adam", "adamw", "sgd"' : undefined),
  },
);

/** Reads a name or an object, and fills in the defaults: Adam if there is nothing. */
export const optimizerSchema: z.ZodType<OptimizerConfig> = z
  .preprocess((value) => (typeof value === 'string' ? { type: value } : value), kinds)
  .prefault({ type: 'adam' });

/** The optimizer that a config names, for these weights. */
export const createOptimizer = (config: OptimizerConfig, parameters: ParameterStore): Optimizer => {
  if (config.type === 'sgd') return sgd(parameters, config);
  return config.type === 'adamw' ? adamW(parameters, config) : adam(parameters, config);
};
