import { expect } from 'vitest';
import { cpuTest } from '../__fixtures__/cpu-test.ts';
import { ConfigError } from '../errors/config-error.ts';
import { createParameterStore, fromSeed } from '../parameters/parameter-store.ts';
import { type CellKind, defineCell } from './cell.ts';
import { elmanCell } from './elman-cell.ts';
import { withZoneout } from './with-zoneout.ts';

type LazyOptions = { readonly laziness?: number };

cpuTest('a kind of one function and what it says of itself: options are checked, defaults filled in', () => {
  const store = createParameterStore(fromSeed(1));
  const seen: unknown[] = [];
  const lazy: CellKind<LazyOptions> = defineCell(
    (sizes, options, parameters) => {
      seen.push(options);
      return withZoneout(elmanCell(sizes, parameters), options.laziness);
    },
    {
      name: 'lazy',
      formula: 'a h + (1 − a) tanh(x W + h U + b)',
      options: { laziness: { type: 'share', about: 'a', default: 0.25 } },
    },
  );
  const sizes = { inputSize: 2, units: 3 };
  lazy.create(sizes, {}, store.scope('a'));
  lazy.create(sizes, { laziness: 0.5 }, store.scope('b'));
  expect(seen).toEqual([{ laziness: 0.25 }, { laziness: 0.5 }]);
  expect(() => lazy.create(sizes, { laziness: 2 }, store)).toThrow('lazy cell: laziness is 2; give a number from 0');
  expect(() => lazy.create(sizes, { lazy: 0.1 } as LazyOptions, store)).toThrow('lazy cell: there is no option lazy');
  expect(() => lazy.create(sizes, { laziness: 2 }, store)).toThrow(ConfigError);
  store.dispose();
});

cpuTest('without a description the options are what the function makes of them', () => {
  const store = createParameterStore(fromSeed(1));
  const kind: CellKind<{ readonly anything: string }> = defineCell((sizes, { anything }, parameters) =>
    elmanCell(sizes, parameters.scope(anything)),
  );
  kind.create({ inputSize: 2, units: 3 }, { anything: 'goes' }, store);
  expect([...store.entries()].map(([path]) => path)).toEqual(['goes.kernel', 'goes.recurrentKernel', 'goes.bias']);
  expect('about' in kind).toBe(false);
  store.dispose();
});
