// E6 and E10: what the Inspect view and its maps show is what the model does, by canvas, table, keys and files, and a row of attention that
// is set by hand gives what the trainer gives for it in Node.
import { readFile } from 'node:fs/promises';
import { colourOfWeight } from '@seq2seq/viz';
import type { Locator, Page } from 'playwright';
import { beforeAll, describe, expect, it } from 'vitest';
import { presets } from '../src/experiment/presets.ts';
import type { Experiment } from '../src/experiment/experiment.ts';
import type { Weights } from '../src/protocol/messages.ts';
import { trainerInNode, untilTold } from '../src/trainer/__fixtures__/trainer-in-node.ts';
import { hasChromium } from '../driver/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { smallLink, train } from '../driver/use-page.ts';

/** After fewer it writes nothing but the end. */
const steps = 60;

/** What `smallLink` says, and what the tests say more. */
const experiment: Experiment = {
  ...presets.reverse.experiment,
  ...{ shortest: 2, longest: 4, examples: 300, cell: 'gru', units: 16, embedding: 8 },
  ...{ batchSize: 16, stopSteps: steps, stopExact: 2, backend: 'simd-strict' },
};

/** Numbers of tables have three digits. */
const halfDigit = 0.0005;

const tableOf = async (page: Page): Promise<number[][]> =>
  page
    .locator('.map-table tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent))));
const pixelsOf = (map: Locator): Promise<number[][][]> =>
  map.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
    return Array.from({ length: height }, (_, row) =>
      Array.from({ length: width }, (__, column) => [
        ...data.subarray(4 * (row * width + column), 4 * (row * width + column) + 3),
      ]),
    );
  });
const rowsOf = ({ rows, columns, values }: Weights): number[][] =>
  Array.from({ length: rows }, (_, row) => [...values.subarray(row * columns, (row + 1) * columns)]);

/** Each of the numbers is one of the table, as far as its digits go, and a little for another order of sums. */
const expectTable = (table: readonly (readonly number[])[], wanted: readonly (readonly number[])[]): void => {
  expect(table.map((row) => row.length)).toEqual(wanted.map((row) => row.length));
  for (const [row, weights] of wanted.entries()) {
    for (const [column, weight] of weights.entries()) {
      expect(Math.abs(table[row]![column]! - weight), `row ${row}, column ${column}`).toBeLessThan(halfDigit + 1e-4);
    }
  }
};

const inspected = async (page: Page, text: string): Promise<void> => {
  if (!(await page.locator('.inspect').isVisible())) await page.locator('#tab-inspect').click();
  await page.locator('[data-input]').fill(text);
  await page.locator(`.inspect[data-inspect=ready][data-source="${[...text].join(' ')}"]`).waitFor();
};

