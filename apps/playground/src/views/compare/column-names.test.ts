import { describe, expect, it } from 'vitest';
import { presets } from '../../experiment/presets.ts';
import type { Changes } from '../../experiment/changes.ts';
import { columnNames } from './column-names.ts';
import { starterNames, starters } from './starters.ts';

const base = presets.reverse.experiment;
const namesOf = (...all: readonly Changes[]): readonly string[] =>
  columnNames(all.map((changes) => ({ ...base, ...changes })));

describe('names of columns', () => {
  it('say what differs, and nothing else', () => {
    expect(namesOf({ scorer: 'mlp' }, { scorer: 'dot' }, { scorer: 'own', ownScorer: 'x' })).toEqual([
      'mlp',
      'dot',
      'my own',
    ]);
    expect(namesOf({ cell: 'gru', units: 32 }, { cell: 'rnn', units: 64 })).toEqual(['GRU, 32 units', 'RNN, 64 units']);
  });

  it('say the size of a window with the window', () => {
    expect(namesOf({ window: 'global' }, { window: 'local-m', windowSize: 2 })).toEqual(['global', 'local-m ±2']);
    expect(namesOf({ window: 'local-m', windowSize: 2 }, { window: 'local-m', windowSize: 3 })).toEqual(['±2', '±3']);
  });

  it('say nothing of attention where there is none', () => {
    expect(namesOf({ context: 'initial', scorer: 'dot' }, { scorer: 'mlp' })).toEqual([
      'no attention',
      'mlp, attention',
    ]);
  });

  it('are numbered where nothing differs', () => {
    expect(namesOf({}, {}, {})).toEqual(['mlp', 'mlp 2', 'mlp 3']);
    expect(namesOf({ context: 'initial' })).toEqual(['no attention']);
  });

  it('are different in every comparison that is offered', () => {
    for (const name of starterNames) {
      const { base: form, columns } = starters[name];
      const names = columnNames(columns.map((changes) => ({ ...form, ...changes })));
      expect(new Set(names).size).toBe(columns.length);
    }
  });
});
