// E13: a scorer that means harm. Nothing leaves the sandbox, and the page does not notice.
import { connect } from 'node:net';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLink, writeLink } from '../src/experiment/link.ts';
import { hasChromium } from '../driver/chromium.ts';
import { countConnections, type Listener } from './__fixtures__/count-connections.ts';
import { usePlayground } from './__fixtures__/open-playground.ts';
import { smallRun } from './__fixtures__/take-files.ts';
import { untilState, untilStep } from '../driver/use-page.ts';
import {
  type Checked,
  checkMs,
  checkScorer,
  scorerWith,
  untilChecked,
  writeScorer,
} from './__fixtures__/write-scorer.ts';

/** Ways out, each a promise that is kept if it leads anywhere; the port is of somebody who counts calls. */
const waysOut = (port: number): Readonly<Record<string, string>> => {
  const http = `'http://127.0.0.1:${port}/'`;
  const inner = `"fetch(${http}).then(() => postMessage(1), () => postMessage(0)); try { importScripts(${http}); } catch {} new WebSocket(${http.replace('http', 'ws')});"`;
  const opened = (make: string): string =>
    `new Promise((yes, no) => { const it = ${make}; it.onopen = it.onsuccess = it.onload = yes; it.onerror = it.onblocked = it.onclose = no; })`;
  return {
    fetch: `fetch(${http}, { mode: 'no-cors' })`,
    request: opened(`(() => { const x = new XMLHttpRequest(); x.open('GET', ${http}); x.send(); return x; })()`),
    socket: opened(`new WebSocket(${http.replace('http', 'ws')})`),
    events: opened(`new EventSource(${http})`),
    transport: `new WebTransport(${http.replace('http', 'https')}).ready`,
    scripts: `Promise.resolve(${http}).then((url) => importScripts(url))`,
    module: `new Promise((yes, no) => { const worker = new Worker(URL.createObjectURL(new Blob(["import(" + JSON.stringify(${http}) + ").then(() => postMessage(1), () => postMessage(0))"]))); worker.onmessage = ({ data }) => (data ? yes : no)(); worker.onerror = no; })`,
    nested: `new Promise((yes, no) => { const worker = new Worker(URL.createObjectURL(new Blob([${inner}]))); worker.onmessage = ({ data }) => (data ? yes : no)(); worker.onerror = no; })`,
    font: `new FontFace('x', 'url(' + ${http} + ')').load()`,
    evaluation: `Promise.resolve('1').then((text) => (0, eval)(text))`,
    database: opened(`indexedDB.open('x')`),
    caches: `caches.open('x')`,
    files: `navigator.storage.getDirectory()`,
    storage: `Promise.resolve().then(() => localStorage.length)`,
    cookies: `Promise.resolve().then(() => cookieStore.getAll())`,
    page: `Promise.resolve().then(() => parent.document.title)`,
    top: `Promise.resolve().then(() => top.location.assign(${http}))`,
    window: `Promise.resolve().then(() => open(${http}))`,
    navigation: `Promise.resolve().then(() => { location.href = ${http}; if (!location.href.includes('127')) throw 0; })`,
  };
};

/** Tries all of them while it is loaded, and says which led anywhere as soon as it knows of each. */
const escaping = (port: number): string => {
  const attempts = Object.entries(waysOut(port))
    .map(
      ([name, way]) =>
        `Promise.race([Promise.resolve().then(() => ${way}), later]).then(() => out.push('${name}'), () => kept.push('${name}'));`,
    )
    .join(' ');
  return scorerWith(
    `score: (q, k) => { if (out.length + kept.length === ${Object.keys(waysOut(port)).length}) throw new Error('out: ' + out.sort() + '; kept: ' + kept.sort() + '.'); return batchedDot(q, k); },`,
    `const [out, kept]: string[][] = [[], []];
    const later = new Promise((_, no) => setTimeout(no, 500)); ${attempts}`,
  );
};

/** The page answers at once. */
const expectAlive = async (page: Page): Promise<void> => {
  expect(await page.evaluate(() => 1 + 1)).toBe(2);
  await page.locator('#tab-train').click();
  await page.locator('.shell[data-view=train]').waitFor();
  await page.locator('#tab-scorer').click();
  expect(await page.evaluate(() => [({} as { tampered?: unknown }).tampered, [1].map((x) => x + 1)])).toEqual([
    undefined,
    [2],
  ]);
};

