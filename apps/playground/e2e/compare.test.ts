import type { Page } from 'playwright';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../driver/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { setUp, smallLink, untilState } from '../driver/use-page.ts';

const steps = 12;

/** What the columns take over. */
const hash = `${smallLink}&steps=${steps}&lr=0.05&view=compare`;

/** Has a column for each scorer, each ready. */
const compare = async (page: Page, ...scorers: readonly string[]): Promise<void> => {
  for (const scorer of scorers) {
    await page.getByLabel('to', { exact: true }).selectOption(scorer);
    await page.locator('[data-action=add-column]').click();
  }
  // The main run is at rest, too, and nothing is being made any more.
  await untilState(page, 'ready');
  await page
    .locator('.column[data-phase=ready]')
    .nth(scorers.length - 1)
    .waitFor();
  expect(await page.locator('.column').count()).toBe(scorers.length);
};
const untilCompared = (page: Page, state: string): Promise<void> =>
  page.locator(`.compare[data-compare=${state}]`).waitFor();
const trainAll = async (page: Page): Promise<void> => {
  await page.locator('[data-action=compare-play]').click();
  await untilCompared(page, 'ended');
};
/** What the page says of what its runs have in common. */
const fairness = (page: Page): Promise<{ readonly batches: string; readonly shared: number; readonly equal: number }> =>
  page.locator('[data-reading=fairness]').evaluate(({ dataset }: HTMLElement) => ({
    batches: dataset.batches ?? '',
    shared: Number(dataset.shared),
    equal: Number(dataset.equal),
  }));

describe.skipIf(!hasChromium())('three scorers side by side', () => {
  const open = usePlayground();

  describe('that have been trained', () => {
    let page: Page;
    let before: Awaited<ReturnType<typeof fairness>>;
    beforeAll(async () => {
      ({ page } = await open({ hash, isKept: true }));
      await compare(page, 'mlp', 'dot', 'general');
      before = await fairness(page);
      await trainAll(page);
    });

    it('have seen the same batches, began with the same weights, and end at the same step', async () => {
      expect(await page.locator('.column h3').allInnerTexts()).toEqual(['mlp', 'dot', 'general']);
      const columns = page.locator('.column');
      for (const index of [0, 1, 2]) expect(await columns.nth(index).getAttribute('data-step')).toBe(String(steps));
      const { batches, shared, equal } = await fairness(page);
      expect(batches).toMatch(/^[0-9a-f]{8}$/);
      expect(batches).not.toBe(before.batches);
      // Embeddings, encoder, decoder and output layer are no part of a scorer.
      expect(shared).toBeGreaterThan(8);
      expect(equal).toBe(shared);
      // The scorers themselves differ, and so do the numbers that they come to.
      const rows = await page.locator('.compare-table tbody tr').allInnerTexts();
      expect(new Set(rows.map((row) => row.split('\t')[3])).size).toBe(3);
    });

    it('point at one cell of all maps, and show one moment', async () => {
      const maps = page.locator('.column .heat-map-cells');
      await maps.nth(1).focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      const marks = page.locator('.column .heat-map-at');
      expect(await marks.count()).toBe(3);
      const places = await marks.evaluateAll((all) =>
        all.map((mark) => mark.getAttribute('style')?.replaceAll(/\s/g, '') ?? ''),
      );
      expect(new Set(places).size).toBe(1);
      const values = (): Promise<readonly string[]> => page.locator('.column .heat-map-value').allInnerTexts();
      const last = await values();
      const slider = page.locator('.compare-moment input[type=range]');
      await slider.focus();
      await page.keyboard.press('Home');
      expect(await page.locator('.compare-moment [data-reading=moment]').innerText()).toBe('step 0');
      expect(await values()).not.toEqual(last);
    });
  });

  it('go on when one is removed, and its memory comes back', async () => {
    const { page } = await open({
      hash,
      // The trainer's answers to the page, to ask it one question more.
      before: () => {
        const Plain = globalThis.Worker;
        globalThis.Worker = class extends Plain {
          constructor(...options: ConstructorParameters<typeof Worker>) {
            super(...options);
            Object.assign(globalThis, { trainer: this });
          }
        };
      },
    });
    await compare(page, 'mlp');
    const tensors = (): Promise<number> =>
      page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const { trainer } = globalThis as unknown as { readonly trainer: Worker };
            const id = -1;
            trainer.addEventListener('message', ({ data }) => {
              if (data.kind === 'answer' && data.id === id) resolve(data.answer.tensors);
            });
            trainer.postMessage({ kind: 'question', id, name: 'memory', request: {} });
          }),
      );
    const one = await tensors();
    await page.getByLabel('to', { exact: true }).selectOption('dot');
    await page.locator('[data-action=add-column]').click();
    await page.locator('.column[data-phase=ready]').nth(1).waitFor();
    expect(await tensors()).toBeGreaterThan(one);
    await page.getByRole('button', { name: 'Remove dot' }).click();
    await page.locator('.compare[data-columns="1"]').waitFor();
    // It is taken away between two steps, after the page has been told.
    await expect.poll(tensors, { timeout: 20_000 }).toBe(one);
    await trainAll(page);
    expect(await page.locator('.column').getAttribute('data-step')).toBe(String(steps));
  });

  it('rest while the main run is trained', async () => {
    const { page } = await open({ hash });
    await compare(page, 'mlp', 'dot');
    await setUp(page, { Steps: 100_000 });
    await page.locator('[data-action=compare-play]').click();
    await untilCompared(page, 'playing');
    await page.locator('[data-action=play]').click();
    await untilCompared(page, 'paused');
    await page.locator('.shell[data-state=playing]').waitFor();
    await page.locator('[data-action=compare-play]').click();
    await untilCompared(page, 'playing');
    expect(await page.locator('.shell').getAttribute('data-state')).toBe('paused');
  });
});
