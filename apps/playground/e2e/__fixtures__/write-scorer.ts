// What users do in the Scorer view, in few words.
import type { Page } from 'playwright';

/** Laws, gradients by finite differences and fifty steps: seconds on an idle machine, many on one that tests other things meanwhile. */
export const checkMs = 200_000;

/** A scorer's text with this for its `score`, which is at line 7, and this before it, from line 4 on. */
export const scorerWith = (score: string, before = ''): string => `import * as tf from '@tensorflow/tfjs-core';
import { batchedDot, defineScorer } from '@seq2seq/attention';
import { constant, glorotUniform } from '@seq2seq/core';
${before.replaceAll('\n', ' ')}
export default defineScorer((_sizes, _options: object, parameters) => ({
  prepare: (values: tf.Tensor3D) => values,
  ${score}
}));
`;

/** Opens the view and puts a text in the place of what is there. */
export const writeScorer = async (page: Page, code: string): Promise<void> => {
  await page.locator('#tab-scorer').click();
  const editor = page.getByRole('textbox', { name: 'Code of your scorer' });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(code);
};

/** What a check has said: the verdict, and each thing that is wrong. */
export type Checked = { readonly verdict: string; readonly problems: readonly string[] };

export const untilChecked = async (page: Page): Promise<Checked> => {
  const view = page.locator('[data-check=good], [data-check=broken], [data-check=unusable]');
  await view.waitFor({ timeout: checkMs });
  return {
    verdict: (await view.getAttribute('data-check')) ?? '',
    problems: await page.locator('[data-reading=problem]').allInnerTexts(),
  };
};

export const checkScorer = async (page: Page, code: string): Promise<Checked> => {
  await writeScorer(page, code);
  await page.locator('[data-action=check]').click();
  return untilChecked(page);
};
