// The contract kept by all cells of ours is checked beside them; here each law is shown to find the cell that breaks it.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { cpuTest } from '../src/__fixtures__/cpu-test.ts';
import type { CellKind, LayerCell } from '../src/cell/cell.ts';
import { elmanCell } from '../src/cell/elman-cell.ts';
import { rnnKind } from '../src/cell/rnn-kind.ts';
import { withDropout } from '../src/cell/with-dropout.ts';
import { constant, zeros } from '../src/parameters/initializers.ts';
import type { ParameterScope } from '../src/parameters/parameter-store.ts';
import { createRandom } from '../src/random/random.ts';
import { checkCellContract } from './cell-contract.ts';

/** The plain cell with something wrong about it. */
const broken = (change: (cell: LayerCell, parameters: ParameterScope) => Partial<LayerCell>): CellKind => ({
  create: (sizes, _options, parameters) => {
    const cell: LayerCell = elmanCell(sizes, parameters);
    return { ...cell, ...change(cell, parameters) };
  },
});

/** The plain cell whose output, which is its hidden too, is changed. */
const outputChanged = (change: (output: Tensor2D, input: Tensor2D) => Tensor2D): CellKind =>
  broken((cell) => ({
    step: (input, state, mode) => {
      const output = change(cell.step(input, state, mode).output, input);
      return { output, state: { hidden: output } };
    },
  }));

const expectBroken = (kind: CellKind, law: string, complaint: string): void => {
  expect(() => checkCellContract(kind, {})).toThrow(`cell contract: broken law "${law}": `);
  expect(() => checkCellContract(kind, {})).toThrow(complaint);
};

cpuTest('a cell that keeps the contract passes, at any size and seed', () => {
  for (const seed of [1, 2, 3]) checkCellContract(rnnKind, {}, { sizes: { inputSize: 2, units: 5 }, seed });
  checkCellContract({ create: (sizes, _options, parameters) => withDropout(elmanCell(sizes, parameters), 0.5) }, {});
});

