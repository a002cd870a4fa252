import { resolve } from 'node:path';
import { defineConfig, type UserConfig } from 'vite';
import { classicScript } from './vite/classic-script.ts';
import { offline } from './vite/offline.ts';

const sandbox = resolve(import.meta.dirname, 'src/sandbox');

/** Threads need shared memory, and shared memory a page that shares nothing with others. */
const isolated = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const config: UserConfig = defineConfig({
  // Relative addresses, so that the build works from any folder of any host.
  base: './',
  worker: { format: 'es' },
  plugins: [
    classicScript({
      // Four megabytes of pronunciations are handed to the sandbox when they are asked for.
      replace: { '@seq2seq/tasks/g2p': { by: `${sandbox}/handed-g2p.ts`, except: `${sandbox}/g2p-script.ts` } },
    }),
    offline(resolve(import.meta.dirname, 'src/offline/service-worker.ts')),
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
