import { Worker, type WorkerOptions } from 'node:worker_threads';
import { vi } from 'vitest';
import type { WorkerTask } from '../start-worker.ts';

/** What a thread is started with: its program and its task. */
export type WorkerStart = { readonly source: string; readonly task: WorkerTask };

/** From now on every thread that is started is kept in the list, and may be started differently; `vi.restoreAllMocks` ends it. */
export const watchWorkers = (change: (start: WorkerStart) => WorkerStart = (start) => start): Worker[] => {
  const workers: Worker[] = [];
  vi.spyOn(process.getBuiltinModule('node:worker_threads'), 'Worker').mockImplementation(function (
    source: string | URL,
    options: WorkerOptions = {},
  ) {
    const changed = change({ source: String(source), task: options.workerData as WorkerTask });
    const worker = new Worker(changed.source, { ...options, workerData: changed.task });
    workers.push(worker);
    return worker;
  });
  return workers;
};

/**
 * A module in the place of the kernels, whose threads never answer:
 * `(module (import "env" "memory" (memory 1 65536 shared)) (func (export "workerLoop") (param i32 i32) (loop (br 0))))`.
 */
export const silentModule = (): WebAssembly.Module => new WebAssembly.Module(Uint8Array.from(silentBytes));

const textBytes = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];
const section = (id: number, bytes: readonly number[]): number[] => [id, bytes.length, ...bytes];

const silentBytes: readonly number[] = [
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // Types: (i32, i32) to nothing.
  ...section(1, [1, 0x60, 2, 0x7f, 0x7f, 0]),
  // Imports: a shared memory of 1 to 65,536 pages.
  ...section(2, [1, ...textBytes('env'), ...textBytes('memory'), 0x02, 0x03, 0x01, 0x80, 0x80, 0x04]),
  // Functions: one of that type.
  ...section(3, [1, 0]),
  ...section(7, [1, ...textBytes('workerLoop'), 0x00, 0]),
  // Code: loop, br 0, end, end.
  ...section(10, [1, 7, 0, 0x03, 0x40, 0x0c, 0x00, 0x0b, 0x0b]),
];
