/** The figures of searches in the docs are what is drawn today, and they show what the text beside them says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { searchFigures } from './search-figures.ts';

const folder = join(import.meta.dirname, '../docs/images');
const figures = await searchFigures();

it.each(Object.keys(figures))('%s is as committed, or else npm run figures draws it anew', (name) => {
  expect(readFileSync(join(folder, name), 'utf8')).toBe(`${figures[name]}\n`);
});

it('shows how greedy search falls for a frequent word, and the beam does not', () => {
  const greedy = figures['greedy-textbook.svg'];
  const beam = figures['beam-textbook.svg'];
  expect(greedy).toContain('Result 1: jane is going to be visiting africa in september');
  expect(beam).toContain('Result 1: jane visits africa in september');
  expect(beam).toContain('Result 2: jane is going to be visiting africa in september');
  // 0.22 · 0.4 = 0.088 is fourth behind 0.21, 0.18 and 0.147, so september drops out.
  expect(beam).toMatch(/<title>september jane: log P −2\.43 [^<]*, rank 4 of \d+, pruned</);
  for (const kept of ['jane is', 'in september']) expect(beam).toMatch(new RegExp(`<title>${kept}: [^<]*, kept<`));
  expect(beam).toMatch(/<title>jane visits: log P −1\.92 [^<]*, rank 3 of \d+, kept</);
});
