import { affine } from '../fused/affine.ts';
import { glorotUniform, zeros } from '../parameters/initializers.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { checkShapes } from '../tensor/check-shapes.ts';
import type { Readout } from './readout.ts';

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
