import { describe, expect, it } from 'vitest';
import { tinyExperiment, trainBare } from './__fixtures__/bare-trainer.ts';
import { hasChromium } from '../driver/chromium.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { setUp, smallLink, train, untilState, untilStep } from '../driver/use-page.ts';

describe.skipIf(!hasChromium())('the backends in Chromium', () => {
  const open = usePlayground();

  it('agree on the losses of the first steps', async () => {
    const playground = await open();
    const steps = 6;
    const experiments = [tinyExperiment, { ...tinyExperiment, cell: 'lstm' as const, scorer: 'general' as const }];
    const reference = await trainBare(playground, 'cpu', experiments, steps);
    for (const backend of ['simd', 'simd-strict', 'wasm'] as const) {
      const runs = await trainBare(playground, backend, experiments, steps);
      for (const [index, run] of runs.entries()) {
        const expected = reference[index]!;
        if ('error' in run || 'error' in expected) throw new Error(JSON.stringify([backend, run, expected]));
        expect(run.backend).toBe(backend);
        for (const [step, loss] of run.losses.entries())
          expect(Math.abs(loss - expected.losses[step]!), `${backend}, step ${step + 1}`).toBeLessThan(1e-4);
      }
    }
  });

  it('are the fastest that starts, and the page says why', async () => {
    const { page } = await open({ hash: smallLink, isIsolated: true });
    await untilState(page, 'ready');
    const chip = page.locator('[data-reading=backend]');
    expect(await chip.innerText()).toMatch(/^simd × \d+$/);
    expect(await chip.getAttribute('title')).toMatch(/the fastest that starts here; \d+ threads/);
  });

  it('can be changed while a run plays, which goes on with its weights', async () => {
    const { page } = await open({ hash: `${smallLink}&steps=100000`, isIsolated: true });
    await train(page, { untilStep: 10 });
    await setUp(page, { Backend: 'cpu' });
    const chip = page.locator('[data-reading=backend]');
    await page.waitForFunction(() => document.querySelector('[data-reading=backend]')?.textContent?.startsWith('cpu'));
    await untilState(page, 'playing');
    const step = Number(await page.locator('.shell').getAttribute('data-step'));
    expect(step).toBeGreaterThanOrEqual(10);
    await untilStep(page, step + 3);
    expect(await page.locator('.notice').count()).toBe(0);
    expect(await chip.getAttribute('title')).toContain('chosen by you');
  });

  it('take tfjs’s own wasm from the app’s folder', async () => {
    const { page, requests, url } = await open({ hash: `${smallLink}&backend=wasm` });
    await untilState(page, 'ready');
    const files = requests.filter((request) => request.endsWith('.wasm'));
    expect(files.length).toBeGreaterThan(0);
    expect(files.every((file) => file.startsWith(`${url}assets/`))).toBe(true);
  });

  it('work on a page that is not isolated, with one thread, and the page says so', async () => {
    const { page } = await open({ hash: smallLink });
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await train(page, 'stopped');
    const chip = page.locator('[data-reading=backend]');
    expect(await chip.innerText()).toBe('simd × 1');
    expect(await chip.getAttribute('title')).toContain('one thread: this page is not cross-origin isolated');
  });

  it('may crash: the run goes on from what was kept of it', async () => {
    const { page } = await open({ hash: `${smallLink}&steps=100000`, isIsolated: true, mayComplain: true });
    await page.evaluate(() => document.querySelector('.shell')!.setAttribute('data-test', 'same page'));
    await train(page, { untilStep: 30 });
    const worker = page.workers().find((each) => each.url().includes('worker-'))!;
    const gone = worker.evaluate(() => {
      setTimeout(() => {
        throw new Error('out of memory');
      });
    });
    await gone.catch(() => {});
    const notice = page.getByRole('alert');
    await notice.waitFor();
    expect(await notice.innerText()).toContain('The trainer has crashed: ');
    expect(await notice.innerText()).toContain('out of memory');
    await notice.getByRole('button', { name: /Restart from step \d+/ }).click();
    await untilState(page, 'paused');
    const step = Number(await page.locator('.shell').getAttribute('data-step'));
    expect(step).toBeGreaterThan(0);
    await train(page, { untilStep: step + 3 });
    expect(await page.locator('.shell').getAttribute('data-test'), 'nothing was loaded anew').toBe('same page');
  });
});
