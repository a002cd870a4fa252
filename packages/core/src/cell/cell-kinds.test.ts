// The laws of our kinds of cells: every choice of options keeps the contract, and no option is without effect.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect } from 'vitest';
import { exactly, expectSameTree, snapshotOf } from '../../testing/expect-same-tree.ts';
import { checkCellContract } from '../../testing/index.ts';
import { randomMatrix } from '../../testing/sequences.ts';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore, fromSeed, type ParameterScope } from '../parameters/parameter-store.ts';
import { createRandom } from '../random/random.ts';
import type { CellKind, LayerCell } from './cell.ts';
import { elmanCell } from './elman-cell.ts';
import { gruCell } from './gru-cell.ts';
import { gruKind } from './gru-kind.ts';
import { lstmCell } from './lstm-cell.ts';
import { lstmKind } from './lstm-kind.ts';
import { rnnKind } from './rnn-kind.ts';

type Options = Readonly<Record<string, boolean | number>>;
type Plain = (sizes: { inputSize: number; units: number }, parameters: ParameterScope) => LayerCell;

const kinds: readonly { name: string; kind: CellKind; plain: Plain; choices: readonly Options[] }[] = [
  {
    name: 'lstm',
    kind: lstmKind,
    plain: lstmCell,
    choices: [{ layerNorm: true }, { depth: 3 }, { layerNorm: true, depth: 2 }],
  },
  {
    name: 'gru',
    kind: gruKind,
    plain: (sizes, parameters) => gruCell(sizes, {}, parameters),
    choices: [
      { resetAfter: true },
      { layerNorm: true },
      { depth: 3 },
      { layerNorm: true, resetAfter: true },
      { resetAfter: true, depth: 2 },
      { layerNorm: true, depth: 2 },
      { layerNorm: true, resetAfter: true, depth: 2 },
    ],
  },
  {
    name: 'rnn',
    kind: rnnKind,
    plain: elmanCell,
    choices: [{ layerNorm: true }, { depth: 3 }, { layerNorm: true, depth: 2 }],
  },
];

const sizes = { inputSize: 3, units: 4 };

/** Two steps from the same inputs: what a cell of these options gives, and the names of its weights. */
const tried = (create: (parameters: ParameterScope) => LayerCell) => {
  const store = createParameterStore(fromSeed(1));
  const cell = create(store);
  const random = createRandom(1);
  const [one, two] = [randomMatrix(2, 3, random), randomMatrix(2, 3, random)];
  const mode = { training: false } as const;
  const { state } = cell.step(one, cell.initialState(2), mode);
  const stepped = snapshotOf(cell.step(two, state, mode));
  const names = [...store.entries()].map(([path]) => path);
  store.dispose();
  return { stepped, names };
};

describe.each(kinds)('$name', ({ name, kind, plain, choices }) => {
  describe.each([{}, ...choices])('%o', (options) => {
    cpuTest('keeps the contract of cells', () => checkCellContract(kind, options));
  });

  cpuTest('without options it is the plain cell', () => {
    const { stepped, names } = tried((parameters) => kind.create(sizes, {}, parameters));
    const wanted = tried((parameters) => plain(sizes, parameters));
    expectSameTree('the step', stepped, wanted.stepped, exactly);
    expect(names).toEqual(wanted.names);
  });

  cpuTest('every choice gives other numbers than every other', () => {
    const all = [{}, ...choices].map((options) => ({
      options,
      ...tried((scope) => kind.create(sizes, options, scope)),
    }));
    for (const [i, one] of all.entries()) {
      for (const other of all.slice(i + 1)) {
        const what = `${JSON.stringify(one.options)} and ${JSON.stringify(other.options)}`;
        expect(() => expectSameTree(what, one.stepped, other.stepped), what).toThrow('expectClose');
      }
    }
  });

  cpuTest('what is left out is its default', () => {
    const about = kind.about as NonNullable<CellKind['about']>;
    const specs = about.options as Readonly<Record<string, { default: boolean | number }>>;
    const given = Object.fromEntries(Object.entries(specs).map(([option, spec]) => [option, spec.default]));
    expect(about.name).toBe(name);
    expect(given).toEqual({ layerNorm: false, depth: 1, ...(name === 'gru' && { resetAfter: false }) });
    const [left, said] = [{}, given].map((options) => tried((scope) => kind.create(sizes, options, scope)));
    expectSameTree('the step', left?.stepped ?? new Map(), said?.stepped ?? new Map(), exactly);
  });

  cpuTest('unknown options and impossible ones are ConfigErrors', () => {
    const store = createParameterStore(fromSeed(1));
    const create = (options: object) => () => kind.create(sizes, options, store);
    expect(create({ deep: 2 })).toThrow(`${name} cell: there is no option deep; known are layerNorm, depth`);
    expect(create({ depth: 0 })).toThrow(`${name} cell: depth is 0; give a whole number above 0.`);
    expect(create({ layerNorm: 1 })).toThrow(ConfigError);
    store.dispose();
  });
});

cpuTest('transitions have scopes of their own, and no input kernel', () => {
  const namesOf = (kind: CellKind, options: Options): string[] =>
    tried((parameters) => kind.create(sizes, options, parameters)).names.filter((path) =>
      path.startsWith('transitions'),
    );
  const two = ['transitions.0', 'transitions.1'];
  const underEach = (names: readonly string[]): string[] =>
    two.flatMap((scope) => names.map((path) => `${scope}.${path}`));
  for (const kind of [lstmKind, gruKind, rnnKind] as CellKind[])
    expect(namesOf(kind, { depth: 3 })).toEqual(underEach(['recurrentKernel', 'bias']));
  expect(namesOf(gruKind as CellKind, { depth: 3, resetAfter: true, layerNorm: true })).toEqual(
    underEach(['recurrentKernel', 'bias', 'recurrentBias', 'recurrentGain']),
  );
  expect(namesOf(lstmKind as CellKind, { depth: 3, layerNorm: true })).toEqual(
    underEach(['recurrentKernel', 'bias', 'recurrentGain', 'carryGain', 'carryShift']),
  );
  expect(namesOf(rnnKind as CellKind, { depth: 3, layerNorm: true })).toEqual(
    underEach(['recurrentKernel', 'bias', 'gain']),
  );
});

cpuTest('a deeper cell has the same first weights, so that depth can be added to', () => {
  const store = createParameterStore(fromSeed(1));
  const deep = store.scope('deep');
  gruKind.create(sizes, { depth: 2 }, deep);
  const other = createParameterStore(fromSeed(1));
  gruKind.create(sizes, { depth: 4 }, other.scope('deep'));
  const deeper = new Map(other.entries());
  for (const [path, weight] of store.entries())
    expectSameTree(path, snapshotOf(weight), snapshotOf(deeper.get(path) as tf.Variable), exactly);
  store.dispose();
  other.dispose();
});
