// Where tensors are computed: what was asked for, or the best that starts, with what the page can say about it.
import { backendNames, type BackendName, useBackend } from 'seq2seq';
import * as tf from '@tensorflow/tfjs-core';
import type { BackendChoice } from '../experiment/experiment.ts';
import type { BackendReport } from '../protocol/messages.ts';

/** More threads than these gain nothing on models of this size. */
const mostThreads = 8;

/** Addresses of the files of tfjs's own wasm backend, by their names: it does not find them by itself in a bundle. */
export type WasmFiles = Readonly<Record<string, string>>;

/**
 * @throws ConfigError if a backend that was asked for does not start on this machine
 */
export const startBackend = async (choice: BackendChoice, wasmFiles?: WasmFiles): Promise<BackendReport> => {
  const isIsolated = globalThis.crossOriginIsolated;
  const threads = isIsolated ? Math.min(navigator.hardwareConcurrency, mostThreads) : 1;
  const threadsWhy = isIsolated ? `${threads} threads` : 'one thread: this page is not cross-origin isolated';
  if (choice === 'auto') {
    await useBackend('simd', { threads }).catch(async () => {
      await findWasm(wasmFiles);
      await useBackend('wasm');
    });
    const name = backendNames.find((each): each is BackendName => each === tf.getBackend()) ?? 'wasm';
    if (name === 'simd') return { name, threads, why: `the fastest that starts here; ${threadsWhy}` };
    return { name, threads: 1, why: 'the fastest kernels do not start here: this browser lacks what they need' };
  }
  if (choice === 'wasm') await findWasm(wasmFiles);
  const isOurs = choice === 'simd' || choice === 'simd-strict';
  await useBackend(choice, isOurs ? { threads } : {});
  return {
    name: choice,
    threads: isOurs ? threads : 1,
    why: `chosen by you; ${isOurs ? threadsWhy : 'it has one thread'}`,
  };
};

/** Its threads are switched off: they are made of the text of a function, which a minified build has renamed. */
const findWasm = async (files: WasmFiles | undefined): Promise<void> => {
  if (!files) return;
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths(files);
};
