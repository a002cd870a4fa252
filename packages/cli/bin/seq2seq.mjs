#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/index.js', import.meta.url);
if (existsSync(main)) {
  const { runCommandLine } = await import(main.href);
  await runCommandLine(process.argv.slice(2));
} else {
  console.error('seq2seq: the packages are not built yet; run "npm run build" first.');
  process.exitCode = 1;
}