describe.skipIf(!hasChromium())('the sandbox in Chromium', { timeout: 2 * checkMs }, () => {
  const open = usePlayground();
  let outside: Listener;
  beforeAll(async () => {
    outside = await countConnections();
  });
  // The listener does hear whoever calls.
  afterAll(async () => {
    await new Promise<void>((resolve) => connect(outside.port, '127.0.0.1').on('close', () => resolve()));
    expect(outside.calls()).toBe(1);
    await outside.close();
  });

  // One page for all who mean harm: what one of them does must be nothing to the next.
  let page: Page;
  const openSmall = async (): Promise<Page> => {
    // What is refused is told of in the console.
    const opened = await open({ hash: `${smallRun}&backend=cpu`, isIsolated: true, mayComplain: true, isKept: true });
    await untilState(opened.page, 'ready');
    return opened.page;
  };
  // A worker that is gone is waited for, longer than the others take: it is asked eight times.
  let pageOfEnded: Page;
  beforeAll(async () => {
    pageOfEnded = await openSmall();
    await writeScorer(pageOfEnded, scorerWith('score: batchedDot,', 'close();'));
    await pageOfEnded.locator('[data-action=check]').click();
    page = await openSmall();
  });
  const expectRefused = async (where: Page, { verdict, problems }: Checked, problem: RegExp): Promise<void> => {
    expect(verdict).toBe('unusable');
    expect(problems.join(' ')).toMatch(problem);
    await expectAlive(where);
    const step = Number(await where.locator('.shell').getAttribute('data-step'));
    await where.locator('[data-action=step]').click();
    await untilStep(where, step + 1);
    expect(await where.locator('iframe').count()).toBe(0);
  };

  it('lets nothing out', async () => {
    const { problems } = await checkScorer(page, escaping(outside.port));
    const names = Object.keys(waysOut(0)).toSorted();
    expect(problems.join(' ')).toContain(`out: ; kept: ${names.join()}.`);
    expect(outside.calls()).toBe(0);
    await expectAlive(page);
  });

  it.each([
    [
      'a flood to its frame',
      `setInterval(() => { for (let i = 0; i < 10000; i++) postMessage('x'); }, 0);`,
      /more messages than can be read/,
    ],
    [
      'a flood over the line of the trainer',
      `const say = MessagePort.prototype.postMessage; MessagePort.prototype.postMessage = function (...all) { for (let i = 0; i < 5000; i++) say.call(this, { kind: 'event', name: 'frame', event: { runs: [] } }); return say.apply(this, all); };`,
      /more messages than can be read/,
    ],
    [
      'lies over the line of the trainer',
      `const say = MessagePort.prototype.postMessage; MessagePort.prototype.postMessage = function (...all) { say.call(this, { kind: 'event', name: '__proto__', event: { tampered: true } }); return say.apply(this, all); };`,
      /told of something that the page does not know/,
    ],
    [
      'prototypes that are tampered with',
      `Object.prototype.tampered = true; Array.prototype.map = () => { throw new Error('no map is left'); };`,
      /./,
    ],
  ])('stands %s', async (_, harm, problem) => {
    await expectRefused(page, await checkScorer(page, scorerWith('score: batchedDot,', harm)), problem);
  });

  it('stands a worker that ends itself', async () => {
    await expectRefused(pageOfEnded, await untilChecked(pageOfEnded), /does not answer/);
  });

  it('shows code that comes with a link, and runs it only when told to', async () => {
    const ownScorer = scorerWith(`score: batchedDot,`, `fetch('http://127.0.0.1:${outside.port}/');`);
    const { shared } = await readLink(`${smallRun}&backend=cpu&view=scorer`);
    const hash = await writeLink({ ...shared, experiment: { ...shared.experiment, scorer: 'own', ownScorer } });
    const { page: other } = await open({ hash, isIsolated: true, mayComplain: true });
    const editor = other.getByRole('textbox', { name: 'Code of your scorer' });
    await editor.waitFor();
    expect(await editor.innerText()).toContain('fetch(');
    await other.getByRole('note').getByText('came with the link').waitFor();
    const before = await editor.innerText();
    await editor.click();
    await other.keyboard.type('x');
    expect(await editor.innerText()).toBe(before);
    // Neither the view nor the bar has run it, nor does the bar when it is asked.
    await other.locator('[data-action=play]').click();
    await other.locator('.notice').getByText('read it here').waitFor();
    await other.keyboard.press('ControlOrMeta+Enter');
    expect(await other.locator('iframe').count()).toBe(0);

    await other.locator('[data-action=run-code]').click();
    await other.locator('.shell[data-state=playing]').waitFor({ timeout: checkMs });
    await untilStep(other, 1);
    expect(outside.calls()).toBe(0);
  });
});
