import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { nodeWorkerSource } from './worker-source.ts';

test('a thread starts whatever way of reading sources the process was started with', () => {
  // What the thread runs, up to where it would need the kernels: it fails only there.
  const code = `
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const worker = new Worker(${JSON.stringify(nodeWorkerSource)}, { eval: true, workerData: {} });
    worker.once('error', (error) => console.log(error.message));
  `;
  for (const type of ['commonjs', 'module']) {
    const output = execFileSync(process.execPath, [`--input-type=${type}`, '--eval', code], { encoding: 'utf8' });
    expect(output).toContain('WebAssembly.Instance(): Argument 0 must be a WebAssembly.Module');
  }
});
