// What users do, in few words.
import type { Page } from 'playwright';

/**
 * Fills in the experiment's form, by the labels of its fields: `{ Problem: 'reverse', Units: 16, 'Input feeding': true }`. Of choices,
 * the value.
 */
export const setUp = async (page: Page, fields: Readonly<Record<string, string | number | boolean>>): Promise<void> => {
  const toggle = page.locator('.setup-toggle');
  const isPhone = await toggle.isVisible();
  if (isPhone && (await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click();
  await page.locator('#setup-form details').evaluateAll((all) => {
    for (const details of all as HTMLDetailsElement[]) details.open = true;
  });
  for (const [label, value] of Object.entries(fields)) {
    const field = page.locator('#setup-form').getByLabel(label, { exact: true });
    const kind = await field.evaluate((element) => element.tagName);
    if (typeof value === 'boolean') await field.setChecked(value);
    else if (kind === 'SELECT') await field.selectOption(String(value));
    else {
      await field.fill(String(value));
      await field.blur();
    }
  }
  if (isPhone) await toggle.click();
};

/** A model that learns something within a second or two: the labels of `setUp`. */
export const smallReversal = {
  Problem: 'reverse',
  Shortest: 2,
  Longest: 4,
  'Examples to learn from': 300,
  Cell: 'gru',
  Units: 16,
  Embedding: 8,
  'Batch size': 16,
  Steps: 20,
  'Exact share (above 1: never)': 2,
} as const;

/** The same as a link: a page that is opened with it has it at once, and its trainer ready. */
export const smallLink = 'p=reverse&min=2&max=4&n=300&cell=gru&h=16&e=8&b=16&steps=20&exact=2';

const stateOf = (page: Page): Promise<{ readonly state: string; readonly step: number }> =>
  page.locator('.shell').evaluate((shell: HTMLElement) => ({
    state: shell.dataset.state ?? '',
    step: Number(shell.dataset.step),
  }));

/** What went wrong, in the page's own words. */
const noticesOf = async (page: Page): Promise<string> => (await page.locator('.notice').allInnerTexts()).join(' ');

/** Waits for the run to be in one of these states; fails at once where it has failed instead. */
export const untilState = async (page: Page, ...states: readonly string[]): Promise<void> => {
  const all = [...new Set([...states, 'failed'])];
  await page.locator(all.map((state) => `.shell[data-state=${state}]`).join(', ')).waitFor();
  const { state } = await stateOf(page);
  if (states.includes(state)) return;
  throw new Error(`untilState: expected ${states.join(' or ')}, got ${state}: ${await noticesOf(page)}`);
};

/** Waits until the page shows so many steps. */
export const untilStep = async (page: Page, step: number): Promise<void> => {
  await page.waitForFunction((least) => {
    const { state, step: shown } = document.querySelector<HTMLElement>('.shell')!.dataset;
    return Number(shown) >= least || state === 'failed';
  }, step);
  const reached = await stateOf(page);
  if (reached.step >= step) return;
  throw new Error(`untilStep: expected step ${step}, failed at ${reached.step}: ${await noticesOf(page)}`);
};

/** Presses Train, and waits for a step of the run that it begins or goes on with, or for its end. */
export const train = async (page: Page, until: { readonly untilStep: number } | 'stopped'): Promise<void> => {
  const { state: before } = await stateOf(page);
  await page.locator('[data-action=play]').click();
  // What is shown before is of another run, or a recording.
  await (before === 'stopped' ? untilState(page, 'playing') : untilState(page, 'playing', 'stopped'));
  if (until === 'stopped') await untilState(page, 'stopped');
  else await untilStep(page, until.untilStep);
};
