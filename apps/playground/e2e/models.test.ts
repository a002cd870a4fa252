import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundledNames } from '../src/recording/bundled-models.ts';
import { hasChromium } from '../driver/chromium.ts';
import { patience, usePlayground } from './__fixtures__/open-playground.ts';
import { giveFiles, smallRun, type TakenFile, takeFile } from './__fixtures__/take-files.ts';
import { train, untilState } from '../driver/use-page.ts';

const names = ['config.json', 'source.vocabulary.json', 'target.vocabulary.json', 'model.safetensors'] as const;

/** The files of a bundled model, as a user would have them in a folder. */
const filesOf = (model: string): readonly TakenFile[] =>
  names.map((name) => ({
    name,
    bytes: readFileSync(new URL(`../public/models/${model}/${name}`, import.meta.url)),
  }));

/** The page says so, and shows what it showed. What it said of other files may stand there for a moment. */
const expectRefused = async (page: Page, files: readonly TakenFile[], message: RegExp): Promise<void> => {
  await giveFiles(page, files);
  await expect
    .poll(() => page.locator('[data-reading=problem]').allInnerTexts(), { timeout: patience })
    .toEqual([expect.stringMatching(message)]);
  expect(await page.locator('.shell').getAttribute('data-state')).toBe('recording');
};

describe.skipIf(!hasChromium())('the Models view', () => {
  const open = usePlayground();

  it('opens each bundled model, which is as good as its card says', async () => {
    const { page } = await open({ hash: 'view=models' });
    for (const name of bundledNames) {
      const card = page.locator(`[data-model=${name}]`);
      await card.getByRole('button').click();
      await card.locator('[data-open=true]').waitFor();
      await untilState(page, 'loaded');
      const [exact, step] = await card.locator('dd').allInnerTexts();
      // What the trainer measures now, with the kernels of this machine, is what was measured when it was made.
      await page.waitForFunction((text) => document.querySelector('[data-reading=exact]')?.textContent === text, exact);
      expect(await page.locator('[data-reading=step]').innerText()).toBe(step);
    }
  });

  it('opens the files of a model, and asks it at once', async () => {
    const { page } = await open({ hash: 'view=models&in=hello' });
    await giveFiles(page, filesOf('reverse'));
    await untilState(page, 'loaded');
    await page.getByRole('tab', { name: 'Search' }).click();
    await page.getByText('olleh').first().waitFor();
  });

  describe('says what is wrong', () => {
    let page: Page;
    beforeAll(async () => {
      ({ page } = await open({ hash: 'view=models', isKept: true }));
      await untilState(page, 'recording');
    });

    it.each([
      ['cut off', (bytes: Buffer) => bytes.subarray(0, -100), 'model.safetensors', /^model\/model\.safetensors: .*;/],
      [
        'no JSON',
        () => Buffer.from('{'),
        'config.json',
        /^model\/config\.json: expected JSON, .*; the file is damaged/,
      ],
      [
        'of another model',
        () => filesOf('phrases')[3]!.bytes,
        'model.safetensors',
        /^model\/model\.safetensors: .*checkpoint has \[283, 32\], model wants \[30, 32\]/,
      ],
    ])('with a file that is %s, and keeps what was there', async (_, damage, name, message) => {
      const files = filesOf('reverse').map((file) => (file.name === name ? { name, bytes: damage(file.bytes) } : file));
      await expectRefused(page, files, message);
    });

    it.each([
      ['a part of a model', filesOf('reverse').slice(0, 2), /^model: there is no target\.vocabulary\.json; the folder/],
      ['weights alone', [filesOf('reverse')[3]!], /^model\.safetensors: expected a run that the playground saved, got/],
      [
        'some JSON',
        [filesOf('reverse')[0]!],
        /^config\.json: expected an experiment, got .*; open a model with all files/,
      ],
      [
        'a picture',
        [{ name: 'a.safetensors', bytes: Buffer.from('GIF89a') }],
        /^a\.safetensors: expected a safetensors file/,
      ],
    ])('with %s', async (_, files, message) => {
      await expectRefused(page, files, message);
    });
  });

  it('gives a model as an archive that it opens again', async () => {
    const { page } = await open({ hash: `${smallRun}&view=models&steps=5` });
    await train(page, 'stopped');
    const archive = await takeFile(page, 'download-model');
    expect(archive.name).toBe('seq2seq-reverse-5.tar');
    await giveFiles(page, [archive]);
    await untilState(page, 'loaded');
  });
});
