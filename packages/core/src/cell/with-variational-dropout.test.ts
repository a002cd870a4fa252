import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { exactly, expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { checkCellContract, expectClose } from '../../testing/index.ts';
import { randomMatrix, scattered } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore, type ParameterStore } from '../parameters/parameter-store.ts';
import type { Mode } from '../random/mode.ts';
import { createRandom } from '../random/random.ts';
import { atOnce } from './__fixtures__/at-once.ts';
import { matricesOf, matrixOf } from './__fixtures__/plain-arrays.ts';
import { columns, gruResetBeforeOf, lstmOf, plus, type Row, times } from './__fixtures__/plain-equations.ts';
import type { LayerCell } from './cell.ts';
import { gruCell } from './gru-cell.ts';
import { lstmCell } from './lstm-cell.ts';
import { unroll } from './unroll.ts';
import { type VariationalDropoutRates, withVariationalDropout } from './with-variational-dropout.ts';

const notTraining: Mode = { training: false };
/** As a trainer gives it: a stream of its own for each training step. */
const trainingStep = (step: number): Mode => ({ training: true, random: createRandom(7).fork(`step.${step}`) });

const withStore = (run: (store: ParameterStore) => void): void => {
  const store = createParameterStore(scattered(1));
  run(store);
  store.dispose();
};

type Seen = { readonly inputs: number[][]; readonly hiddens: number[][] };

/** A cell that gives ones, and notes what its products see of ones. */
const watched = (size: number): { cell: LayerCell; seen: Seen } => {
  const seen: Seen = { inputs: [], hiddens: [] };
  const stepReading: LayerCell['stepReading'] = (input, { hidden }, _mode, read) => {
    seen.inputs.push([...input.dataSync()]);
    seen.hiddens.push([...read(hidden).dataSync()]);
    return { output: hidden, state: { hidden } };
  };
  const cell: LayerCell = {
    inputSize: size,
    outputSize: size,
    stateSizes: { hidden: size },
    initialState: (batchSize) => ({ hidden: tf.ones([batchSize, size]) }),
    step: (input, state, mode) => stepReading(input, state, mode, (hidden) => hidden),
    stepReading,
  };
  return { cell, seen };
};

const masksOf = (
  rates: VariationalDropoutRates,
  name: string,
  mode: Mode,
  [B, S, size]: [number, number, number],
): Seen => {
  const { cell, seen } = watched(size);
  unroll(withVariationalDropout(cell, rates, name), tf.ones([B, S, size]), tf.ones([B, S]), mode);
  return seen;
};

describe.each([{ inputs: 0.3 }, { state: 0.3 }, { inputs: 0.3, state: 0.4 }])('%o', (rates) => {
  cpuTest('keeps the contract of cells', () =>
    checkCellContract(
      { create: (sizes, _options, parameters) => withVariationalDropout(lstmCell(sizes, parameters), rates, 'cell') },
      {},
    ),
  );
});

describe('the masks', () => {
  const rates = { inputs: 0.25, state: 0.5 };

  cpuTest('are the same at every step of a sequence, whatever else is drawn meanwhile', () => {
    const mode = trainingStep(1);
    const { cell, seen } = watched(30);
    const dropping = withVariationalDropout(cell, rates, 'encoder');
    const state = cell.initialState(4);
    for (let step = 0; step < 5; step++) {
      dropping.step(tf.ones([4, 30]), state, mode);
      if (mode.training) mode.random.next();
    }
    for (const steps of [seen.inputs, seen.hiddens]) {
      expect(steps).toHaveLength(5);
      for (const mask of steps) expect(mask).toEqual(steps[0]);
    }
  });

  cpuTest('are zeros and 1 / (1 − rate), zeros with the probability of the rate', () => {
    const { inputs, hiddens } = masksOf(rates, 'encoder', trainingStep(1), [50, 1, 40]);
    for (const [mask, rate] of [
      [inputs[0] ?? [], 0.25],
      [hiddens[0] ?? [], 0.5],
    ] as const) {
      expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
      // 2000 draws: five deviations to either side.
      const lost = mask.filter((factor) => factor === 0).length / 2000;
      expect(Math.abs(lost - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / 2000));
    }
  });

  cpuTest('are drawn for each row, each training step, each name, and for input and hidden, independently', () => {
    const half = { inputs: 0.5, state: 0.5 };
    const lostIn = (mask: Row | undefined): boolean[] => (mask ?? []).map((factor) => factor === 0);
    const maskOf = (name: string, step: number, part: keyof Seen): boolean[] =>
      lostIn(masksOf(half, name, trainingStep(step), [50, 1, 40])[part][0]);
    const mask = maskOf('a', 1, 'inputs');
    expect(maskOf('a', 1, 'inputs')).toEqual(mask);
    const others = {
      'another row': [...mask.slice(40), ...mask.slice(0, 40)],
      'another training step': maskOf('a', 2, 'inputs'),
      'another name': maskOf('b', 1, 'inputs'),
      'the hidden': maskOf('a', 1, 'hiddens'),
    };
    for (const [what, other] of Object.entries(others)) {
      const same = mask.filter((isLost, i) => isLost === other[i]).length / 2000;
      // Of independent coins half fall alike: five deviations of √(0.25 / 2000) to either side.
      expect(Math.abs(same - 0.5), what).toBeLessThan(5 * Math.sqrt(0.25 / 2000));
    }
  });

  cpuTest('are ones where nothing is to be lost, and always when not training', () => {
    const ones = new Array(30).fill(1);
    expect(masksOf({ state: 0.5 }, 'a', trainingStep(1), [1, 1, 30]).inputs[0]).toEqual(ones);
    expect(masksOf({ inputs: 0.5 }, 'a', trainingStep(1), [1, 1, 30]).hiddens[0]).toEqual(ones);
    expect(masksOf(rates, 'a', notTraining, [1, 1, 30])).toEqual({ inputs: [ones], hiddens: [ones] });
  });
});

