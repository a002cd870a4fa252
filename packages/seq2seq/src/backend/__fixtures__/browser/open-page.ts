import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright';
import type { PageFunctions } from './page.ts';
import type { Programs, Setup } from './programs.ts';
import { servePage } from './serve-page.ts';

const chromiumPath = '/usr/bin/chromium';

/** Whether there is a Chromium to test with; says so in one line where there is none. */
export const hasChromium = (): boolean => {
  if (existsSync(chromiumPath)) return true;
  console.warn(
    `The tests in a browser are skipped: there is no ${chromiumPath}; "apt-get install chromium" brings it.`,
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

/** A page, with all that it complained of and asked for. */
export type OpenedPage = {
  /** Warnings, errors and exceptions, each as a line. */
  readonly complaints: readonly string[];
  /** Where its requests went, other than to its own server and to itself. */
  readonly strangeRequests: readonly string[];
  run<Name extends keyof Programs>(where: 'page' | 'worker', name: Name, setup: Setup): ReturnType<Programs[Name]>;
  close(): Promise<void>;
};

export const openPage = async (
  browser: Browser,
  scripts: ReadonlyMap<string, string>,
  headers: Readonly<Record<string, string>>,
): Promise<OpenedPage> => {
  const served = await servePage(scripts, headers);
  const context = await browser.newContext();
  const page = await context.newPage();
  const [complaints, strangeRequests]: [string[], string[]] = [[], []];
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  context.on('request', (request) => {
    if (!request.url().startsWith(served.url) && !request.url().startsWith(`blob:${served.url}`))
      strangeRequests.push(request.url());
  });
  await page.goto(served.url, { waitUntil: 'load' });
  return {
    complaints,
    strangeRequests,
    run: (where, name, setup) =>
      page.evaluate(
        ([inWorker, program, options]) => {
          const { runHere, runInWorker } = globalThis as unknown as PageFunctions;
          return (inWorker ? runInWorker : runHere)(program, options) as Promise<unknown>;
        },
        [where === 'worker', name, setup] as const,
      ) as never,
    close: async () => {
      await context.close();
      await served.close();
    },
  };
};
