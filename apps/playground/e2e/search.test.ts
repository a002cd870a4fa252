import { beam, lengthNormalization, search } from '@seq2seq/search';
import { textbookExample } from '@seq2seq/search/testing';
import type { Locator, Page } from 'playwright';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasChromium } from '../driver/chromium.ts';
import { expectQuick } from '../driver/longest-task.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { smallLink, train, untilState } from '../driver/use-page.ts';

/** Waits for a search that belongs to what the form says. */
const untilFound = (page: Page): Promise<void> => page.locator('.search[data-search=found]').waitFor();
const searchIn = (page: Page, subject: 'model' | 'textbook'): Promise<unknown> =>
  page.getByLabel('Search in', { exact: true }).selectOption(subject);
const showTextbook = async (page: Page): Promise<void> => {
  await searchIn(page, 'textbook');
  await untilFound(page);
  await page.getByRole('tree').waitFor();
};
/** Goes to a step by the buttons. */
const goTo = async (page: Page, step: number): Promise<void> => {
  await page.locator('[data-action=first]').click();
  for (let at = 0; at < step; at++) await page.locator('[data-action=next]').click();
};
const outputsOf = (page: Page): Promise<string[]> => page.locator('.ranking-output').allInnerTexts();
/** Waits until every output of the ranking is like this. */
const untilOutputs = (page: Page, like: RegExp): Promise<void> =>
  expect
    .poll(async () => (await outputsOf(page)).filter((output) => !like.test(output)), { timeout: 20_000 })
    .toEqual([]);
const captionOf = (page: Page): Promise<string> => page.locator('[data-reading=search-step]').innerText();
const choose = async (page: Page, label: string, value: string): Promise<void> => {
  const field = page.locator('.search-form').getByLabel(label, { exact: true });
  if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
  else {
    await field.fill(value);
    await field.blur();
  }
};
/** Waits for an answer to a strategy and its width. */
const untilFoundBy = (page: Page, by: string): Promise<void> => page.locator(`.search[data-found="${by}"]`).waitFor();
/** Of all nodes that are shown, in the order of the tree. */
const nodesOf = (page: Page): Promise<{ kind: string; name: string; count: number }[]> =>
  page.getByRole('treeitem').evaluateAll((items) =>
    items.map((item) => ({
      kind: (item as HTMLElement).dataset.kind ?? '',
      name: item.getAttribute('aria-label') ?? '',
      count: Number(/^\+ (\d+) more/.exec(item.getAttribute('aria-label') ?? '')?.[1] ?? 0),
    })),
  );
/** What the name of a node begins with or ends with that continues these words with the last of them. */
const named = (...words: readonly string[]): RegExp =>
  words.length === 1
    ? new RegExp(`^${words[0]} .* %$`)
    : new RegExp(`^${words.at(-1)} .*, so far “${words.join(' ')}”$`);
const nodeAt = (page: Page, ...words: readonly string[]): Locator =>
  page.getByRole('treeitem', { name: named(...words) });
const minus = (value: number): string => value.toFixed(2).replace('-', '−');

