import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { finishedCell, tinyStage } from './__fixtures__/finished-cell.ts';
import { type BeamCell, cellOf, plansOf } from './beam-cell.ts';
import { beamWidthCurve, drawings } from './beam-width-curves.ts';
import { beamWidthPage } from './beam-width-page.ts';
import { appendCell, readCells } from './cells-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'beam-width-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** All cells of the tiny stage: from width 10 on a word is found that is twice as probable. */
const cells: BeamCell[] = plansOf(tinyStage, 'abc').map((plan) =>
  finishedCell(plan, {
    logProbs: Array.from({ length: plan.words }, () => Math.log(plan.width < 10 ? 0.25 : 0.5)),
    edits: Array.from({ length: plan.words }, () => (plan.width < 10 ? 1 : 0)),
    milliseconds: { mean: plan.width, median: plan.width },
  }),
);

test('all beams on few words, those up to 100 on many', () => {
  const plans = plansOf(tinyStage, 'abc');
  expect(plans).toHaveLength(6 * 3 + 4 * 3);
  expect(plans.filter(({ words }) => words === 4).map(({ width }) => width)).not.toContain(1000);
});

test('a row a beam, and what follows from them', () => {
  const page = beamWidthPage([tinyStage], cells);
  // ln 0.25 = −1.3863, over two tokens −0.6931; an edit for the one phone of each word, none from width 10 on.
  expect(page).toContain('| 1 | 3 | −1.3863 | −0.6931 | 2.00 | 100.0 % | 0 | 100.00 % | 100.0 % | 0 / 0 | 3.0 |');
  expect(page).toContain('| 1 | 1,000 | −0.6931 | −0.3466 | 2.00 | 100.0 % | 0 | 0.00 % | 0.0 % | 2 / 0 | 1,000 |');
  expect(page).toContain('α = 0 grows from −1.386 to −0.693, the same from width 10 on');
  expect(page).toContain('α = 1 is 2.00 at every width');
  expect(page).toContain('1.0 ms a word with width 1, 3,000 ms with 3,000: 3,000 times as much');
  // A half is at least 1/10; P = 1/4 is below 1/3.
  expect(page).toContain(
    'of 4 words, that of 4 is surely known by width 100, and it is empty for 0; width 1 finds 0 of these',
  );
  expect(page).toContain('width 10 finds 4 of these; the likeliest empty output has a probability of 1.0 %');
});

test('what normalisation does to lengths, beside what would be right', () => {
  // Without it two tokens, with α = 1 four: half as many. One phone a word and the end are right.
  const uneven = cells.map((cell) => ({ ...cell, lengths: cell.lengths.map(() => (cell.alpha === 0 ? 2 : 4)) }));
  expect(beamWidthPage([tinyStage], uneven)).toContain(
    '(α = 0) against α = 1: −50.0 % at width 1, −50.0 % at width 3,000. The nearest pronunciations have 2.00 tokens',
  );
});

test('what was not run is said to be', () => {
  const page = beamWidthPage([tinyStage], []);
  expect(page).toContain('*Not run yet.*');
  expect(page).not.toContain('Curves');
  expect(beamWidthCurve(drawings[0]!, [tinyStage], [])).toBeUndefined();
});

test('curves are of the differences from the narrowest beam', () => {
  const drawing = beamWidthCurve(drawings[2]!, [tinyStage], cells);
  expect(drawing).toContain('tiny, α = 0.7');
  // 100 % of the phones wrong at first, none later.
  expect(drawing).toContain('>-100<');
});

test('weights that were searched before are not mixed with those of today', () => {
  const old = cells.map((cell) => ({ ...cell, weights: 'old', logProbs: cell.logProbs.map(() => -9) }));
  expect(beamWidthPage([tinyStage], [...old, ...cells])).toContain('| 1 | 3 | −1.3863 |');
});

test('a file of cells is read as it was written, to the fourth digit', () => {
  const path = join(folder, 'cells.jsonl');
  expect(readCells(path)).toEqual([]);
  appendCell(path, finishedCell({ width: 3, alpha: 0.7 }, { logProbs: [-0.123456, -2] }));
  const [cell] = readCells(path);
  expect(cell?.logProbs).toEqual([-0.1235, -2]);
  expect(cellOf([cell!], { width: 3, alpha: 0.7, words: 2, steps: 7, weights: 'abc' })).toBe(cell);
  expect(cellOf([cell!], { width: 3, alpha: 0.7, words: 2, steps: 7, weights: 'other' })).toBeUndefined();
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"half\n`);
  expect(() => readCells(path)).toThrow(
    /cells.jsonl:2: expected a finished cell as a line of JSON, got {"half; remove the line/,
  );
});