describe('the hidden that products read is dropped, the state that is kept is not', () => {
  const hidden = [0.3, -0.7, 0.5, 0.9];
  const input = [0.2, -0.4];
  /** What `watched` sees of ones, so what the same name in the same training step is multiplied by. */
  const seenByProducts = (): number[] => {
    const mask = masksOf({ state: 0.5 }, 'cell', trainingStep(3), [1, 1, 4]).hiddens[0] ?? [];
    expect(new Set(mask)).toEqual(new Set([0, 2]));
    return hidden.map((value, j) => value * (mask[j] as number));
  };

  cpuTest('LSTM: the carry is untouched', () =>
    withStore((store) => {
      const carry = [0.1, 0.6, -0.2, -0.8];
      const cell = withVariationalDropout(lstmCell({ inputSize: 2, units: 4 }, store), { state: 0.5 }, 'cell');
      const state = { hidden: tf.tensor2d([hidden]), carry: tf.tensor2d([carry]) };
      const stepped = cell.step(tf.tensor2d([input]), state, trainingStep(3));
      const { kernel, recurrentKernel, bias } = matricesOf(store);
      const gates = plus(plus(times(input, kernel), times(seenByProducts(), recurrentKernel)), bias?.[0]);
      const wanted = lstmOf(gates, carry);
      expectClose(stepped.state.hidden, wanted.hidden);
      expectClose(stepped.state.carry, wanted.carry);
    }),
  );

  cpuTest('GRU: the update gate keeps the whole hidden', () =>
    withStore((store) => {
      const cell = withVariationalDropout(gruCell({ inputSize: 2, units: 4 }, {}, store), { state: 0.5 }, 'cell');
      const stepped = cell.step(tf.tensor2d([input]), { hidden: tf.tensor2d([hidden]) }, trainingStep(3));
      const { kernel, recurrentKernel, bias } = matricesOf(store);
      const seen = seenByProducts();
      const wanted = gruResetBeforeOf(
        plus(times(input, kernel), bias?.[0]),
        times(seen, columns(recurrentKernel, 0, 8)),
        (reset) =>
          times(
            seen.map((value, j) => value * (reset[j] as number)),
            columns(recurrentKernel, 8, 12),
          ),
        hidden,
      );
      expectClose(stepped.output, wanted);
    }),
  );
});

