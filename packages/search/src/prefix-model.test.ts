import { expect, test } from 'vitest';
import { checkStepModel, randomTableModel } from '../testing/index.ts';
import { beam, exhaustive, greedy, prefixModel, sampling, search, type PrefixModel } from './index.ts';

const V = 4;
const task = { sources: 3, bos: 0, eos: 1, maxLength: 5 };

type Table = ReturnType<typeof randomTableModel>;

const logProbsOf = (table: Table, prefixes: readonly (readonly number[])[], sources: readonly number[]): Float32Array =>
  Float32Array.from(
    prefixes.flatMap((prefix, row) => table.nextProbabilities(sources[row]!, prefix)),
    Math.log,
  );

/** A table read through a function of prefixes. */
const asFunction = (table: Table): PrefixModel =>
  prefixModel({ vocabularySize: V, logProbs: (prefixes, sources) => logProbsOf(table, prefixes, sources) });

test('keeps the contract of a step model', async () => {
  for (const seed of [1, 2, 3]) {
    const model = asFunction(randomTableModel({ seed, vocabularySize: V }));
    await checkStepModel({ model, start: (sources) => model.start(sources), sources: 3, bos: 0, eos: 1, seed });
  }
});

test('every strategy finds what it finds in the table', async () => {
  const strategies = [
    greedy(),
    beam({ width: 3, nBest: 4 }),
    exhaustive({ nBest: 9 }),
    sampling({ samples: 5, seed: 7 }),
  ];
  for (let seed = 0; seed < 20; seed++) {
    const table = randomTableModel({ seed, vocabularySize: V, impossible: 0.2 });
    const model = asFunction(table);
    for (const strategy of strategies) {
      const found = await search(model, model.start(task.sources), task, strategy);
      expect(found).toEqual(await search(table, table.start(task.sources), task, strategy));
    }
  }
});

test('a function that has to be waited for', async () => {
  const table = randomTableModel({ seed: 5, vocabularySize: V });
  const slow = prefixModel({
    vocabularySize: V,
    async logProbs(prefixes, sources) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return logProbsOf(table, prefixes, sources);
    },
  });
  const found = await search(slow, slow.start([2, 0, 1]), task, beam({ width: 2 }));
  expect(found).toEqual(await search(table, table.start([2, 0, 1]), task, beam({ width: 2 })));
});

test('prefixes are empty at first, grow by a token a step, and come with the numbers of their sources', async () => {
  const seen: [prefixes: readonly (readonly number[])[], sources: readonly number[]][] = [];
  const model = prefixModel({
    vocabularySize: 3,
    logProbs(prefixes, sources) {
      seen.push([prefixes, sources]);
      // Source 8 says 2 and ends; source 9 ends at once.
      return Float32Array.from(
        prefixes.flatMap(({ length }, row) => (sources[row] === 8 && length === 0 ? [0, 0, 1] : [0, 1, 0])),
        Math.log,
      );
    },
  });
  await search(model, model.start([9, 8]), { ...task, sources: 2 }, greedy());
  expect(seen).toEqual([
    [
      [[], []],
      [9, 8],
    ],
    [[[2]], [8]],
  ]);
});

test('another number of rows than were begun', async () => {
  const model = asFunction(randomTableModel({ seed: 1, vocabularySize: V }));
  await expect(search(model, model.start(2), task, greedy())).rejects.toThrow(
    /prefixModel.step: expected a last token for each of 2 rows, got 3; start with/,
  );
});
