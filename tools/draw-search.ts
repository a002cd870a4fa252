/** Draws the figures of the guide to searching into docs/images: npm run figures. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { searchFigures } from './search-figures.ts';

const folder = join(import.meta.dirname, '../docs/images');

for (const [name, svg] of Object.entries(await searchFigures())) writeFileSync(join(folder, name), `${svg}\n`);
