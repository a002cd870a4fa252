import { afterEach, describe, expect, it } from 'vitest';
import { connectTrainer, type Handlers, type Listeners, serveTrainer, type TrainerHost } from './channel.ts';
import type { Events, RunFrame } from './messages.ts';

/** A page and a trainer at the two ends of a line, of which only some commands are looked at. */
const line = (
  handlers: Partial<Handlers>,
  listeners: Partial<Listeners> = {},
): { readonly page: ReturnType<typeof connectTrainer>; readonly host: TrainerHost; readonly heard: unknown[] } => {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1);
  const heard: unknown[] = [];
  port1.addEventListener('message', ({ data }) => heard.push(data));
  const page = connectTrainer(port1, listeners as Listeners);
  const host = serveTrainer(port2, handlers as Handlers);
  for (const port of [port1, port2]) port.start();
  return { page, host, heard };
};
const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

const memory = (tensors: number): { tensors: number; bytes: number } => ({ tensors, bytes: 0 });
const frameOf = (losses: Float32Array): Events['frame'] => ({
  runs: [{ run: 'main', step: 1, epoch: 0, losses, measures: [], stepsPerSecond: 0, seconds: 0 } satisfies RunFrame],
});

describe('a line between page and trainer', () => {
  it('gives each question its own answer, in whatever order they come', async () => {
    const waiting: ((tensors: number) => void)[] = [];
    const { page } = line({
      memory: () => new Promise((resolve) => waiting.push((tensors) => resolve(memory(tensors)))),
      pause: () => {
        for (const [place, answer] of [...waiting.entries()].toReversed()) answer(place);
      },
    });
    const asked = [page.ask('memory', {}), page.ask('memory', {}), page.ask('memory', {})];
    await page.ask('pause', {});
    expect((await Promise.all(asked)).map(({ tensors }) => tensors)).toEqual([0, 1, 2]);
  });

  it('begins questions in the order in which they were asked', async () => {
    const begun: string[] = [];
    const { page } = line({
      remove: ({ run }) => void begun.push(run),
    });
    await Promise.all(['a', 'b', 'c'].map((run) => page.ask('remove', { run })));
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('rejects with what the trainer says, and goes on', async () => {
    const { page } = line({
      pause: () => {
        throw new Error('trainer: nothing to pause.');
      },
      memory: async () => memory(3),
    });
    await expect(page.ask('pause', {})).rejects.toThrow('trainer: nothing to pause.');
    expect(await page.ask('memory', {})).toEqual(memory(3));
  });

  it('hands arrays over instead of copying them, each memory once', async () => {
    const losses = new Float32Array([1, 2, 3]);
    const measured = new Float32Array(losses.buffer, 4, 1);
    const got = new Promise<Events['frame']>((resolve) => {
      const { host } = line({}, { frame: resolve });
      const frame = frameOf(losses);
      const [run] = frame.runs;
      const shown = { output: [], isRight: true, forced: { rows: 1, columns: 1, values: measured } };
      host.tell('frame', {
        runs: [{ ...run!, measures: [{ step: 1, exact: 0, tokenAccuracy: 0, loss: 0, examples: [shown] }] }],
      });
    });
    const [run] = (await got).runs;
    expect([...run!.losses]).toEqual([1, 2, 3]);
    expect([...run!.measures[0]!.examples[0]!.forced!.values]).toEqual([2]);
    expect(losses.length, 'left with the sender').toBe(0);
  });

  it('counts what the page has not looked at', async () => {
    const { page, host } = line({ memory: async () => memory(0) }, { frame: () => {} });
    host.tell('frame', frameOf(new Float32Array(1)));
    host.tell('frame', frameOf(new Float32Array(1)));
    expect(host.unread()).toBe(2);
    await page.ask('memory', {});
    expect(host.unread()).toBe(0);
  });

  it('lets go of open questions when the trainer is gone', async () => {
    const { page } = line({ memory: () => new Promise(() => {}) });
    const open = page.ask('memory', {});
    page.abandon('the trainer was ended');
    await expect(open).rejects.toThrow('the trainer was ended');
  });

  it('ignores an answer that nobody waits for any more', async () => {
    let answer = (): void => {};
    const { page } = line({
      memory: () =>
        new Promise((resolve) => {
          answer = () => resolve(memory(1));
        }),
      pause: () => answer(),
    });
    const open = page.ask('memory', {});
    page.abandon('gone');
    await expect(open).rejects.toThrow('gone');
    await expect(page.ask('pause', {})).resolves.toBeUndefined();
  });
});
