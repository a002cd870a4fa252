import { affine } from '../fused/affine.ts';
import { glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import { defineReadout, type Readout, type ReadoutKind } from './readout.ts';

/** One matrix: outputs · `kernel` [H, V] + `bias` [V]. */
export const linearReadout = (
  { inputSize, vocabularySize }: { readonly inputSize: number; readonly vocabularySize: number },
  parameters: ParameterScope,
): Readout => {
  const kernel = parameters.create('kernel', [inputSize, vocabularySize], glorotUniform);
  const bias = parameters.create('bias', [vocabularySize], zeros);
  return {
    vocabularySize,
    readsInputs: false,
    read: ({ outputs }) => {
      checkShapes('linearReadout.read', { outputs: [outputs, `N ${inputSize}`] });
      return affine(outputs, kernel, bias);
    },
  };
};

/** Nothing between the decoder's output and the generator. */
export const linearReadoutKind: ReadoutKind<{}> = defineReadout<{}>(
  ({ outputSize }, _options, _parameters, generator) => generator(outputSize),
  { name: 'linear', formula: 'out W + b', options: {} },
);