describe('finds', () => {
  cpuTest('a cell that keeps a tensor', () => {
    const held: Tensor[] = [];
    const kind = outputChanged((output) => {
      held.push(tf.keep(tf.clone(output)));
      return output;
    });
    expectBroken(kind, 'all that creating and stepping make is given back', '1 tensor left over');
    tf.dispose(held);
  });

  cpuTest('a cell that makes a tensor outside its parameters', () => {
    const held: Tensor[] = [];
    const kind = broken(() => {
      held.push(tf.keep(tf.ones([2])));
      return {};
    });
    expectBroken(kind, 'all that creating and stepping make is given back', '1 tensor left over');
    tf.dispose(held);
  });

  cpuTest('a cell of another size than asked for', () => {
    const law = 'sizes are what was asked for';
    expectBroken(
      broken(() => ({ outputSize: 5 })),
      law,
      '"outputSize":5,"hidden":4}, expected {"inputSize":3,"outputSize":4',
    );
    expectBroken(
      broken(() => ({ inputSize: 4 })),
      law,
      'declares {"inputSize":4',
    );
  });

  cpuTest('a cell that does not begin at zero, or without a declared part', () => {
    const law = 'the first state is zero and has the declared parts';
    const ones = broken(() => ({ initialState: (batchSize) => ({ hidden: tf.ones([batchSize, 4]) }) }));
    expectBroken(ones, law, 'got 1, expected 0');
    const alsoCarry = broken(() => ({ stateSizes: { hidden: 4, carry: 4 } }));
    expectBroken(alsoCarry, law, 'got the parts [hidden], expected [carry, hidden]');
  });

  cpuTest('a step whose state is not as declared', () => {
    const law = 'output and state have the declared shapes, and the output is the hidden';
    const more = broken((cell) => ({
      step: (input, state, mode) => {
        const { output } = cell.step(input, state, mode);
        return { output, state: { hidden: output, carry: output } };
      },
    }));
    expectBroken(
      more,
      law,
      'a step gives the state {"hidden":[3,4],"carry":[3,4]}, but stateSizes say {"hidden":[3,4]}',
    );
    const doubled = broken((cell) => ({
      step: (input, state, mode) => {
        const stepped = cell.step(input, state, mode);
        return { ...stepped, output: tf.mul(stepped.output, 2) };
      },
    }));
    expectBroken(doubled, law, 'the output: expectClose');
  });

  cpuTest('a cell that remembers', () => {
    let calls = 0;
    const kind = outputChanged((output) => tf.mul(output, 1 + calls++ / 100));
    expectBroken(kind, 'a step remembers nothing and changes nothing', 'the same step again, output: expectClose');
  });

  cpuTest('a cell with randomness of its own while training', () => {
    const random = createRandom(1);
    const kind = broken((cell) => ({
      step: (input, state, mode) => cell.step(mode.training ? tf.mul(input, random.next()) : input, state, mode),
    }));
    expectBroken(kind, 'a step remembers nothing and changes nothing', 'the same step again');
  });

  cpuTest('a cell that takes the given state away', () => {
    const kind = broken((cell) => ({
      step: (input, state, mode) => {
        const stepped = cell.step(input, state, mode);
        state.hidden.dispose();
        return stepped;
      },
    }));
    expectBroken(kind, 'a step remembers nothing and changes nothing', 'state.hidden was disposed');
  });

  cpuTest('a wrapper that changes the step and hands the other step on', () => {
    const kind = broken((cell) => ({
      step: (input, state, mode) => cell.step(mode.training ? tf.mul(input, 2) : input, state, mode),
    }));
    expectBroken(kind, 'a step that reads the hidden as it is equals a step', 'stepReading, output: expectClose');
  });

  cpuTest('a cell that mixes rows', () => {
    const kind = outputChanged((output) => tf.sub(output, tf.mean(output, 0, true)));
    expectBroken(kind, 'rows do not see each other', 'row 0 of 3, output: expectClose');
  });

  cpuTest('a cell that cannot read padding', () => {
    const kind = outputChanged((output, input) => tf.div(output, tf.norm(input, 2, 1, true)));
    expectBroken(kind, 'padding and neighbours change nothing', 'got NaN');
  });

  cpuTest('a cell that ignores a parameter', () => {
    const kind = broken((_, parameters) => {
      parameters.create('unused', [2], zeros);
      return {};
    });
    const law = 'every weight gets a gradient that is finite and not all zero';
    expectBroken(kind, law, 'cell.unused gets no gradient: nothing depends on it');
  });

  cpuTest('a gradient that is not finite', () => {
    const infinite = tf.customGrad((...inputs) => ({
      value: tf.clone(inputs[0] as Tensor),
      gradFunc: (dy: Tensor) => tf.div(dy, 0),
    }));
    const law = 'every weight gets a gradient that is finite and not all zero';
    expectBroken(
      outputChanged((output) => infinite(output) as Tensor2D),
      law,
      'it must be finite',
    );
  });

  cpuTest('a gradient that is wrong', () => {
    const halved = tf.customGrad((...inputs) => ({
      value: tf.clone(inputs[0] as Tensor),
      gradFunc: (dy: Tensor) => tf.div(dy, 2),
    }));
    const kind = outputChanged((output) => halved(output) as Tensor2D);
    expectBroken(kind, 'gradients equal finite differences', 'cell.kernel, entry');
  });

  cpuTest('a cell that stops the gradient of its state', () => {
    const stopped = tf.customGrad((...inputs) => ({
      value: tf.clone(inputs[0] as Tensor),
      gradFunc: (dy: Tensor) => tf.zerosLike(dy),
    }));
    const kind = broken((cell) => ({
      step: (input, { hidden }, mode) => cell.step(input, { hidden: stopped(hidden) as Tensor2D }, mode),
    }));
    expectBroken(kind, 'gradients equal finite differences', 'expectGradients');
  });

  cpuTest('weights that are not the same for the same seed', () => {
    let created = 0;
    const kind: CellKind = {
      create: (sizes, _options, parameters) => {
        const cell: LayerCell = elmanCell(sizes, parameters);
        const shift = parameters.create('shift', [sizes.units], constant(created++));
        return {
          ...cell,
          step: (input, state, mode) => {
            const output: Tensor2D = tf.add(cell.step(input, state, mode).output, shift);
            return { output, state: { hidden: output } };
          },
        };
      },
    };
    const law = 'the same seed gives the same weights, whatever else there is';
    expectBroken(kind, law, 'created again, cell.shift');
  });
});
