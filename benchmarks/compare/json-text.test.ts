import { expect, test } from 'vitest';
import { jsonText } from './json-text.ts';

test('is the same value, to three digits, with lists of numbers on one line', () => {
  const value = {
    name: 'a [1, 2] b',
    rounds: [
      { ours: [1.23456, -2, 3e-7, 1e21], theirs: [] },
      { ours: [5], theirs: ['x'] },
    ],
    nested: [
      [1, 2],
      [3, 4],
    ],
    nothing: Number.NaN,
  };
  const text = jsonText(value);
  expect(JSON.parse(text)).toEqual({
    ...value,
    rounds: [
      { ours: [1.235, -2, 0, 1e21], theirs: [] },
      { ours: [5], theirs: ['x'] },
    ],
    nothing: null,
  });
  expect(text).toContain('"ours": [1.235, -2, 0, 1e+21],\n');
  expect(text).toContain('"nested": [\n    [1, 2],\n    [3, 4]\n  ]');
  expect(text.endsWith('}\n')).toBe(true);
});
