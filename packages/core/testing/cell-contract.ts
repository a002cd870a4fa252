import * as tf from '@tensorflow/tfjs-core';
import type { CellKind, CellSizes } from '../src/cell/cell.ts';
import type { Mode } from '../src/random/mode.ts';
import { createRandom } from '../src/random/random.ts';
import { gatherRows } from '../src/tensor/tensor-tree.ts';
import { type CellLaw, cellLaw, type CreateCell, randomState } from './cell-law.ts';
import { cellParameterLaws } from './cell-parameter-laws.ts';
import { cellSequenceLaws } from './cell-sequence-laws.ts';
import { checkLaws, type Law } from './check-laws.ts';
import { exactly, expectSameTree, snapshotOf } from './expect-same-tree.ts';
import { randomMatrix } from './sequences.ts';

export type CellContractOptions = {
  /** Small is fast. Default: 3 in, 4 units. */
  readonly sizes?: CellSizes;
  /** Which numbers are tried. Default: 1. */
  readonly seed?: number;
};

/**
 * Checks the laws that every cell must keep, ours or yours: its shapes are those that it declares, it remembers nothing, rows do not
 * see each other, padding and direction are as `unroll` promises, each weight matters, gradients are right, seeds repeat.
 *
 * A cell that is no kind is one in passing: `checkCellContract({ create: (sizes, _options, parameters) => … }, {})`.
 *
 * Reads numbers synchronously, so use a backend that can (cpu, wasm).
 *
 * @throws Error that names the first law that is broken, where, and the numbers that show it
 */
export const checkCellContract = <Options>(
  kind: CellKind<Options>,
  options: Options,
  { sizes = { inputSize: 3, units: 4 }, seed = 1 }: CellContractOptions = {},
): void => {
  const create: CreateCell = (wanted, parameters) => kind.create(wanted, options, parameters);
  const law = cellLaw(create, sizes, seed);
  checkLaws('cell contract', [
    ...stepLaws(law, sizes),
    ...cellSequenceLaws(law),
    ...cellParameterLaws(law, create, sizes, seed),
    readingLaw(law),
  ]);
};

const notTraining: Mode = { training: false };
/** Made anew for each use, so that each draws the same. */
const modes = [() => notTraining, (): Mode => ({ training: true, random: createRandom(1) })];
const B = 3;

const stepLaws = (law: CellLaw, { inputSize, units }: CellSizes): Law[] => [
  law('all that creating and stepping make is given back', ({ cell, random }) => {
    cell.step(randomMatrix(B, inputSize, random), randomState(cell, B, random), notTraining);
  }),
  law('sizes are what was asked for', ({ cell }) => {
    const declared = { inputSize: cell.inputSize, outputSize: cell.outputSize, hidden: cell.stateSizes.hidden };
    const wanted = { inputSize, outputSize: units, hidden: units };
    if (JSON.stringify(declared) !== JSON.stringify(wanted)) {
      throw new Error(`the cell declares ${JSON.stringify(declared)}, expected ${JSON.stringify(wanted)}.`);
    }
  }),
  law('the first state is zero and has the declared parts', ({ cell }) => {
    const zeroState = Object.fromEntries(
      Object.entries(cell.stateSizes).map(([part, size]) => [part, tf.zeros([B, size])]),
    );
    expectSameTree('the first state', snapshotOf(cell.initialState(B)), snapshotOf(zeroState), exactly);
  }),
  law('output and state have the declared shapes, and the output is the hidden', ({ cell, random }) => {
    const { output, state } = cell.step(randomMatrix(B, inputSize, random), randomState(cell, B, random), notTraining);
    const shapes = Object.fromEntries(Object.entries(state).map(([part, value]) => [part, value.shape]));
    const declared = Object.fromEntries(Object.entries(cell.stateSizes).map(([part, size]) => [part, [B, size]]));
    if (JSON.stringify(sorted(shapes)) !== JSON.stringify(sorted(declared))) {
      throw new Error(
        `a step gives the state ${JSON.stringify(shapes)}, but stateSizes say ${JSON.stringify(declared)}.`,
      );
    }
    expectSameTree('the output', snapshotOf(output), snapshotOf(state.hidden), exactly);
  }),
  law('a step remembers nothing and changes nothing', ({ cell, random }) => {
    const [input, otherInput] = [randomMatrix(B, inputSize, random), randomMatrix(B, inputSize, random)];
    const [state, otherState] = [randomState(cell, B, random), randomState(cell, B, random)];
    const given = snapshotOf({ input, state });
    for (const modeOf of modes) {
      const first = snapshotOf(cell.step(input, state, modeOf()));
      expectSameTree('what the step was given', snapshotOf({ input, state }), given, exactly);
      cell.step(otherInput, otherState, modeOf());
      expectSameTree('the same step again', snapshotOf(cell.step(input, state, modeOf())), first, exactly);
    }
  }),
  law('rows do not see each other', ({ cell, random }) => {
    const input = randomMatrix(B, inputSize, random);
    const state = randomState(cell, B, random);
    const together = cell.step(input, state, notTraining);
    for (let row = 0; row < B; row++) {
      const rows = Int32Array.of(row);
      const alone = cell.step(gatherRows(input, rows), gatherRows(state, rows), notTraining);
      expectSameTree(`row ${row} of ${B}`, snapshotOf(gatherRows(together, rows)), snapshotOf(alone));
    }
  }),
];

const readingLaw = (law: CellLaw): Law =>
  law('a step that reads the hidden as it is equals a step', ({ cell, random }) => {
    const input = randomMatrix(B, cell.inputSize, random);
    const state = randomState(cell, B, random);
    for (const modeOf of modes) {
      const read = cell.stepReading?.(input, state, modeOf(), (hidden) => hidden);
      if (read) expectSameTree('stepReading', snapshotOf(read), snapshotOf(cell.step(input, state, modeOf())));
    }
  });

const sorted = (record: Readonly<Record<string, unknown>>): [string, unknown][] =>
  Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1));
