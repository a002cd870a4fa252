import { builtIn } from 'seq2seq';
import { expect, test } from 'vitest';
import { caseOf } from '../cases.ts';
import { type Arm, fastest, own, plainest, sections } from './arms.ts';

const all = sections(caseOf('g2p-256'));
const attentionOf = ({ config }: Arm) => config.attention;
const typeOf = (kind: string | { readonly type: string } | undefined, otherwise = ''): string =>
  typeof kind === 'object' ? kind.type : (kind ?? otherwise);

test('no built-in scorer, window or normalizer is left out', () => {
  const scorers = new Set([...Object.keys(builtIn.scorers), 'cosine']);
  const byCell = all.filter(({ arms }) => arms.length === scorers.size);
  expect(byCell).toHaveLength(6);
  for (const { arms } of byCell) {
    expect(new Set(arms.map((arm) => typeOf(attentionOf(arm)?.scorer)))).toEqual(scorers);
  }
  const rest = all.at(-1)?.arms ?? [];
  const windows = rest.map((arm) => typeOf(attentionOf(arm)?.window, 'global'));
  expect(new Set(windows)).toEqual(new Set(Object.keys(builtIn.windows)));
  const normalizers = rest.map((arm) => typeOf(attentionOf(arm)?.normalizer, 'softmax'));
  expect(new Set(normalizers)).toEqual(new Set(Object.keys(builtIn.normalizers)));
});

test('every section has the arms that others are held against, and no name twice', () => {
  for (const { arms } of all) {
    const names = arms.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([fastest, plainest, own]));
    expect(new Set(names).size).toBe(names.length);
  }
  expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
});
