import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { hasChromium } from './__fixtures__/chromium.ts';
import { longestTask } from './__fixtures__/longest-task.ts';
import { type OpenedPlayground, usePlayground } from './__fixtures__/open-playground.ts';
import { setUp, smallReversal, train, untilState, untilStep } from './__fixtures__/use-page.ts';

/** Scripts and styles that a page has asked for, by their names in the build. */
const scriptsOf = ({ requests, url }: OpenedPlayground): readonly string[] =>
  [...new Set(requests)].filter((request) => /\.(js|css)$/.test(request)).map((request) => request.slice(url.length));

/** KiB over the line, as hosts compress. */
const kibibytes = ({ files }: OpenedPlayground, names: readonly string[]): number =>
  names.reduce((sum, name) => sum + gzipSync(files.get(name)!).length, 0) / 1024;

/** Words of tfjs that no build changes. */
const wordsOfTensorflow = 'not found in registry';

const isWorker = (name: string): boolean => name.includes('/worker-');
/** Kernels are wasm, whatever they are packed in, and are not counted as scripts. */
const isKernels = (name: string): boolean => /\/(relaxed|strict)-/.test(name);

describe.skipIf(!hasChromium())('the playground in Chromium', () => {
  const open = usePlayground();

  it('opens with little, and brings the trainer only when it is asked for', async () => {
    const playground = await open();
    const { page, files } = playground;
    await page.waitForLoadState('networkidle');
    const atFirst = scriptsOf(playground);
    const shell = atFirst.filter((name) => !isWorker(name));
    expect(kibibytes(playground, shell), shell.join(', ')).toBeLessThan(70);
    for (const name of shell) expect(files.get(name)!.includes(wordsOfTensorflow), name).toBe(false);

    await setUp(page, smallReversal);
    await train(page, { untilStep: 1 });
    const trainer = scriptsOf(playground).filter((name) => !shell.includes(name) && !isKernels(name));
    expect(trainer.some((name) => files.get(name)!.includes(wordsOfTensorflow))).toBe(true);
    expect(kibibytes(playground, trainer), trainer.join(', ')).toBeLessThan(220);

    const before = scriptsOf(playground);
    await page.locator('#tab-scorer').click();
    await page.locator('.cm-content').waitFor();
    const editor = scriptsOf(playground).filter((name) => !before.includes(name) && name.includes('/scorer-view-'));
    expect(editor).not.toEqual([]);
    expect(kibibytes(playground, editor), editor.join(', ')).toBeLessThan(200);
  });

  it('trains what the form says, for as many steps as it says', async () => {
    const { page } = await open();
    await setUp(page, smallReversal);
    await train(page, 'stopped');
    expect(await page.locator('[data-reading=step]').innerText()).toBe('20');
    expect(Number(await page.locator('[data-reading=loss]').innerText())).toBeGreaterThan(0);
  });

  it('learns to reverse, and the page stays quick', async () => {
    const { page } = await open();
    await setUp(page, {
      ...smallReversal,
      ...{ Units: 32, Embedding: 16, 'Batch size': 32, 'Learning rate': 0.02, 'Examples to learn from': 2000 },
      ...{ Longest: 3, Steps: 600, 'Exact share (above 1: never)': 0.95 },
    });
    const longest = await longestTask(page, async () => {
      await train(page, { untilStep: 30 });
    });
    expect(longest, 'milliseconds of work in one task of the page').toBeLessThan(100);
    await untilStep(page, 100);
    await untilState(page, 'stopped');
    expect(await page.locator('.phase').getAttribute('title')).toContain('exactly right');
    expect(Number.parseFloat(await page.locator('[data-reading=exact]').innerText())).toBeGreaterThanOrEqual(95);
    expect(await page.locator('.example .mark-right').count()).toBeGreaterThanOrEqual(5);
  }, 120_000);
});
