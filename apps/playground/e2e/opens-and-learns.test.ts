import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { hasChromium } from './__fixtures__/chromium.ts';
import { longestTask } from './__fixtures__/longest-task.ts';
import { type OpenedPlayground, usePlayground } from './__fixtures__/open-playground.ts';
import { setUp, smallReversal, train, untilState, untilStep } from './__fixtures__/use-page.ts';

/** KiB over the line, as hosts compress. */
const kibibytes = ({ files }: OpenedPlayground, names: readonly string[]): number =>
  names.reduce((sum, name) => sum + gzipSync(files.get(name)!).length, 0) / 1024;

/** Words of tfjs that no build changes. */
const wordsOfTensorflow = 'not found in registry';

const namesIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, name]) => `assets/${name!}`);

/** Scripts with those that they cannot run without; what is loaded later, when it is wanted, is not among them. */
const withNeeded = ({ files }: OpenedPlayground, names: readonly string[]): readonly string[] => {
  const all = new Set(names);
  // A set may grow while it is gone through.
  for (const name of all) {
    for (const needed of namesIn(files.get(name)!.toString(), /(?:from|import)\s*"\.\/([^"]+\.js)"/g)) all.add(needed);
  }
  return [...all];
};

/** The script of a name, whatever its hash. */
const script = ({ files }: OpenedPlayground, name: string): string => {
  const found = [...files.keys()].filter((path) => path.startsWith(`assets/${name}-`) && path.endsWith('.js'));
  expect(found, name).toHaveLength(1);
  return found[0]!;
};

describe.skipIf(!hasChromium())('the playground in Chromium', () => {
  const open = usePlayground();

  it('opens with little, and brings the trainer only when it is asked for', async () => {
    const playground = await open({ isIsolated: true });
    const { page, files, requests, url } = playground;
    const has = (name: string): boolean => files.get(name)!.includes(wordsOfTensorflow);
    const shell = withNeeded(
      playground,
      namesIn(files.get('index.html')!.toString(), /"\.\/assets\/([^"]+\.(?:js|css))"/g),
    );
    expect(shell.length).toBeGreaterThanOrEqual(2);
    expect(kibibytes(playground, shell), shell.join(', ')).toBeLessThan(70);
    expect(shell.filter(has)).toEqual([]);

    const trainer = withNeeded(playground, [script(playground, 'worker')]);
    expect(kibibytes(playground, trainer), trainer.join(', ')).toBeLessThan(220);
    expect(trainer.filter(has)).not.toEqual([]);

    const editor = script(playground, 'scorer-view');
    expect(kibibytes(playground, [editor])).toBeLessThan(200);
    expect(requests).not.toContain(url + editor);
    await page.locator('#tab-scorer').click();
    await page.locator('.cm-content').waitFor();
    expect(requests).toContain(url + editor);
  });

  it('trains what the form says, for as many steps as it says', async () => {
    const { page } = await open({ isIsolated: true });
    await setUp(page, smallReversal);
    await train(page, 'stopped');
    expect(await page.locator('[data-reading=step]').innerText()).toBe('20');
    expect(Number(await page.locator('[data-reading=loss]').innerText())).toBeGreaterThan(0);
  });

  it('learns to reverse, and the page stays quick', async () => {
    const { page } = await open({ isIsolated: true });
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
  });
});