cpuTest(
  'a cell that unrolls at once still does, unless its hidden is dropped; the numbers are those of its steps',
  () =>
    withStore((store) => {
      let count = 0;
      const { unroll: asOne, ...steps } = atOnce(lstmCell({ inputSize: 6, units: 4 }, store));
      const cell = {
        ...steps,
        unroll: (sequence: Parameters<NonNullable<typeof asOne>>[0]) => (count++, asOne?.(sequence)),
      };
      const [inputs, mask] = [
        tf.reshape<tf.Rank.R3>(randomMatrix(6, 6, createRandom(1)), [2, 3, 6]),
        tf.ones<tf.Rank.R2>([2, 3]),
      ];
      const run = (rates: VariationalDropoutRates, mode: Mode, reverse: boolean): number => {
        count = 0;
        const unrolled = unroll(withVariationalDropout(cell, rates, 'a'), inputs, mask, mode, { reverse });
        const stepped = unroll(withVariationalDropout(steps, rates, 'a'), inputs, mask, mode, { reverse });
        expectSameTree('all at once', snapshotOf(unrolled), snapshotOf(stepped));
        return count;
      };
      for (const reverse of [false, true]) {
        expect(run({ inputs: 0.5 }, trainingStep(1), reverse)).toBe(1);
        expect(run({ inputs: 0.5, state: 0.5 }, trainingStep(1), reverse)).toBe(0);
        expect(run({ inputs: 0.5, state: 0.5 }, notTraining, reverse)).toBe(1);
      }
    }),
);

cpuTest('each rate matters, and not training nothing is lost', () =>
  withStore((store) => {
    const cell = lstmCell({ inputSize: 6, units: 8 }, store);
    const input = randomMatrix(2, 6, createRandom(1));
    const state = { hidden: randomMatrix(2, 8, createRandom(2)), carry: randomMatrix(2, 8, createRandom(3)) };
    const outputOf = (rates: VariationalDropoutRates, mode: Mode): Tensor2D =>
      withVariationalDropout(cell, rates, 'a').step(input, state, mode).output;
    const whole = cell.step(input, state, notTraining).output;
    for (const rates of [{ inputs: 0.5 }, { state: 0.5 }]) {
      expect(() => expectClose(outputOf(rates, trainingStep(1)), whole)).toThrow('expectClose');
      expectSameTree('not training', snapshotOf(outputOf(rates, notTraining)), snapshotOf(whole), exactly);
    }
    expect(withVariationalDropout(cell, {}, 'a')).toBe(cell);
  }),
);

cpuTest('twice around a cell both masks are read through', () => {
  const { cell, seen } = watched(30);
  const twice = withVariationalDropout(withVariationalDropout(cell, { state: 0.5 }, 'a'), { state: 0.5 }, 'b');
  twice.step(tf.ones([1, 30]), cell.initialState(1), trainingStep(1));
  const [a, b] = ['a', 'b'].map((name) => masksOf({ state: 0.5 }, name, trainingStep(1), [1, 1, 30]).hiddens[0]);
  expect(seen.hiddens[0]).toEqual(a?.map((factor, i) => factor * (b?.[i] as number)));
});

cpuTest('gradients go through the mask: what is lost gets none', () =>
  withStore((store) => {
    const cell = withVariationalDropout(gruCell({ inputSize: 20, units: 4 }, {}, store), { inputs: 0.5 }, 'a');
    const mode = trainingStep(1);
    const gradient = tf.grad((input) => tf.sum(cell.step(input as Tensor2D, cell.initialState(1), mode).output))(
      tf.ones([1, 20]),
    );
    const mask = masksOf({ inputs: 0.5 }, 'a', mode, [1, 1, 20]).inputs[0];
    expect(matrixOf(gradient)[0]?.map((value) => value === 0)).toEqual(mask?.map((factor) => factor === 0));
  }),
);

cpuTest('it is no LSTM for others to take over', () =>
  withStore((store) => {
    const cell = lstmCell({ inputSize: 2, units: 4 }, store);
    for (const rates of [{ inputs: 0.1 }, { state: 0.1 }])
      expect('lstm' in withVariationalDropout(cell, rates, 'a')).toBe(false);
  }),
);

cpuTest('rates out of range, and a cell whose hidden cannot be dropped alone, are ConfigErrors', () =>
  withStore((store) => {
    const { stepReading: _, ...cell } = lstmCell({ inputSize: 2, units: 4 }, store);
    for (const rate of [1, -0.1, Number.NaN]) {
      for (const part of ['inputs', 'state']) {
        expect(() => withVariationalDropout(cell, { [part]: rate }, 'a')).toThrow(
          `withVariationalDropout: ${part} is ${rate}; give a number from 0 up to, not including, 1.`,
        );
      }
    }
    expect(() => withVariationalDropout(cell, { state: 0.1 }, 'decoder.0')).toThrow(
      'withVariationalDropout: the cell decoder.0 has no stepReading',
    );
    expect(() => withVariationalDropout(cell, { state: 0.1 }, 'decoder.0')).toThrow(ConfigError);
    withVariationalDropout(cell, { inputs: 0.1 }, 'decoder.0');
  }),
);
