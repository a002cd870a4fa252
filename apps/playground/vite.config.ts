import { defineConfig, type UserConfig } from 'vite';

/** Threads need shared memory, and shared memory a page that shares nothing with others. */
const isolated = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

const config: UserConfig = defineConfig({
  // Relative addresses, so that the build works from any folder of any host.
  base: './',
  worker: { format: 'es' },
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
