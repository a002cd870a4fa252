// npm run picture:playground: each view of the playground with trained models in it, at three widths, light and dark, for docs/images.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright';
import { builtApp, serveApp, startChromium, train } from '@seq2seq/playground/driver';
import { type ViewName, viewNames } from '../apps/playground/src/experiment/view-names.ts';

const folder = resolve(import.meta.dirname, '../docs/images/playground');

/** A desk, a tablet held upright, a phone: [width, height] in CSS pixels. */
const sizes = { desk: [1440, 900], tablet: [820, 1180], phone: [390, 844] } as const;
const colourSchemes = ['light', 'dark'] as const;

/** Milliseconds that a run may take. */
const patience = 600_000;

const open = async (browser: Browser, url: string): Promise<Page> => {
  const context = await browser.newContext({ reducedMotion: 'reduce', deviceScaleFactor: 2, serviceWorkers: 'block' });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('.shell').waitFor();
  return page;
};

/** What must be done before a view is worth a picture; the main run has been trained. */
const prepare: Readonly<Record<ViewName, (page: Page) => Promise<void>>> = {
  train: async (page) => {
    await page.locator('[data-action=errors]').click();
    await page.locator('.errors[data-errors]:not([data-errors=""])').waitFor();
  },
  inspect: async (page) => {
    await page.locator('[data-input]').fill('Monday, May 3, 2021');
    await page.locator('[data-input]').blur();
    await page.locator('.inspect[data-inspect=ready]').waitFor();
  },
  search: async (page) => {
    await page.locator('.search[data-search=found]').waitFor();
  },
  compare: async (page) => {
    await page.getByRole('button', { name: 'Four scorers on dates' }).click();
    await page.locator('.compare[data-compare=ended][data-columns="4"]').waitFor();
  },
  scorer: async (page) => {
    await page.locator('[data-action=check]').click();
    await page.locator('[data-check=good]').waitFor();
  },
  models: async () => {},
};

/** A picture as it is, in a format that takes a third of PNG. */
const webp = async (page: Page, png: Buffer): Promise<Buffer> => {
  const bytes = await page.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d')!.drawImage(image, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.92 });
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, png.toString('base64'));
  return Buffer.from(bytes);
};

/** Takes all pictures of a view. */
const picture = async (page: Page, blank: Page, view: ViewName): Promise<void> => {
  for (const [size, [width, height]] of Object.entries(sizes)) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of colourSchemes) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => scrollTo(0, 0));
      // What follows the window's size does so in the next frames.
      await page.waitForTimeout(500);
      const bytes = await webp(blank, await page.screenshot());
      const name = `${view}-${size}-${colorScheme}.webp`;
      writeFileSync(join(folder, name), bytes);
      console.log(`${name}: ${(bytes.length / 1000).toFixed(0)} kB`);
    }
  }
  await page.setViewportSize({ width: sizes.desk[0], height: sizes.desk[1] });
};

const views = process.argv.slice(2);
const unknown = views.find((name) => !viewNames.includes(name as ViewName));
if (unknown !== undefined) {
  console.error(`picture: expected views of ${viewNames.join(', ')}, got "${unknown}"; name some, or none for all.`);
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const host = await serveApp(await builtApp(), { isIsolated: true });
const browser = await startChromium();
try {
  const blank = await browser.newPage();
  const page = await open(browser, host.url);
  await train(page, 'stopped');
  for (const view of viewNames.filter((name) => views.length === 0 || views.includes(name))) {
    await page.locator(`#tab-${view}`).click();
    await prepare[view](page);
    await picture(page, blank, view);
  }
} finally {
  await browser.close();
  await host.close();
}
