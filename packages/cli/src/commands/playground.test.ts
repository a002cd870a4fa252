import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Running, seq2seq, startSeq2Seq } from '../__fixtures__/run-command.ts';
import { temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { trainTiny, writeTinyTask } from '../__fixtures__/tiny-task.ts';

const folder = temporaryFolder();

beforeAll(async () => {
  writeTinyTask(folder);
  await seq2seq(trainTiny('my model', '--steps', '2'), folder);
}, 60_000);

/** Starts it on any free port; gives the address that it prints. */
const start = async (...words: readonly string[]): Promise<{ readonly running: Running; readonly address: URL }> => {
  const running = startSeq2Seq(['playground', ...words, '--port', '0'], folder);
  let printed = '';
  running.process.stdout.on('data', (text: string) => {
    printed += text;
  });
  await running.until(/^http:.*\n/);
  return { running, address: new URL(printed.trim()) };
};

/** As no browser would ask: the path goes as it is. */
const statusOf = (address: URL, path: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: address.hostname, port: address.port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject).end();
  });

describe('seq2seq playground', () => {
  it('serves the page, isolated, with the model opened in it, and Ctrl-C ends it without a word', async () => {
    const { running, address } = await start('my model');
    expect(address.hash).toBe('#model=own-my-model&view=search');
    const page = await fetch(address);
    expect(await page.text()).toContain('<div id="playground">');
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(page.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    for (const name of ['config.json', 'source.vocabulary.json', 'target.vocabulary.json', 'model.safetensors']) {
      const served = await fetch(new URL(`models/own-my-model/${name}`, address));
      expect(Buffer.from(await served.arrayBuffer()), name).toEqual(await readFile(join(folder, 'my model', name)));
    }
    running.process.kill('SIGINT');
    const { signal, stderr, stdout } = await running.ended;
    expect({ signal, stderr }).toEqual({ signal: 'SIGINT', stderr: '' });
    expect(stdout).toBe(`${address.href}\n`);
  });

  it('serves nothing but its files', async () => {
    const { running, address } = await start();
    expect(address.hash).toBe('');
    for (const path of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/models/../../package.json',
      '/nothing',
      '/%',
      '/models',
    ]) {
      expect(await statusOf(address, path), path).toBe(404);
    }
    running.process.kill('SIGTERM');
    await running.ended;
  });

  it.each([
    [['nowhere'], /^seq2seq: nowhere: cannot read: there is no such file or folder; check the path\.\n$/],
    [['empty'], /^seq2seq: empty: there is no config\.json; the folder of a model holds/],
    [['--port', 'many'], /^seq2seq: .*Expected a whole number from 0 on, got "many"/],
  ])('says what is wrong with %s', async (words, message) => {
    mkdirSync(join(folder, 'empty'), { recursive: true });
    const { code, stdout, stderr } = await seq2seq(['playground', ...words], folder);
    expect([code === 0, stdout]).toEqual([false, '']);
    expect(stderr).toMatch(message);
  });

  it('says that a port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await seq2seq(['playground', '--port', String(port)], folder);
    other.close();
    expect(code).toBe(1);
    expect(stderr).toBe(
      `seq2seq: --port ${port}: expected a free port, but another program has it; name another, or 0 for any.\n`,
    );
  });
});