describe.skipIf(!hasChromium())('the Search view in Chromium', () => {
  const open = usePlayground();

  describe('of the textbook example', () => {
    let page: Page;
    beforeAll(async () => {
      // No pairs, no model: there is only the example to search in.
      ({ page } = await open({ hash: 'p=reverse&task=own&view=search', isKept: true }));
      await untilState(page, 'failed');
    });
    // One page for all: where the subject changes, rules, strategy and place begin anew.
    beforeEach(async () => {
      await searchIn(page, 'model');
      await page.getByRole('tree').waitFor({ state: 'detached' });
      await showTextbook(page);
    });

    it('has as many nodes as the captions count, step by step', async () => {
      let before = 0;
      await page.locator('[data-action=first]').click();
      for (let step = 1; ; step++) {
        await page.locator('[data-action=next]').click();
        const caption = await captionOf(page);
        const same = /: (\d+) beams? × (\d+) tokens?/.exec(caption);
        const considered = same ? Number(same[1]) * Number(same[2]) : Number(/(\d+) candidates/.exec(caption)![1]);
        const nodes = await nodesOf(page);
        const sum = nodes.reduce(
          (all, { kind, count }) => all + (kind === 'more' ? count : Number(kind !== 'start')),
          0,
        );
        expect(sum - before, caption).toBe(considered);
        before = sum;
        if (await page.locator('[data-action=next]').isDisabled()) break;
      }
    });

    it('ranks what the package finds in Node, with log-probabilities that are sums over the table', async () => {
      const { model, task, text, words } = textbookExample();
      const strategy = beam({ width: 3, nBest: 3, lengthPenalty: lengthNormalization(0.7) });
      const [found] = await search(model, model.start(1), task, strategy);
      expect(await outputsOf(page)).toEqual(found!.map(({ tokens }) => text(tokens)));
      const sums = found!.map(({ tokens }) =>
        tokens.reduce((sum, token, at) => sum + Math.log(model.nextProbabilities(0, tokens.slice(0, at))[token]!), 0),
      );
      expect(await page.locator('[data-reading=log-probability]').allInnerTexts()).toEqual(sums.map(minus));
      // The same at the node that ends the best one.
      const path = found![0]!.tokens.map((token) => words[token]!);
      const { name } = (await nodesOf(page)).find((node) => named(...path).test(node.name))!;
      expect(name.startsWith(`${path.at(-1)} ${minus(sums[0]!)} result 1, `), name).toBe(true);
    });

    it('goes through its steps by buttons and by keys', async () => {
      const last = await captionOf(page);
      await page.locator('[data-action=first]').click();
      expect(await captionOf(page)).toBe('before the first of 10 steps');
      expect(await page.getByRole('treeitem').count()).toBe(1);
      await page.locator('[data-action=next]').click();
      expect(await captionOf(page)).toBe('step 1 of 10: 1 beam × 11 tokens → keep 3');
      await page.getByRole('treeitem').first().press(']');
      expect(await captionOf(page)).toBe('step 2 of 10: 3 beams × 11 tokens → keep 3');
      await page.keyboard.press('[');
      await page.locator('[data-action=back]').click();
      expect(await page.locator('[data-action=back]').isDisabled()).toBe(true);
      await page.locator('[data-action=last]').click();
      expect(await captionOf(page)).toBe(last);
      await page.locator('[data-action=play-search]').click();
      await page.locator('.tree-panel[data-step="1"]').waitFor();
    });

    it('is a tree to who cannot see it', async () => {
      await goTo(page, 1);
      // ln 0.42, ln 0.3, ln 0.22, and 0.06 shared by eight words: ln 0.0075, which is a little less than 0.75 % in single precision.
      const snapshot = await page.getByRole('tree').ariaSnapshot();
      // Lines with a colon come in quotes.
      expect(snapshot.replaceAll(/- '(.*)'$/gm, '- $1')).toBe(
        [
          '- tree "Search tree":',
          '  - treeitem "<s>, the beginning" [expanded] [level=1] [selected]',
          '  - treeitem "jane −0.87 kept, rank 1 of 11, this token 42 %" [level=2]',
          '  - treeitem "in −1.20 kept, rank 2 of 11, this token 30 %" [level=2]',
          '  - treeitem "september −1.51 kept, rank 3 of 11, this token 22 %" [level=2]',
          '  - treeitem "africa −4.89 pruned, rank 4 of 11, this token 0.7 %" [level=2]',
          '  - treeitem "be −4.89 pruned, rank 5 of 11, this token 0.7 %" [level=2]',
          '  - treeitem "+ 6 more, pruned" [level=2]',
        ].join('\n'),
      );
    });

    it('moves by the keys of trees, and asks by a menu to begin with a node', async () => {
      await goTo(page, 2);
      const focused = (): Promise<string | null> =>
        page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
      await page.getByRole('treeitem').first().focus();
      await page.keyboard.press('ArrowRight');
      await expect.poll(focused).toMatch(named('jane'));
      await page.keyboard.press('ArrowLeft');
      expect(await page.locator('.node.is-closed').count()).toBe(1);
      expect(await nodeAt(page, 'jane', 'is').count()).toBe(0);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await expect.poll(focused).toMatch(named('jane', 'is'));
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Begin with “jane is”' }).waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(focused).toMatch(named('jane', 'is'));
      await page.keyboard.press('Enter');
      await page.locator('[role=menuitem]:focus').waitFor();
      await page.keyboard.press('Enter');
      await page.getByText('begins with “jane is”').waitFor();
      await untilOutputs(page, /^jane is/);
    });

    it('keeps a forced beginning, says nothing that is banned, and takes both back', async () => {
      const free = await outputsOf(page);
      await nodeAt(page, 'in').click();
      await page.locator('.node-bar [data-action=force]').click();
      await page.locator('.rule-chip[data-rule=prefix]').waitFor();
      await untilOutputs(page, /^in/);
      await page.getByRole('button', { name: /^Take back: begins/ }).click();
      await untilFound(page);
      await expect.poll(() => outputsOf(page)).toEqual(free);
      await nodeAt(page, 'jane', 'visits').click();
      await page.locator('.node-bar [data-action=ban]').click();
      await page.locator('.rule-chip[data-rule=banned]').waitFor();
      await untilOutputs(page, /^(?!.*\bvisits\b)/);
      await page.getByRole('button', { name: 'Take back: never “visits”' }).click();
      await expect.poll(() => outputsOf(page)).toEqual(free);
    });

    it('ranks anew by another α and leaves the tree as it is', async () => {
      const shape = (): Promise<string[]> =>
        page
          .getByRole('treeitem')
          .evaluateAll((items: HTMLElement[]) => items.map(({ dataset }) => `${dataset.kind} ${dataset.node}`));
      const [tree, ranking] = [await shape(), await outputsOf(page)];
      const slider = page.locator('#search-alpha');
      await slider.fill('0');
      const flat = await outputsOf(page);
      await slider.fill('2');
      const steep = await outputsOf(page);
      expect(await shape()).toEqual(tree);
      expect(steep).not.toEqual(flat);
      expect(new Set(steep)).toEqual(new Set(ranking));
      const score = Number((await page.locator('[data-reading=score]').first().innerText()).replace('−', '-'));
      const logProb = Number(
        (await page.locator('[data-reading=log-probability]').first().innerText()).replace('−', '-'),
      );
      const length = steep[0]!.split(' ').length + 1;
      expect(score).toBeCloseTo(logProb / length ** 2, 1);
      await slider.fill('0.7');
      expect(await outputsOf(page)).toEqual(ranking);
    });

    it('is misled where it is greedy, which is the point of the example', async () => {
      const [best] = await outputsOf(page);
      await choose(page, 'Strategy', 'greedy');
      await untilFoundBy(page, 'greedy 3');
      const [greedy] = await outputsOf(page);
      expect(best).toBe('jane visits africa in september');
      expect(greedy).toBe('jane is going to be visiting africa in september');
    });

    it('can be left in the middle of a scroll', async () => {
      await page.evaluate(() => {
        document.querySelector('.search-tree')!.scrollTo({ left: 300 });
        document.querySelector<HTMLElement>('#tab-models')!.click();
      });
      await page.locator('.shell[data-view=models]').waitFor();
      await page.locator('#tab-search').click();
      await page.getByRole('tree').waitFor();
    });

    it('shows more candidates when asked, and fewer again', async () => {
      await goTo(page, 1);
      const few = await nodesOf(page);
      await page.locator('[data-kind=more]').click();
      const nodes = await nodesOf(page);
      // Eleven words are possible: three are kept, eight pruned.
      expect(nodes.filter(({ kind }) => kind === 'pruned')).toHaveLength(8);
      expect(nodes.some(({ kind }) => kind === 'more')).toBe(false);
      await page.getByRole('button', { name: 'More candidates' }).click();
      await page.getByRole('button', { name: 'Fewer candidates' }).click();
      expect(await nodesOf(page)).toEqual(few);
    });
  });

  it('searches the model that is trained: greedy is a beam of 1, a seed draws the same, what is unknown is marked', async () => {
    const { page } = await open({ hash: `${smallLink}&view=search` });
    await train(page, 'stopped');
    await page.locator('#search-input').fill('abc');
    await page.locator('[data-reading=search-of][data-step="20"]').waitFor();
    await untilFound(page);
    const tokens = (): Promise<string> => page.locator('.source-tokens').innerText();
    await expect.poll(tokens).toMatch(/a\s*b\s*c$/);
    await choose(page, 'Most tokens', '8');
    await choose(page, 'Beam width', '1');
    await choose(page, 'Results', '1');
    await untilFoundBy(page, 'beam 1');
    await expect.poll(async () => (await outputsOf(page)).length).toBe(1);
    const narrow = await outputsOf(page);
    await choose(page, 'Strategy', 'greedy');
    await untilFoundBy(page, 'greedy 1');
    expect(await outputsOf(page)).toEqual(narrow);

    await choose(page, 'Strategy', 'sampling');
    await choose(page, 'Samples', '4');
    await untilFoundBy(page, 'sampling 4');
    await expect.poll(async () => (await outputsOf(page)).length).toBe(4);
    const drawn = await outputsOf(page);
    await choose(page, 'Seed', '2');
    await expect.poll(() => outputsOf(page)).not.toEqual(drawn);
    await choose(page, 'Seed', '1');
    await expect.poll(() => outputsOf(page)).toEqual(drawn);

    expect(await page.locator('[data-reading=unknown]').count()).toBe(0);
    await page.locator('#search-input').fill('aßc');
    await expect
      .poll(() => page.locator('[data-reading=unknown]').allInnerTexts())
      .toEqual(['“ß” is not in the vocabulary: the model reads <unk> there and cannot tell what it was.']);
    expect(await page.locator('.source-token.is-unknown').allInnerTexts()).toEqual(['ß']);
  });

  it('grows downwards on a phone, and makes no page wider than it is', async () => {
    const { page } = await open({ hash: 'view=search', viewport: { width: 390, height: 844 } });
    await showTextbook(page);
    const top = async (...words: string[]): Promise<number> => (await nodeAt(page, ...words).boundingBox())!.y;
    expect(await top('jane', 'visits')).toBeGreaterThan(await top('jane'));
    const [wide, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
    expect(wide).toBeLessThanOrEqual(shown);
  });

  it('makes of a large search only the nodes that can be seen', async () => {
    // A model that has learned nothing ends nowhere sooner than elsewhere.
    const page = await expectQuick(
      async () => {
        const opened = await open({ hash: `${smallLink}&view=search&in=abcd` });
        await opened.page.getByRole('tree').waitFor();
        // Where length is worth so much, nothing that has ended is safe from what still grows.
        await opened.page.locator('#search-alpha').fill('2');
        await choose(opened.page, 'Most tokens', '20');
        return opened.page;
      },
      async (opened) => {
        await choose(opened, 'Beam width', '10');
        await untilFoundBy(opened, 'beam 10');
        await expect.poll(() => captionOf(opened), { timeout: 20_000 }).toMatch(/ of 20: 10 beams/);
        await opened.locator('.search-tree').evaluate((tree) => tree.scrollTo({ left: 900, top: 900 }));
        await opened.locator('[data-action=back]').click();
      },
    );
    const all = Number(await page.locator('.search-tree').getAttribute('data-nodes'));
    expect(all).toBeGreaterThan(500);
    expect(await page.getByRole('treeitem').count()).toBeLessThan(400);
    // The last of all is made when the focus goes there.
    await page.getByRole('treeitem').first().focus();
    await page.keyboard.press('End');
    const level = (): Promise<string | null | undefined> =>
      page.evaluate(() => document.activeElement?.closest('[role=treeitem]')?.getAttribute('aria-level'));
    await expect.poll(level, { timeout: 20_000 }).toMatch(/^([2-9]|\d\d)$/);
  });
});
