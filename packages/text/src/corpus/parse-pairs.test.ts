import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TextError } from '../text-error.ts';
import { CorpusError } from './corpus-error.ts';
import { parsePairs } from './parse-pairs.ts';

/** The error of a text that must not parse. */
function errorOf(text: string): CorpusError {
  try {
    parsePairs(text, 'train.tsv');
  } catch (error) {
    if (CorpusError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('parsed');
}

const side = fc.string({ unit: 'binary' }).filter((text) => !/[\n\t\r\uFEFF]/.test(text) && /[^ ]/.test(text));

describe('parsePairs', () => {
  test('reads back what was written, whatever the line ends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ source: side, target: side }), { minLength: 1 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.constantFrom('', '\uFEFF'),
        (pairs, end, endsLast, mark) => {
          const text =
            mark + pairs.map(({ source, target }) => `${source}\t${target}`).join(end) + (endsLast ? end : '');
          expect(parsePairs(text, 'train.tsv')).toEqual(pairs.map((pair, index) => ({ ...pair, line: index + 1 })));
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  test('splits lines at \\n only', () => {
    const source = 'a\u2028b\u2029c\u0085d\ve\ff\rg';
    expect(parsePairs(`${source}\tx\ny\tz`, 'train.tsv')).toEqual([
      { source, target: 'x', line: 1 },
      { source: 'y', target: 'z', line: 2 },
    ]);
  });

  test('skips blank lines and keeps the spaces of others', () => {
    expect(parsePairs('\n\n a \t b\n  \n\r\nc\td\r\n\n', 'train.tsv')).toEqual([
      { source: ' a ', target: ' b', line: 3 },
      { source: 'c', target: 'd', line: 6 },
    ]);
  });

  test('removes a byte order mark at the start only', () => {
    expect(parsePairs('\uFEFFa\tb\n\uFEFFc\td', 'train.tsv')).toEqual([
      { source: 'a', target: 'b', line: 1 },
      { source: '\uFEFFc', target: 'd', line: 2 },
    ]);
  });

  test('names the line of each fault', () => {
    expect(errorOf('a\tb\n\nno tab here').message).toBe(
      'train.tsv:3: expected source<TAB>target, got no tab in "no tab here"; put one tab between the two sides',
    );
    expect(errorOf('a\tb\tc').message).toMatch(/^train\.tsv:1: expected one tab, got 2 in "a\\tb\\tc"; /);
    expect(errorOf('x\ty\n\tb').message).toMatch(
      /^train\.tsv:2: expected text on both sides .* empty source in "\\tb"; /,
    );
    expect(errorOf('a\t').message).toMatch(/^train\.tsv:1: .* got an empty target in "a\\t"; /);
    expect(errorOf('a\t  \r\n').message).toMatch(/empty target/);
    expect(errorOf('\t').message).toMatch(/empty source/);
  });

  test('names all faults at once, and shows ten of them', () => {
    expect(errorOf('a\nb\tc\nd\te\tf').message.split('\n')).toHaveLength(2);
    const error = errorOf(Array<string>(25).fill('bad').join('\n'));
    expect(error.problems.map(({ line }) => line)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
    expect(error.message.split('\n')).toHaveLength(11);
    expect(error.message).toMatch(/and 15 more lines like these$/);
  });

  test('shortens a long line', () => {
    expect(errorOf('😀'.repeat(500)).message).toContain(`"${'😀'.repeat(59)}…"`);
  });

  test('refuses a corpus without pairs', () => {
    for (const text of ['', '\uFEFF', '\n \r\n']) {
      expect(errorOf(text).message).toMatch(/^train\.tsv: expected at least one line source<TAB>target, got none; /);
    }
  });

  test('throws an error of the family', () => {
    const error = errorOf('bad');
    expect(error.name).toBe('CorpusError');
    expect(error.where).toBe('train.tsv');
    expect(TextError.isInstance(error)).toBe(true);
  });
});
