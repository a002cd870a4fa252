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

/**
 * What Chromium is to leave out. The suggestions of its address bar are pages of their own, two for each profile, which take longer to
 * load than the playground and are never seen. The others are those that Playwright leaves out: the last such list is the one that counts.
 */
const leftOut = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'],
  ...['AimEnabled', 'AvoidCorsURLLoaderRestartOnRedirect', 'AvoidUnnecessaryBeforeUnloadCheckSync'],
  ...[
    'DestroyProfileOnBrowserClose',
    'HttpsFirstBalancedModeAutoEnable',
    'HttpsUpgrades',
    'LensOverlay',
    'MediaRouter',
  ],
  ...['NetworkTimeServiceQuerying', 'OptimizationHints', 'PaintHolding', 'PreconnectToSearch'],
  'ThirdPartyStoragePartitioning',
];

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
      `--disable-features=${leftOut.join()}`,
    ],
  });
