// What the page gives to users as files, and takes from them.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';

/** A small run that takes milliseconds a step, as a link: the same wherever it is opened. */
export const smallRun = 'p=reverse&min=2&max=4&n=60&cell=gru&h=8&e=6&b=8&exact=2';

export type TakenFile = { readonly name: string; readonly bytes: Buffer };

/** Presses what gives a file. */
export const takeFile = async (page: Page, action: string): Promise<TakenFile> => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator(`[data-action=${action}]:visible`).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
};

/** Gives the page files to open. */
export const giveFiles = (page: Page, files: readonly TakenFile[]): Promise<void> =>
  page
    .locator('[data-action=open-files]')
    .setInputFiles(files.map(({ name, bytes }) => ({ name, mimeType: 'application/octet-stream', buffer: bytes })));

export type RunNumbers = {
  readonly experiment: Readonly<Record<string, unknown>>;
  readonly backend: string;
  readonly step: number;
  readonly losses: readonly number[];
};

/** The run that is shown, as the page exports it. */
export const takeNumbers = async (page: Page): Promise<RunNumbers> => {
  await page.locator('[data-action=share]').click();
  const { bytes } = await takeFile(page, 'download-numbers');
  await page.keyboard.press('Escape');
  return JSON.parse(bytes.toString('utf8')) as RunNumbers;
};