describe.skipIf(!hasChromium())('the Inspect view', () => {
  const open = usePlayground();
  let page: Page;
  beforeAll(async () => {
    ({ page } = await open({ hash: `${smallLink}&steps=${steps}&backend=simd-strict`, isKept: true }));
    await train(page, 'stopped');
  });

  it('has one truth: table, canvas, keys and files, and repeated tokens have columns of their own', async () => {
    await inspected(page, 'abba');
    const map = page.locator('.inspect .heat-map');
    const pixels = await pixelsOf(map);
    await map.locator('.heat-map-cells').press('t');
    const table = await tableOf(page);
    expect(await page.locator('.map-table thead th').allInnerTexts()).toEqual(['a', 'b', 'b', 'a', '</s>']);
    for (const row of table) {
      expect(row).toHaveLength(5);
      expect(Math.abs(row.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(5 * halfDigit + 1e-6);
    }
    // A pixel is the colour of a weight that the table's digits allow, of one of 256 shades.
    for (const [row, weights] of table.entries()) {
      for (const [column, weight] of weights.entries()) {
        const allowed = [-halfDigit, 0, halfDigit].map((off) => {
          const shade = Math.round(255 * Math.min(Math.max(weight + off, 0), 1)) / 255;
          return colourOfWeight(shade).join();
        });
        expect(allowed, `row ${row}, column ${column}`).toContain(pixels[row]![column]!.join());
      }
    }

    await page.locator('[data-action=table]').click();
    const option = map.locator('[role=option]').nth(1);
    await map.locator('[role=option]').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await option.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await option.getAttribute('aria-selected')).toBe('true');
    const token = await option.innerText();
    expect(await option.getAttribute('aria-label')).toMatch(
      new RegExp(`^output “${token}”: “.+” [\\d.]+ %, “.+” [\\d.]+ %$`),
    );
    await page.keyboard.press('Enter');
    for (let column = 1; column <= 2; column++) await page.keyboard.press('ArrowRight');
    const said = (await map.getByRole('application').getAttribute('aria-label')) ?? '';
    const [, source, share] = /Output “.+” at source “(.+)”: ([\d.]+) %/.exec(said) ?? [];
    expect(source).toBe('b');
    expect(Math.abs(Number(share) / 100 - table[1]![2]!)).toBeLessThan(0.006);
    await page.keyboard.press('Enter');
    expect(await page.locator('.formula-card').getAttribute('data-column')).toBe('2');
    expect(Number(await page.locator('[data-reading=weight]').innerText())).toBe(table[1]![2]);
    await page.keyboard.press('Escape');
    expect(await option.evaluate((element) => element === document.activeElement)).toBe(true);

    const saved = async (kind: string): Promise<Buffer> => {
      const coming = page.waitForEvent('download');
      await page.locator(`[data-action=save-${kind}]`).click();
      return readFile(await (await coming).path());
    };
    const lines = (await saved('csv')).toString().trimEnd().split('\r\n');
    expect(lines[0]).toBe('\uFEFF,a,b,b,a,</s>');
    expectTable(
      table,
      lines.slice(1).map((line) => line.split(',').slice(1).map(Number)),
    );
    const svg = (await saved('svg')).toString();
    expect(svg).toMatch(/^<svg[^>]* xmlns=/);
    expect(svg.match(/<rect[^>]*><title>/g)).toHaveLength(table.length * 5);
    expect((await saved('png')).subarray(1, 4).toString()).toBe('PNG');
  });

  it('shows the step that was recorded, and what a row set by hand makes of the output, as the trainer does in Node', async () => {
    await page.locator('#tab-train').click();
    const trainer = await trainerInNode('simd-strict');
    await trainer.ask('configure', { run: 'e10', experiment });
    await trainer.ask('step', { run: 'e10', count: steps });
    await untilTold(trainer, 'e10', steps);
    const free = await trainer.ask('inspect', { run: 'e10', text: 'dacb', top: 5, forced: [] });
    const oneHot = Float32Array.of(0, 0, 1, 0, 0);
    const led = await trainer.ask('inspect', {
      run: 'e10',
      text: 'dacb',
      top: 5,
      forced: [{ row: 1, weights: oneHot }],
    });
    const moments = trainer.measuresOf('e10');
    trainer.close();

    // The film, at its first moment and at its last.
    await page.locator('.film [data-action=table]').click();
    const slider = page.getByLabel('Moment of training');
    for (const [key, moment] of [
      ['Home', moments[0]!],
      ['End', moments.at(-1)!],
    ] as const) {
      await slider.press(key);
      await page.locator('[data-reading=moment]', { hasText: new RegExp(`^step ${moment.step}$`) }).waitFor();
      expectTable(await tableOf(page), rowsOf(moment.examples[0]!.forced!));
    }

    await inspected(page, 'dacb');
    const options = page.locator('.inspect .heat-map [role=option]');
    const likely = async (): Promise<(readonly [string, number])[]> => {
      const items = page.locator('.likely li');
      const tokens = await items.locator('.likely-token').allInnerTexts();
      const numbers = await items.locator('.likely-log').allInnerTexts();
      return tokens.map((token, place) => [token, Number(numbers[place]!.replace('−', '-'))] as const);
    };
    const expectAnswer = async (answer: typeof led): Promise<void> => {
      const [output] = answer.outputs;
      expect(await options.allInnerTexts()).toEqual([...output!.tokens, ...(output!.finished ? ['</s>'] : [])]);
      const shown = await likely();
      for (const [place, { token, logProb }] of answer.likely[1]!.entries()) {
        expect(shown[place]![0]).toBe(token);
        expect(Math.abs(shown[place]![1] - logProb)).toBeLessThan(0.006);
      }
    };
    await options.nth(1).click();
    await expectAnswer(free);
    const bar = page.locator('.row-bar').nth(2);
    await bar.press('Enter');
    await page.locator('.inspect[data-led=true][data-inspect=ready] .difference').waitFor();
    await expectAnswer(led);
    expect(await page.locator('.row-bar').evaluateAll((bars) => bars.map((one) => one.ariaValueNow))).toEqual([
      '0',
      '0',
      '100',
      '0',
      '0',
    ]);
    const change = Number(
      (await page.locator('.difference .soft').innerText()).replace('−', '-').match(/[+-][\d.]+$/)?.[0],
    );
    expect(Math.abs(change - (led.outputs[0]!.logProb - free.outputs[0]!.logProb))).toBeLessThan(0.002);

    // By drag: half way up is a half, and the others share the rest.
    const track = (await page.locator('.row-track').first().boundingBox())!;
    await page.mouse.move(track.x + track.width / 2, track.y + track.height - 2);
    await page.mouse.down();
    await page.mouse.move(track.x + track.width / 2, track.y + track.height / 2, { steps: 3 });
    await page.mouse.up();
    const shares = await page.locator('.row-bar').evaluateAll((bars) => bars.map((one) => Number(one.ariaValueNow)));
    expect(Math.abs(shares[0]! - 50)).toBeLessThan(4);
    expect(shares[0]! + shares[2]!).toBe(100);
    await page.locator('[data-action=reset-row]').click();
    await page.locator('.inspect[data-led=false][data-inspect=ready]').waitFor();
    await expectAnswer(free);
  });

  it('shows two hundred tokens: the map scrolls under its tokens, and only links in sight are drawn', async () => {
    await inspected(page, 'abcdefghij'.repeat(20));
    const map = page.locator('.inspect .heat-map');
    const before = await map.evaluate((box) => {
      const cells = box.querySelector('.heat-map-cells')!.getBoundingClientRect();
      const columns = box.querySelector('canvas')!.width;
      return { columns, cell: cells.width / columns, isWider: box.scrollWidth > box.clientWidth };
    });
    expect(before).toMatchObject({ columns: 201, isWider: true });
    expect(before.cell).toBeGreaterThanOrEqual(18);
    await map.locator('.heat-map-cells').press('ArrowRight');
    await page.keyboard.press('End');
    await page.waitForFunction(() => (document.querySelector('.inspect .heat-map')?.scrollLeft ?? 0) > 0);
    const after = await map.evaluate((box) => {
      const [outside, at, rows] = [
        box.getBoundingClientRect(),
        box.querySelector('.heat-map-at')!.getBoundingClientRect(),
        box.querySelector('.heat-map-rows')!.getBoundingClientRect(),
      ];
      return {
        isSeen: at.right <= outside.right + 1 && at.left >= rows.right,
        rowsStay: Math.abs(rows.left - outside.left) < 1,
      };
    });
    expect(after).toEqual({ isSeen: true, rowsStay: true });

    await page.locator('[data-action=as-links]').click();
    const links = page.locator('.links');
    const drawn = (): Promise<{ readonly count: number; readonly ends: readonly number[] }> =>
      links.locator('path').evaluateAll((paths) => ({
        count: paths.length,
        ends: paths.map((path) => Math.floor(Number(/^M0 ([\d.]+)/.exec(path.getAttribute('d') ?? '')![1]) / 26)),
      }));
    const top = await drawn();
    expect(top.count).toBeGreaterThan(0);
    expect(top.count).toBeLessThanOrEqual(1500);
    await links.evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.links path')].some((path) =>
        path.getAttribute('d')?.startsWith(`M0 ${200.5 * 26}`),
      ),
    );
    expect((await drawn()).count).toBeLessThanOrEqual(1500);
    await links.getByRole('option').first().focus();
    await page.keyboard.press('Home');
    expect(await links.locator('.link-strong').count()).toBeLessThanOrEqual(201);
    await links.evaluate((box) => box.scrollTo(0, 0));
    await page.locator('.link-strong').first().waitFor({ state: 'attached' });
    // A source token under the pointer has its links stand out instead.
    await page.locator('.links-source span').nth(1).hover();
    await page.locator('.link-weak').first().waitFor({ state: 'attached' });
    expect(await links.locator('.link-strong').count()).toBeLessThan(201);
  });
});
