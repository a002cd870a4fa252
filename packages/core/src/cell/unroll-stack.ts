// All steps of a stack at once: nothing flows from an upper layer to a lower one, so each layer can go through the whole sequence before
// the next one does.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Mode } from '../random/mode.ts';
import { type Random, randomFromSnapshot } from '../random/random.ts';
import type { Cell, CellSequence, CellState, Unrolled } from './cell.ts';

type Stack = {
  readonly cells: readonly Cell[];
  /** For each layer, whether it adds the output of the layer below to its own. */
  readonly addsInput: readonly boolean[];
  /** How many of the last values of the input every layer reads. */
  readonly sharedInput: number;
};

/** What a stack's state is, said again here because a stack unrolls itself. */
type Layers = { readonly layers: readonly CellState[] };

/** The stack over a sequence, layer by layer; undefined unless the current backend can do every layer at once. */
export const unrollStack = (
  { cells, addsInput, sharedInput }: Stack,
  { inputs, mask, state, reverse, mode }: CellSequence<Layers>,
): Unrolled<Layers> | undefined => {
  if (cells.some((cell) => cell.unroll === undefined)) return undefined;
  const width = inputs.shape[2];
  const shared: Tensor3D | undefined =
    sharedInput > 0 ? tf.slice(inputs, [0, 0, width - sharedInput], [-1, -1, sharedInput]) : undefined;
  const drawn = drawAhead(cells, inputs.shape[1], mode);

  let outputs = inputs;
  const layers: CellState[] = [];
  for (const [i, cell] of cells.entries()) {
    const result = cell.unroll?.({
      inputs: shared && i > 0 ? tf.concat([outputs, shared], 2) : outputs,
      mask,
      state: state.layers[i] as CellState,
      reverse,
      mode: drawn.modes[i] as Mode,
    });
    if (!result) return undefined;
    outputs = addsInput[i] ? tf.add(result.outputs, outputs) : result.outputs;
    layers.push(result.finalState);
  }
  drawn.accept();
  return { outputs, finalState: { layers } };
};

type DrawnAhead = {
  /** For each layer, a mode whose randomness is what its steps would have drawn. */
  readonly modes: readonly Mode[];
  /** Takes from the caller's stream what was drawn; a stack that cannot unroll leaves that stream as it was. */
  readonly accept: () => void;
};

/** Draws once for each step and layer that drops, in the order of steps, so that a seed loses the same values either way. */
const drawAhead = (cells: readonly Cell[], steps: number, mode: Mode): DrawnAhead => {
  if (!mode.training) return { modes: cells.map(() => mode), accept: () => {} };
  const ahead = randomFromSnapshot(mode.random.snapshot());
  let count = 0;
  const next = (): number => {
    count++;
    return ahead.next();
  };
  const perLayer = cells.map((): number[] => []);
  for (let step = 0; step < steps; step++) {
    for (const [i, { dropout = 0 }] of cells.entries()) if (dropout > 0) perLayer[i]?.push(next());
  }
  return {
    modes: perLayer.map((answers) => ({
      training: true,
      // Whatever else a cell draws comes after, from the same stream.
      random: { ...ahead, next: (): number => answers.shift() ?? next() } satisfies Random,
    })),
    accept: () => {
      for (let i = 0; i < count; i++) mode.random.next();
    },
  };
};
