// E11 and E12: a scorer that is written in the page trains as the built-in one does; a bad one is told of in words, and harms nothing.
import type { Locator, Page } from 'playwright';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../driver/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { smallRun } from './__fixtures__/take-files.ts';
import { untilState, untilStep } from '../driver/use-page.ts';
import { checkMs, checkScorer, scorerWith, untilChecked, writeScorer } from './__fixtures__/write-scorer.ts';

const shell = '.shell';

/** The field of the form; the view has the same name. */
const scorerOf = (page: Page): Locator => page.locator('#setup-form').getByLabel('Scorer', { exact: true });

const lossesOf = async (page: Page, steps: number): Promise<string[]> => {
  const losses: string[] = [];
  for (let step = 1; step <= steps; step++) {
    await page.locator('[data-action=step]').click();
    await untilStep(page, step);
    losses.push(await page.locator('[data-reading=loss]').innerText());
  }
  return losses;
};

describe.skipIf(!hasChromium())('the Scorer view in Chromium', { timeout: 2 * checkMs }, () => {
  const open = usePlayground();
  // One page for all that is bad: it has to stand it.
  let page: Page;
  beforeAll(async () => {
    ({ page } = await open({ hash: `${smallRun}&n=100&b=40`, isKept: true }));
    await untilState(page, 'ready');
  });
  const expectUsable = async (): Promise<void> => {
    await scorerOf(page).selectOption('dot');
    await page.locator('[data-action=reset]').click();
    await untilState(page, 'ready');
  };

  it('dot by hand is checked and trained by keys alone, and has the losses of dot, step by step', async () => {
    const { page: other } = await open({ hash: `${smallRun}&att=dot`, isIsolated: true });
    await untilState(other, 'ready');
    const losses = await lossesOf(other, 4);
    expect(new Set(losses).size).toBeGreaterThan(1);

    await writeScorer(other, scorerWith('score: batchedDot,'));
    await other.keyboard.press('ControlOrMeta+Enter');
    expect(await untilChecked(other)).toEqual({ verdict: 'good', problems: [] });
    expect(await other.locator('.finding-kept').count()).toBeGreaterThan(8);
    await other.keyboard.press('Tab');
    const isInEditor = (): Promise<boolean> =>
      other.evaluate(() => document.activeElement?.closest('.cm-editor') !== null);
    expect(await isInEditor()).toBe(true);
    await other.keyboard.press('Escape');
    await other.keyboard.press('Tab');
    expect(await isInEditor()).toBe(false);
    await other.keyboard.press('Shift+Tab');
    await other.keyboard.press('ControlOrMeta+z');
    await other.keyboard.press('ControlOrMeta+Shift+Enter');
    await untilState(other, 'playing');
    await untilStep(other, 1);
    expect(await scorerOf(other).inputValue()).toBe('own');
    await other.locator('[data-action=reset]').click();
    await untilState(other, 'ready');
    expect(await lossesOf(other, 4)).toEqual(losses);
  });

  it('a bad scorer is told of in words, and the run there was goes on', async () => {
    await page.locator('[data-action=step]').click();
    await untilStep(page, 1);
    for (const [score, place, problem] of [
      ['score: (q, k) => batchedDot(q, k;', 'line 7', /correct (it|the syntax) there/],
      ['score: (q, k) => tf.expandDims(batchedDot(q, k), 2),', 'line 7', /returned \[32, 10, 1\], expected \[32, 10\]/],
      ["score: () => { throw new Error('tired'); },", 'line 7', /score: tired/],
      ['score: (q, k) => { while (true); },', '', /score did not come back within 2 seconds/],
      ['score: (q, k) => { while (true) tf.zeros([256, 256]); },', '', /did not come back|memory|could not|end/i],
    ] as const) {
      const { verdict, problems } = await checkScorer(page, scorerWith(score));
      expect({ score, verdict }).toEqual({ score, verdict: 'unusable' });
      expect(problems.join(' ')).toMatch(problem);
      expect(problems.join(' ')).toContain(place);
      expect(await page.locator('[data-action=train-own]').isDisabled()).toBe(true);
    }
    // The model there was is where it was, and can go on.
    expect(await page.locator(shell).getAttribute('data-step')).toBe('1');
    await page.locator('[data-action=step]').click();
    await untilStep(page, 2);
    expect(await scorerOf(page).inputValue()).not.toBe('own');
  });

  it('what breaks a law can be trained with, but only on demand', async () => {
    const idle = scorerWith('score: batchedDot, idle: parameters.create("idle", [3], constant(1)),');
    expect(await checkScorer(page, idle)).toMatchObject({ verdict: 'broken' });
    expect(await page.locator('[data-reading=idle-weights]').innerText()).toContain('idle [3]');
    const anyway = page.getByRole('button', { name: 'Train anyway' });
    await anyway.click();
    await untilStep(page, 1);
    await expectUsable();

    const slopeless = scorerWith('score: (q, k) => tf.cast(tf.greater(batchedDot(q, k), 0), "float32"),');
    const { verdict, problems } = await checkScorer(page, slopeless);
    expect(verdict).not.toBe('good');
    expect(problems.join(' ')).toContain('withoutGradient');
  });

  /** Does harm in its twentieth call with forty rows: a check has 32 at most, so that it is one of the first steps of the training. */
  const trainHarmful = async (harm: string): Promise<void> => {
    const code = scorerWith(
      'score: (q, k) => { if (q.shape[0] === 40 && ++calls === 20) later(); return batchedDot(q, k); },',
      `let calls = 0; const later = (): void => { ${harm} };`,
    );
    expect(await checkScorer(page, code)).toMatchObject({ verdict: 'good' });
    await page.locator('[data-action=train-own]').click();
  };

  it('a scorer that fails while it trains ends its run, not the page', async () => {
    await trainHarmful("throw new Error('tired');");
    await page.locator('.shell[data-state=failed]').waitFor({ timeout: checkMs });
    expect(Number(await page.locator(shell).getAttribute('data-step'))).toBeGreaterThan(0);
    expect(await page.locator('.notice').innerText()).toMatch(/scorer\.ts:\d+:\d+: .*tired/);
    await expectUsable();
  });

  it('a scorer that does not come back while it trains is stopped, and its code kept', async () => {
    await trainHarmful('while (true);');
    await page.locator('.notice', { hasText: 'did not come back' }).waitFor({ timeout: checkMs });
    await expect(page.getByRole('textbox', { name: 'Code of your scorer' }).innerText()).resolves.toContain(
      'while (true)',
    );
    expect(await page.locator('iframe').count()).toBe(0);
    await expectUsable();
  });
});
