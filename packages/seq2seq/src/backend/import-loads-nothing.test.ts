// Importing a package costs nothing: no WebAssembly is loaded and no thread is started before a backend is set.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('./__fixtures__/watch-loading.mjs', import.meta.url));

test.each(['@seq2seq/backend-simd', 'seq2seq'])('%s loads and starts nothing until the backend is set', (name) => {
  const nothing = { wasmTexts: 0, wasmCalls: 0, threads: 0 };
  const seen: unknown = JSON.parse(execFileSync(process.execPath, [program, name], { encoding: 'utf8' }));
  expect(seen).toMatchObject({ imported: nothing, registered: nothing, backend: 'simd' });
  // One build of two, and a thread for each but the caller.
  expect(seen).toMatchObject({
    set: { wasmTexts: 1, wasmCalls: expect.toSatisfy((calls: number) => calls > 1), threads: 2 },
  });
});
