import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright';

const chromiumPath = '/usr/bin/chromium';

/** Whether there is a Chromium to test with; says so in one line where there is none. */
export const hasChromium = (): boolean => {
  if (existsSync(chromiumPath)) return true;
  console.warn(
    `The tests of the playground are skipped: there is no ${chromiumPath}; "apt-get install chromium" brings it.`,
  );
  return false;
};

/** A Chromium that talks to nobody by itself. Whoever starts it closes it. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
