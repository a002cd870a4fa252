/** Draws each docs/images/models-NAME.json as models-NAME.svg beside it: npm run figures. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs/images');
const program = join(root, 'packages/cli/bin/seq2seq.mjs');

for (const config of readdirSync(folder).filter((name) => /^models-.*\.json$/.test(name))) {
  const drawing = join(folder, config.replace(/json$/, 'svg'));
  execFileSync(process.execPath, [program, 'models', '--diagram', join(folder, config), '--out', drawing]);
}
