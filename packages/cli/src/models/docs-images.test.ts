// The figures of the docs are what the command draws today.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svgModelDiagram } from '@seq2seq/viz';
import { builtIn, type Catalog } from 'seq2seq';
import { expect, test } from 'vitest';
import { isReversedIn, modelIn, readJson } from '../run/read-config.ts';
import { diagramOf } from './diagram-of.ts';
import { readModel } from './read-model.ts';

const folder = fileURLToPath(new URL('../../../../docs/images/', import.meta.url));
const configs = readdirSync(folder).filter((name) => /^models-.*\.json$/.test(name));

test('there are some', () => expect(configs.length).toBeGreaterThan(3));

test.each(configs)('%s, or else npm run figures draws it anew', async (name) => {
  const catalog = builtIn as unknown as Catalog;
  const config = await readJson(`${folder}${name}`);
  const { model, where } = modelIn(config, name);
  const svg = svgModelDiagram(diagramOf(readModel(model, where, catalog), catalog, isReversedIn(config)));
  expect(readFileSync(`${folder}${name.replace(/json$/, 'svg')}`, 'utf8')).toBe(`${svg}\n`);
});
