import type { OptionSpec } from '@seq2seq/core';
import { builtIn, type Catalog, modelKeys } from 'seq2seq';
import { describe, expect, test } from 'vitest';
import { describeKeys } from './list-keys.ts';
import { catalogParts, describeKinds, listKinds } from './list-kinds.ts';

const catalog = builtIn as unknown as Catalog;
/** Broken lines made whole again. */
const whole = (text: string): string => text.replaceAll(/\s+/g, ' ');
const list = describeKinds(listKinds(catalog));
const keyList = describeKeys(modelKeys());

describe('the list of kinds', () => {
  test.each(catalogParts)('has every one of %s, with its formula, its source and all its options', (part) => {
    const shown = describeKinds(listKinds(catalog, [part]));
    expect(list).toContain(shown.trimEnd());
    const kinds = Object.entries(catalog[part]);
    expect(kinds.length).toBeGreaterThan(1);
    for (const [type, { about }] of kinds) {
      // From its name to that of the next kind, which stands as far to the left.
      const [paragraph = ''] = new RegExp(`^  ${type} .*\n(?:    .*\n)*`, 'm').exec(shown) ?? [];
      expect(whole(paragraph)).toContain(about?.formula);
      expect(whole(paragraph)).toContain(about?.source ?? '');
      const names = [...paragraph.matchAll(/^ {4}(\w+) /gm)].map(([, name]) => name);
      expect(names).toEqual(Object.keys(about?.options ?? {}));
      for (const spec of Object.values<OptionSpec>(about?.options ?? {})) {
        expect(whole(paragraph)).toContain(whole(spec.about));
        if (spec.default !== undefined) expect(paragraph).toContain(`[${spec.default}]`);
      }
    }
  });

  test('is what its catalog holds, a kind of one’s own as well, described or not', () => {
    const create = (): never => {
      throw new Error('only listed');
    };
    const about = { name: 'mine', formula: '42', options: { depth: { type: 'count', about: 'how deep' } } } as const;
    const kinds = listKinds({ ...catalog, scorers: { mine: { about, create }, silent: { create } } }, ['scorers']);
    expect(kinds).toEqual([
      { part: 'scorers', type: 'mine', formula: '42', options: about.options },
      { part: 'scorers', type: 'silent', options: {} },
    ]);
    expect(describeKinds(kinds)).toMatch(/^ {2}mine +42\n {4}depth +how deep: a whole number above 0\n {2}silent\n/m);
  });

  test('as JSON says the same', () => {
    const kinds = listKinds(catalog);
    expect(JSON.parse(JSON.stringify(kinds))).toEqual(kinds);
    const keys = modelKeys();
    expect(JSON.parse(JSON.stringify(keys))).toEqual(keys);
  });
});

describe('the list of keys', () => {
  test('has every key with what it is for, those of encoder and decoder once', () => {
    for (const { path, about, wanted } of modelKeys()) {
      const name = path
        .split('.')
        .slice(path.includes('.') ? 1 : 0)
        .join('.');
      expect(keyList).toMatch(new RegExp(`^ {4}${name}( |$)`, 'm'));
      expect(whole(keyList)).toContain(`${about}: ${wanted}`);
    }
    expect(keyList.match(/zoneout/g)).toHaveLength(1);
    for (const part of ['source', 'target', 'encoder and decoder', 'decoder', 'attention', 'model']) {
      expect(keyList).toMatch(new RegExp(`^ {2}${part}$`, 'm'));
    }
  });
});

test('no line is longer than 120 columns, and every text begins in the second column', () => {
  for (const line of `${list}\n${keyList}`.split('\n')) {
    expect(line.length, line).toBeLessThanOrEqual(120);
    expect(line, line).not.toMatch(/ $/);
    if (line.startsWith('      ')) expect(line, line).toMatch(/^ {24}\S/);
  }
});
