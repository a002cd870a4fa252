/**
 * Sequences to sequences: cells make encoders, encoders make memory, a decoder asks an attention where to look.
 *
 * @packageDocumentation
 */
import './register-gradients.ts';

// What can go wrong
export { CheckpointError } from './errors/checkpoint-error.ts';
export { ConfigError } from './errors/config-error.ts';
export { Seq2SeqError } from './errors/seq2seq-error.ts';
export { ShapeError } from './errors/shape-error.ts';

// Randomness, passed and never global
export type { Mode } from './random/mode.ts';
export { createRandom, type Random, randomFromSnapshot } from './random/random.ts';

// Tensors, alone and nested
export { checkShapes } from './tensor/check-shapes.ts';
export { disposeTree, gatherRows, listTensors, mapTensors, type TensorTree, tidyTree } from './tensor/tensor-tree.ts';

// Weights: named, seeded, owned
export {
  constant,
  forgetGateOne,
  glorotUniform,
  type Initializer,
  type Shape,
  uniform,
  zeros,
} from './parameters/initializers.ts';
export {
  createParameterStore,
  fromSeed,
  fromZeros,
  type ParameterScope,
  type ParameterSource,
  type ParameterStore,
} from './parameters/parameter-store.ts';
