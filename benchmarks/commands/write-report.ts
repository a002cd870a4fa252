import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { jsonText } from '../compare/json-text.ts';

/** Where pages of figures are. */
export const resultsFolder: string = join(import.meta.dirname, '..', '..', 'docs', 'results');

/** Writes a page, and what it was made from beside it; returns the page's path, as one would type it here. */
export const writeReport = (name: string, page: string, report: unknown): string => {
  mkdirSync(resultsFolder, { recursive: true });
  const path = join(resultsFolder, `${name}.md`);
  writeFileSync(path, page);
  writeFileSync(join(resultsFolder, `${name}.json`), jsonText(report));
  return relative(process.cwd(), path);
};
