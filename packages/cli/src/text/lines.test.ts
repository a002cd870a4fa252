import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchesOfLines, type NumberedLine } from './lines.ts';

async function* chunksOf(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

const groupsOf = async (chunks: readonly Uint8Array[], size = 1000): Promise<(readonly NumberedLine[])[]> => {
  const groups: (readonly NumberedLine[])[] = [];
  for await (const group of batchesOfLines(chunksOf(...chunks), size, 'input')) groups.push(group);
  return groups;
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The bytes cut at these places, which may be inside of a character. */
const cut = (whole: Uint8Array, places: readonly number[]): Uint8Array[] => {
  const at = [0, ...places.map((place) => place % (whole.length + 1)).toSorted((a, b) => a - b), whole.length];
  return at.slice(1).map((end, i) => whole.subarray(at[i], end));
};

describe('batchesOfLines', () => {
  it('gives the same lines however the bytes arrive, in groups that are never too large', async () => {
    // A byte order mark is dropped, and a return before a line end belongs to it.
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\n\r\uFEFF]/.test(text));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line),
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.nat()),
        fc.integer({ min: 1, max: 5 }),
        async (lines, end, places, size) => {
          const groups = await groupsOf(cut(bytes(lines.map((text) => text + end).join('')), places), size);
          expect(groups.flat()).toEqual(lines.map((text, i) => ({ number: i + 1, text })));
          for (const group of groups) expect(group.length).toBeLessThanOrEqual(size);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it('takes a last line without an end, and ends lines at "\\n" alone', async () => {
    expect((await groupsOf([bytes('a\u2028b\rc\n\nd')])).flat()).toEqual([
      { number: 1, text: 'a\u2028b\rc' },
      { number: 2, text: '' },
      { number: 3, text: 'd' },
    ]);
    expect(await groupsOf([])).toEqual([]);
    expect(await groupsOf([bytes('')])).toEqual([]);
  });

  it('gives what has arrived before it asks for more', async () => {
    const asked: string[] = [];
    async function* slowly(): AsyncGenerator<Uint8Array> {
      for (const text of ['one\ntwo\nth', 'ree\n']) {
        asked.push(text);
        yield bytes(text);
      }
    }
    const groups = batchesOfLines(slowly(), 10, 'input');
    expect((await groups.next()).value).toHaveLength(2);
    expect(asked).toHaveLength(1);
    expect((await groups.next()).value).toEqual([{ number: 3, text: 'three' }]);
  });

  it('reads bytes that are not UTF-8 as U+FFFD', async () => {
    expect((await groupsOf([Uint8Array.from([0x61, 0xff, 0x0a])])).flat()).toEqual([{ number: 1, text: 'a\uFFFD' }]);
  });

  it('gives up on a line without end, and names it', async () => {
    const endless = Array.from({ length: 11 }, () => bytes('x'.repeat(100_000)));
    await expect(groupsOf([bytes('a\n'), ...endless])).rejects.toThrow(
      /^input:2: expected text in lines, got a line of/,
    );
    expect((await groupsOf([...endless.slice(0, 9), bytes('\nb')])).flat().map(({ number }) => number)).toEqual([1, 2]);
  });
});
