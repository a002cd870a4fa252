import type { Rank, Tensor1D, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import { zeros } from './initializers.ts';
import type { ParameterScope } from './parameter-store.ts';

declare const parameters: ParameterScope;
declare const units: number;

// The rank follows from the shape, so that products need no cast.
parameters.create('scale', [], zeros) satisfies Variable<Rank.R0>;
parameters.create('bias', [units], zeros) satisfies Tensor1D;
parameters.create('kernel', [units, 4 * units], zeros) satisfies Tensor2D;
parameters.create('filters', [3, units, units], zeros) satisfies Tensor3D;

// @ts-expect-error: a vector is no matrix.
parameters.create('bias', [units], zeros) satisfies Tensor2D;
