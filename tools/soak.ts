// npm run soak [-- STEPS]: the training test that looks for leaks, with 10,000 steps or as many as one says.
import { join } from 'node:path';
import { startVitest } from 'vitest/node';

const [steps = '10000'] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(steps)) {
  console.error(`soak: expected how many steps, got "${steps}"; give a whole number from 1 on.`);
  process.exit(2);
}
process.env['SOAK_STEPS'] = steps;
process.chdir(join(import.meta.dirname, '..'));
const vitest = await startVitest('test', ['packages/seq2seq/src/training/no-leak.test.ts'], { watch: false });
await vitest.close();
