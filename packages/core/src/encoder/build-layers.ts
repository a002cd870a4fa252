import type { CellSizes, LayerCell } from '../cell/cell.ts';
import { ConfigError } from '../errors/config-error.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import type { EncoderParts } from './encoder-kind.ts';
import { pyramidLayer } from './pyramid-layer.ts';
import {
  backwardLayer,
  bidirectionalLayer,
  type Direction,
  forwardLayer,
  type RecurrentLayer,
} from './recurrent-layer.ts';

/** How a layer of a stack reads what stands below it. */
type Reading = {
  readonly direction: Direction;
  /** How many neighbours it joins first. */
  readonly reduction?: number;
};

/**
 * Layers of equal units on top of each other, from the bottom, each of cells as wide as what they read.
 *
 * Weights: `layers.0.forward.…`, `layers.0.backward.…`, one number per layer.
 */
export const buildLayers = (
  { inputSize, cell }: Pick<EncoderParts, 'inputSize' | 'cell'>,
  { units, layers }: { readonly units: number; readonly layers: number },
  readingOf: (layer: number) => Reading,
  parameters: ParameterScope,
): RecurrentLayer[] => {
  const built: RecurrentLayer[] = [];
  for (let l = 0; l < layers; l++) {
    const { direction, reduction = 1 } = readingOf(l);
    const sizes: CellSizes = { inputSize: reduction * (built.at(-1)?.outputSize ?? inputSize), units };
    const scope = parameters.scope('layers').scope(String(l));
    const cellOf = (way: 'forward' | 'backward'): LayerCell => cell(sizes, scope.scope(way));
    const makers: Record<Direction, () => RecurrentLayer> = {
      forward: () => forwardLayer(cellOf('forward')),
      backward: () => backwardLayer(cellOf('backward')),
      bidirectional: () => bidirectionalLayer(cellOf('forward'), cellOf('backward')),
    };
    const layer = makers[direction]();
    built.push(reduction > 1 ? pyramidLayer(layer, reduction) : layer);
  }
  return built;
};

/**
 * Refuses a stack without the second layer that its kind is about.
 *
 * @throws ConfigError
 */
export const checkDepth = (kind: string, layers: number, what: string): void => {
  if (layers > 1) return;
  throw new ConfigError(
    `${kind} encoder: ${what}, but layers is ${layers}; give 2 or more, or take the recurrent encoder.`,
    'encoder.layers',
  );
};
