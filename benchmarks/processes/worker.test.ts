import { describe, expect, test } from 'vitest';
import { type Command, startWorker, type Worker } from './worker.ts';

/** A program of ours in the language of the lines, as short as it can be. */
const sideThat = (body: string): Command => ({
  program: process.execPath,
  arguments: ['-e', `const say = (line) => console.log(JSON.stringify(line)); let pieces = 0; ${body}`],
});
const onWork = (body: string): string =>
  `process.stdin.on('data', (line) => { const times = Number(line); pieces += times; ${body} });`;

/** The system knows when a process has gone. */
const hasEnded = async (id: number): Promise<boolean> => {
  for (let look = 0; look < 200; look++) {
    try {
      process.kill(id, 0);
    } catch {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
};
const idOf = (worker: Worker): number => Number(worker.about['id']);

describe('startWorker', () => {
  test('waits until the side is ready, and gives it as many pieces of work as it is told', async () => {
    const worker = await startWorker(
      sideThat(`setTimeout(() => say({ ready: { version: '9' } }), 50);
        ${onWork('say({ readings: Array(times).fill({ milliseconds: 10 * pieces, figures: { pieces } }) });')}`),
    );
    expect(worker.about).toEqual({ version: '9' });
    expect(await worker.work(1)).toEqual([{ milliseconds: 10, figures: { pieces: 1 } }]);
    const reading = { milliseconds: 40, figures: { pieces: 4 } };
    expect(await worker.work(3)).toEqual([reading, reading, reading]);
    worker.end();
  });

  test('does not take what else a side prints for an answer', async () => {
    const worker = await startWorker(
      sideThat(`console.log('hello'); console.log('{"a": 1}'); say({ ready: {} });
        ${onWork("console.log('12'); say({ readings: [] });")}`),
    );
    expect(await worker.work(1)).toEqual([]);
    worker.end();
  });

  test('gives more to the environment than ours has', async () => {
    const command = sideThat(
      'say({ ready: { more: process.env.MORE, path: process.env.PATH } }); process.stdin.resume();',
    );
    const worker = await startWorker({ ...command, environment: { MORE: '1' } });
    expect(worker.about).toEqual({ more: '1', path: process.env['PATH'] });
    worker.end();
  });

  test('says what went wrong: before it is ready, at work, without a word, and without a program', async () => {
    await expect(startWorker(sideThat("say({ error: 'no such case' });"))).rejects.toThrow('no such case');
    const failing = await startWorker(sideThat(`say({ ready: {} }); ${onWork("say({ error: 'out of memory' });")}`));
    await expect(failing.work(1)).rejects.toThrow('out of memory');
    failing.end();
    await expect(startWorker(sideThat('process.exit(3);'))).rejects.toThrow(/ended \(exit code 3\)/);
    const dying = await startWorker(sideThat(`say({ ready: {} }); ${onWork("process.kill(process.pid, 'SIGKILL');")}`));
    await expect(dying.work(1)).rejects.toThrow(/ended \(SIGKILL\)/);
    await expect(dying.work(1)).rejects.toThrow(/ended \(SIGKILL\)/);
    await expect(startWorker({ program: '/no/such/program', arguments: [] })).rejects.toThrow('ENOENT');
  });

  test('ends the process when told to', async () => {
    const worker = await startWorker(sideThat('say({ ready: { id: process.pid } }); setInterval(() => {}, 1000);'));
    worker.end();
    expect(await hasEnded(idOf(worker))).toBe(true);
  });

  test('ends the process when stopped, also in the middle of work', async () => {
    const stop = new AbortController();
    const worker = await startWorker(
      sideThat(`say({ ready: { id: process.pid } }); ${onWork('for (;;);')}`),
      stop.signal,
    );
    const work = worker.work(1);
    setTimeout(() => stop.abort(), 100);
    await expect(work).rejects.toThrow('stopped');
    expect(await hasEnded(idOf(worker))).toBe(true);
    await expect(startWorker(sideThat('say({ ready: {} });'), stop.signal)).rejects.toThrow(/abort/i);
  });
});
