#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';

const main = new URL('../dist/index.js', import.meta.url);
if (existsSync(main)) {
  // Compiling what is imported takes a third of a short command's time; Node keeps the result in the system's temporary folder.
  enableCompileCache();
  const { runCommandLine } = await import(main.href);
  await runCommandLine(process.argv.slice(2));
} else {
  console.error('seq2seq: the packages are not built yet; run "npm run build" first.');
  process.exitCode = 1;
}
