// How a test gets a page: `const open = usePlayground()` in a `describe.skipIf(!hasChromium())`, then `await open({ … })` in a test.
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import { type BuiltApp, builtApp } from '../../driver/built-app.ts';
import { startChromium } from '../../driver/chromium.ts';
import { type ServedApp, serveApp } from '../../driver/serve-app.ts';

/** Milliseconds to wait for what a page does: a busy machine with two cores is slow. */
export const patience = 60_000;

type OpenOptions = Pick<
  BrowserContextOptions,
  'viewport' | 'colorScheme' | 'reducedMotion' | 'forcedColors' | 'hasTouch' | 'isMobile' | 'permissions' | 'timezoneId'
> & {
  /** What stands behind `#` in the address. */
  readonly hash?: string;
  /**
   * Whether the host sends the headers that isolate a page, so that its trainer has threads; not unless told. They change no number, and
   * where tests run beside each other they wait for cores.
   */
  readonly isIsolated?: boolean;
  /** Whether the console may have errors, where they are what a test is about. Requests that leave are never allowed. */
  readonly mayComplain?: boolean;
  /** Whether it may have its service worker, which keeps megabytes and may load the page again; not unless told. */
  readonly hasServiceWorker?: boolean;
  /** Runs in each document before its scripts do. */
  readonly before?: () => void;
  /** Goes on with another page's storage: its context is used again. */
  readonly like?: OpenedPlayground;
  /** Whether it stays open for the tests that follow; each is held to what is complained of while it runs. */
  readonly isKept?: boolean;
};

export type OpenedPlayground = {
  readonly page: Page;
  readonly url: string;
  /** Warnings, errors and exceptions of the console, each as a line. */
  readonly complaints: readonly string[];
  /** Requests that went anywhere else than to the page's own host. */
  readonly strangeRequests: readonly string[];
  /** All addresses that the page and its workers have asked for. */
  readonly requests: readonly string[];
  /** What the host has. */
  readonly files: BuiltApp;
};

/** One that is looked after until it is closed. */
type WatchedPage = {
  readonly complaints: string[];
  readonly strangeRequests: string[];
  readonly mayComplain: boolean;
  readonly isKept: boolean;
  close(): Promise<void>;
};

export type OpenPlayground = (options?: OpenOptions) => Promise<OpenedPlayground>;

/**
 * One browser and one build for all tests of a file. Each page is in a profile of its own, closed after the test unless it is kept; a
 * test fails if a page complained or asked another host for anything.
 */
export const usePlayground = (): OpenPlayground => {
  vi.setConfig({ testTimeout: 4 * patience, hookTimeout: 4 * patience });
  let browser: Browser;
  let files: BuiltApp;
  let hosts: { readonly isolated: ServedApp; readonly plain: ServedApp };
  let opened: WatchedPage[] = [];

  beforeAll(async () => {
    files = await builtApp();
    hosts = {
      isolated: await serveApp(files, { isIsolated: true }),
      plain: await serveApp(files, { isIsolated: false }),
    };
    browser = await startChromium();
  });
  afterEach(async () => {
    const ended = opened;
    opened = ended.filter(({ isKept }) => isKept);
    for (const { isKept, close } of ended) if (!isKept) await close();
    // Taken away, so that of a page that is kept only the test that it happened in fails.
    const said = ended.map(({ complaints, strangeRequests, mayComplain }) => ({
      strangeRequests: strangeRequests.splice(0),
      complaints: mayComplain ? [] : complaints.splice(0),
    }));
    for (const { strangeRequests, complaints } of said) {
      expect(strangeRequests, 'requests that left the origin').toEqual([]);
      expect(complaints, 'what the console says').toEqual([]);
    }
  });
  afterAll(async () => {
    await browser?.close();
    await hosts?.isolated.close();
    await hosts?.plain.close();
  });

  return async ({ hash = '', isIsolated = false, mayComplain = false, hasServiceWorker = false, before, like, isKept = false, ...options } = {}) => {
    const { url } = isIsolated ? hosts.isolated : hosts.plain;
    const context = like?.page.context() ?? (await browser.newContext({ reducedMotion: 'reduce', ...options }));
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    if (!hasServiceWorker) await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
    if (before) await page.addInitScript(before);
    const [complaints, strangeRequests, requests]: [string[], string[], string[]] = [[], [], []];
    page.on('console', (message) => {
      if (['warning', 'error'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
    context.on('request', (request) => {
      // A service worker that fills its cache asks for everything.
      if (!request.serviceWorker()) requests.push(request.url());
      const { protocol, origin } = new URL(request.url());
      // Neither leaves the browser; the sandbox has no origin, and its blobs none either.
      const isInside = protocol === 'data:' || protocol === 'blob:';
      if (!isInside && origin !== new URL(url).origin) strangeRequests.push(request.url());
    });
    // What the browser itself refuses, by the policy of a document, has not left it.
    context.on('requestfailed', (request) => {
      if (!/csp/i.test(request.failure()?.errorText ?? '')) return;
      const index = strangeRequests.indexOf(request.url());
      if (index >= 0) strangeRequests.splice(index, 1);
    });
    await page.goto(hash === '' ? url : `${url}#${hash}`);
    await page.locator('.shell').waitFor();
    const playground = { page, url, complaints, strangeRequests, requests, files };
    opened.push({ complaints, strangeRequests, mayComplain, isKept, close: () => (like ? page : context).close() });
    return playground;
  };
};
