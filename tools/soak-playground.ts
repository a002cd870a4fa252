// npm run soak:playground [-- SECONDS]: the page trains for ten minutes, or as long as one says, and may hold no more at the end.
import { join } from 'node:path';
import { startVitest } from 'vitest/node';

const [seconds = '600'] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(seconds)) {
  console.error(`soak: expected how many seconds, got "${seconds}"; give a whole number from 1 on.`);
  process.exit(2);
}
process.env['SOAK_SECONDS'] = seconds;
process.chdir(join(import.meta.dirname, '..'));
const vitest = await startVitest('test', ['apps/playground/e2e/soak.test.ts'], { watch: false });
await vitest.close();
