import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstAbove } from './first-above.ts';

const numbers = fc.array(fc.constantFrom(-Infinity, -3, -2, -1, 0, 0.5, Infinity, Number.NaN), { maxLength: 40 });

test('it is the first place where a number is greater, or is none', () => {
  const bounds = fc.record({
    from: fc.nat({ max: 40 }),
    length: fc.nat({ max: 40 }),
    most: fc.constantFrom(-Infinity, -2, -1, 0),
  });
  fc.assert(
    fc.property(numbers, bounds, (values, { from, length, most }) => {
      const end = Math.min(values.length, from + length);
      const places = [...values.keys()].filter((at) => at >= from && at < end && !(values[at]! <= most));
      expect(firstAbove(Float32Array.from(values), from, end, most)).toBe(places[0] ?? Math.max(from, end));
    }),
    { seed: 1, numRuns: 3000 },
  );
});

test('long stretches of small numbers are passed over, wherever the one is', () => {
  for (let place = 0; place < 50; place++) {
    for (const one of [-1, Number.NaN]) {
      const values = new Float32Array(50).fill(-4);
      values[place] = one;
      for (let from = 0; from <= place; from++) expect(firstAbove(values, from, 50, -4)).toBe(place);
      for (let end = 0; end <= place; end++) expect(firstAbove(values, 0, end, -4)).toBe(end);
      expect(firstAbove(values, place + 1, 50, -4)).toBe(50);
    }
  }
});
