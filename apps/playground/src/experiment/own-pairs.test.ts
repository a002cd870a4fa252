import { describe, expect, it } from 'vitest';
import { mostOwnPairs, readOwnPairs } from './own-pairs.ts';

describe('own pairs', () => {
  it('are read the same with the line ends of any system, and with empty lines between', () => {
    const lines = ['cat\tchat', '', 'dog\tchien', '   ', 'owl\thibou'];
    const texts = ['\n', '\r\n', '\r'].map((end) => `${lines.join(end)}${end}`);
    for (const text of texts) {
      expect(readOwnPairs(text)).toEqual({
        pairs: [
          { source: 'cat', target: 'chat' },
          { source: 'dog', target: 'chien' },
          { source: 'owl', target: 'hibou' },
        ],
        problems: [],
        duplicates: 0,
      });
    }
  });

  it('count a line once, and the same source with another target twice', () => {
    const { pairs, duplicates } = readOwnPairs('a\tb\na\tb\na \t b\na\tc');
    expect(pairs).toEqual([
      { source: 'a', target: 'b' },
      { source: 'a', target: 'c' },
    ]);
    expect(duplicates).toBe(2);
  });

  it('are the same text however its accents are written', () => {
    const { pairs, duplicates } = readOwnPairs('caf\u0065\u0301\tx\ncaf\u00e9\tx');
    expect(pairs).toEqual([{ source: 'caf\u00e9', target: 'x' }]);
    expect(duplicates).toBe(1);
  });

  it('may be of any script, and keep what belongs together', () => {
    const text = 'שלום\tpeace\n👩‍👩‍👧\tfamily\n猫\tcat';
    expect(readOwnPairs(text).pairs.map(({ source }) => source)).toEqual(['שלום', '👩‍👩‍👧', '猫']);
  });

  it('name each line that cannot be used, counted from 1, and what to do', () => {
    const { pairs, problems } = readOwnPairs('good\tone\n\nno tab here\na\tb\tc\n\ttarget only\nsource only\t');
    expect(pairs).toEqual([{ source: 'good', target: 'one' }]);
    expect(problems).toEqual([
      { line: 3, problem: 'has no tab; put one between source and target' },
      { line: 4, problem: 'has 2 tabs; one is expected' },
      { line: 5, problem: 'has an empty side; fill in both' },
      { line: 6, problem: 'has an empty side; fill in both' },
    ]);
  });

  it('are cut where there are more than a tab can look at', () => {
    const text = Array.from({ length: mostOwnPairs + 2 }, (_, index) => `s${index}\tt`).join('\n');
    const { pairs, problems } = readOwnPairs(text);
    expect(pairs.length).toBe(mostOwnPairs);
    expect(problems.map(({ line }) => line)).toEqual([mostOwnPairs + 1, mostOwnPairs + 2]);
  });

  it('are none in a text without any', () => {
    expect(readOwnPairs('')).toEqual({ pairs: [], problems: [], duplicates: 0 });
  });
});
