import { expect, test } from 'vitest';
import { randomTableModel } from '../../testing/index.ts';
import { beam, lengthNormalization, noLengthPenalty, search, type LengthPenalty } from '../index.ts';

const widths = [1, 2, 3, 5, 8, 13] as const;
const models = 400;

// One model may well lose by a wider beam: what is kept at one step can push out, at the next, what would have won.
const penalties: readonly (readonly [string, LengthPenalty])[] = [
  ['none', noLengthPenalty],
  ['T^0.7', lengthNormalization(0.7)],
  ['T', lengthNormalization(1)],
];

test.for(penalties)(
  'the mean best score does not fall with the width, length penalty %s',
  async ([, lengthPenalty], { annotate }) => {
    const means: number[] = [];
    const before: number[] = [];
    let reversals = 0;
    for (const width of widths) {
      let sum = 0;
      for (let seed = 0; seed < models; seed++) {
        const model = randomTableModel({ seed, vocabularySize: 6 });
        const task = { sources: 1, bos: 0, eos: 0, maxLength: 8 };
        const score = (await search(model, model.start(1), task, beam({ width, lengthPenalty })))[0]![0]!.score;
        sum += score;
        if (score < before[seed]!) reversals++;
        before[seed] = score;
      }
      means.push(sum / models);
    }
    expect(means).toEqual(means.toSorted((one, other) => one - other));
    expect(means.at(-1)).toBeGreaterThan(means[0]!);
    await annotate(`${reversals} of ${models * (widths.length - 1)} single scores fell`);
    expect(reversals).toBeLessThan(0.05 * models * (widths.length - 1));
  },
);
