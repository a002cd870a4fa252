import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

test('the example of the README does what its last comment says', () => {
  const code = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? '';
  const promised = /\/\/ (\w+)\n$/.exec(code)?.[1];
  expect(promised).toBe('desserts');
  // In the command's folder all packages can be imported, as built.
  const output = execFileSync(process.execPath, ['--input-type=module-typescript', '--eval', code], {
    cwd: join(root, 'packages/cli'),
    encoding: 'utf8',
  });
  expect(output.trim()).toBe(promised);
});
