import { InvalidArgumentError } from '@commander-js/extra-typings';
import { describe, expect, it } from 'vitest';
import {
  anyNumber,
  collected,
  numberFromZero,
  positiveNumber,
  positiveNumbers,
  positiveShare,
  wholeNumber,
} from './option-parsers.ts';

describe.each([
  {
    name: 'wholeNumber(1)',
    parse: wholeNumber(1),
    good: ['1', '25', '007'],
    bad: ['0', '-1', '1.5', '1e3', '0x10', '', ' 1', 'one'],
  },
  { name: 'wholeNumber(0)', parse: wholeNumber(0), good: ['0', '3'], bad: ['-0', '0.0', 'NaN'] },
  {
    name: 'positiveNumber',
    parse: positiveNumber,
    good: ['0.02', '3', '1e3', '.5'],
    bad: ['0', '-1', '', 'x', 'Infinity', 'NaN', '0x10', '3 min'],
  },
  {
    name: 'numberFromZero',
    parse: numberFromZero,
    good: ['0', '0.7', '2'],
    bad: ['-0.1', '', ' ', 'x', 'Infinity', 'NaN', '0b1'],
  },
  {
    name: 'positiveShare',
    parse: positiveShare,
    good: ['1', '0.9', '1e-3'],
    bad: ['0', '1.01', '-0.5', '', 'x', 'Infinity'],
  },
  { name: 'anyNumber', parse: anyNumber, good: ['0', '-0.5', '+2', '1e3'], bad: ['', 'x', 'Infinity', 'NaN', '0x10'] },
])('$name', ({ parse, good, bad }) => {
  it('takes numbers as people write them', () => {
    for (const text of good) expect(parse(text)).toBe(Number(text));
  });

  it('refuses everything else, quoting it', () => {
    for (const text of bad) {
      expect(() => parse(text)).toThrow(InvalidArgumentError);
      expect(() => parse(text)).toThrow(`got "${text}".`);
    }
  });
});

it('takes several numbers in one word, and several words one by one', () => {
  expect(positiveNumbers('1,2.5,.5')).toEqual([1, 2.5, 0.5]);
  for (const text of ['', '1,', '1,0', '1;2']) expect(() => positiveNumbers(text)).toThrow(InvalidArgumentError);
  expect(collected('b c', collected('a'))).toEqual(['a', 'b c']);
});
