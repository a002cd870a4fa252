import { resolve } from 'node:path';
import { defineConfig, type UserConfig } from 'vite';
import { classicScript } from './vite/classic-script.ts';
import { offline } from './vite/offline.ts';
import { oneDictionary } from './vite/one-dictionary.ts';

const source = resolve(import.meta.dirname, 'src');
const handedG2p = `${source}/sandbox/handed-g2p.ts`;
const pronunciations = oneDictionary(`${source}/trainer/fetched-pronunciations.ts`);

/** Threads need shared memory, and shared memory a page that shares nothing with others. */
const isolated = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const config: UserConfig = defineConfig({
  // Relative addresses, so that the build works from any folder of any host.
  base: './',
  worker: { format: 'es', plugins: () => [pronunciations] },
  plugins: [
    pronunciations,
    classicScript({
      replace: {
        '@seq2seq/tasks/g2p': { by: handedG2p, except: handedG2p },
        'cmu-pronouncing-dictionary': { by: `${source}/sandbox/handed-pronunciations.ts` },
      },
    }),
    offline(`${source}/offline/service-worker.ts`),
  ],
  server: { headers: isolated },
  preview: { headers: isolated },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 4096,
    // Without it Vite's helper reads every module before it runs it, in the page's first second.
    modulePreload: { polyfill: false },
  },
});

export default config;
