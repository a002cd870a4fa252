import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('the script prints what the README says', () => {
  const promised = /```\n(greedy[\s\S]*?)```/.exec(readFileSync(join(import.meta.dirname, 'README.md'), 'utf8'))?.[1];
  // From the sources, as all tests.
  const script = ['--conditions=seq2seq-source', join(import.meta.dirname, 'search-an-onnx-model.ts')];
  const output = execFileSync(process.execPath, script, { encoding: 'utf8' });
  expect(output).toBe(promised);
  // By hand: a word that was said counts e⁻⁵ times as much, beside "september" that is "africa", beside the end it is "in".
  const atEnd = (0.9 / (0.9 + 0.1 * Math.exp(-5))) * (0.7 / (0.7 + 0.3 * Math.exp(-5)));
  expect(output).toContain(`greedy  ${(0.6 ** 3 * 0.9 * atEnd).toFixed(3)}  jane is going`);
  expect(output).toContain(`beam 3  ${(0.4 * 0.9 * atEnd).toFixed(3)}  jane visits africa`);
});
