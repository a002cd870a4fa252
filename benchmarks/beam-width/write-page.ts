// The page and its curves, from the file of cells.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stages } from './beam-cell.ts';
import { beamWidthCurve, drawings } from './beam-width-curves.ts';
import { beamWidthPage, curveFileOf, pageName } from './beam-width-page.ts';
import { readCells } from './cells-file.ts';

/** Where the cells of a folder of results are. */
export const cellsFileIn = (folder: string): string => join(folder, `${pageName}.jsonl`);

/** Writes the page of all stages; returns its path. */
export const writePage = (folder: string): string => {
  const cells = readCells(cellsFileIn(folder));
  mkdirSync(folder, { recursive: true });
  for (const drawing of drawings) {
    const curve = beamWidthCurve(drawing, stages, cells);
    if (curve) writeFileSync(join(folder, curveFileOf(drawing.name)), `${curve}\n`);
  }
  const page = join(folder, `${pageName}.md`);
  writeFileSync(page, beamWidthPage(stages, cells));
  return page;
};
