// What becomes of a command when one of its threads dies, and of its threads when the command is stopped.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Running, startSeq2Seq } from '../__fixtures__/run-command.ts';
import { contentsOf, temporaryFolder } from '../__fixtures__/temporary-folder.ts';
import { tinyConfig, trainTiny, writeTinyTask } from '../__fixtures__/tiny-task.ts';

const folder = temporaryFolder();
const preload = new URL('../__fixtures__/two-threads.mjs', import.meta.url);

/** Starts the command on two threads; one of them is harmed at SIGUSR2. */
const start = (words: readonly string[], harm?: 'fail' | 'kill'): Running =>
  startSeq2Seq(words, folder, ['--import', `${preload.href}${harm ? `?harm=${harm}` : ''}`]);

const runToEnd = (words: readonly string[]): Running['ended'] => start(words).ended;

/** Trains a model that is large enough to be shared among threads. */
const train = (out: string, ...more: readonly string[]): string[] => trainTiny(out, '--config', 'wide.json', ...more);

/** Has far more lines translated than it waits for. */
const startTranslating = async (harm?: 'fail'): Promise<Running> => {
  const running = start(['translate', 'whole'], harm);
  running.process.stdin.on('error', () => {});
  running.process.stdin.write('fad\nbee\n'.repeat(100_000));
  await running.until(/\n/);
  return running;
};

/** Waits until a run takes steps. */
const untilItTrains = async (running: Running, out: string): Promise<void> => {
  await running.until(/(Training|Going on) in /);
  while (!existsSync(join(folder, out, 'log.jsonl'))) await pause(20);
  await pause(300);
};

const failed = /^seq2seq: backend-simd: thread 1 of 2 failed \(unreachable\); start the program again, [^\n]+\n$/;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

beforeAll(async () => {
  writeTinyTask(folder);
  const { model, training } = tinyConfig;
  const wide = {
    ...tinyConfig,
    model: { ...model, encoder: { ...model.encoder, units: 24 }, decoder: { ...model.decoder, units: 48 } },
    training: { ...training, batchSize: 64 },
  };
  writeFileSync(join(folder, 'wide.json'), JSON.stringify(wide));
  expect((await runToEnd(train('whole', '--steps', '10'))).code).toBe(0);
});

describe('a thread that dies while training', () => {
  it.each([
    ['fail', failed],
    [
      'kill',
      /^seq2seq: backend-simd: thread 1 of 2 (has not finished \d+\.\d s after the caller|ended \(exit code 1\)); start the program again, [^\n]+\n$/,
    ],
  ] as const)('ends the run with one message and the last save as it was: %s', async (harm, message) => {
    const run = `harmed-${harm}`;
    expect((await runToEnd(train(run, '--steps', '5'))).code).toBe(0);
    const saved = contentsOf(join(folder, run));
    const running = start(train(run, '--epochs', '100000'), harm);
    await untilItTrains(running, run);
    running.process.kill('SIGUSR2');
    const { code, stderr } = await running.ended;
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(message) });
    expect({ ...contentsOf(join(folder, run)), 'log.jsonl': '' }).toEqual({ ...saved, 'log.jsonl': '' });

    const again = await runToEnd(train(run, '--steps', '10'));
    expect(again).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(`Going on in ${run}.`) });
    const weightsOf = (name: string): Buffer => readFileSync(join(folder, name, 'model.safetensors'));
    expect(weightsOf(run).equals(weightsOf('whole'))).toBe(true);
  });
});

describe('a thread that dies while translating', () => {
  it('ends the command with one message', async () => {
    const running = await startTranslating('fail');
    running.process.kill('SIGUSR2');
    const { code, stderr } = await running.ended;
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(failed) });
  });
});

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  /** Stops a command; the processes that it consisted of are gone with it. */
  const stop = async (running: Running): Promise<string> => {
    const family = familyOf(running.process.pid as number);
    expect(family.filter(isAlive)).toEqual(family);
    running.process.kill(signal);
    const ended = await running.ended;
    expect(ended).toMatchObject({ code: null, signal, stderr: '' });
    expect(family.filter(isAlive)).toEqual([]);
    return ended.stdout;
  };

  it('while training saves, and leaves no process', async () => {
    const run = `stopped-${signal}`;
    const running = start(train(run, '--epochs', '100000'));
    await untilItTrains(running, run);
    expect(await stop(running)).toContain(`Saved in ${run} at step `);
  });

  it('while translating leaves no process', async () => {
    const running = await startTranslating();
    const lines = (await stop(running)).split('\n').length;
    expect(lines).toBeLessThan(200_000);
  });
});

/** A process and those that it started, where the system lists them; elsewhere itself. */
const familyOf = (pid: number): number[] => {
  const tasks = `/proc/${pid}/task`;
  const lists = existsSync(tasks) ? readdirSync(tasks).map((task) => join(tasks, task, 'children')) : [];
  const children = lists
    .filter((list) => existsSync(list))
    .flatMap((list) => readFileSync(list, 'utf8').match(/\d+/g) ?? []);
  return [pid, ...children.flatMap((child) => familyOf(Number(child)))];
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
