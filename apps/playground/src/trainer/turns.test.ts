import { describe, expect, it } from 'vitest';
import { createTurns, type Turns } from './turns.ts';

/** A run without a model: it waits for its turn, takes a step, and waits again, until it is released. */
const runner = (turns: Turns, id: string, log: string[]): { readonly step: () => number; end(): void } => {
  let step = 0;
  let isEnded = false;
  turns.enter(id);
  void (async () => {
    for (;;) {
      await turns.wait(id, step);
      if (isEnded) return;
      step++;
      log.push(`${id}${step}`);
      await Promise.resolve();
    }
  })();
  return {
    step: () => step,
    end: () => {
      isEnded = true;
      turns.release(id);
    },
  };
};

describe('turns', () => {
  it('let nobody go before they are allowed to', async () => {
    const turns = createTurns();
    const log: string[] = [];
    runner(turns, 'a', log);
    await turns.settled();
    expect(log).toEqual([]);
  });

  it('give exactly as many steps as are allowed, and go on from there', async () => {
    const turns = createTurns();
    const a = runner(turns, 'a', []);
    for (const limit of [3, 5, 5, 6]) {
      turns.allow(new Map([['a', limit]]));
      await turns.settled();
      expect(a.step()).toBe(limit);
    }
  });

  it('keep nobody waiting for steps that were allowed before, when others are', async () => {
    const turns = createTurns();
    const log: string[] = [];
    const [a, b] = [runner(turns, 'a', log), runner(turns, 'b', log)];
    turns.allow(new Map([['a', Number.POSITIVE_INFINITY]]));
    const settled = turns.settled();
    turns.allow(new Map([['b', Number.POSITIVE_INFINITY]]));
    await settled;
    a.end();
    b.end();
  });

  it('go to the run that is furthest behind', async () => {
    const turns = createTurns();
    const log: string[] = [];
    runner(turns, 'a', log);
    turns.allow(new Map([['a', 2]]));
    await turns.settled();
    runner(turns, 'b', log);
    turns.allow(
      new Map([
        ['a', 4],
        ['b', 4],
      ]),
    );
    await turns.settled();
    expect(log).toEqual(['a1', 'a2', 'b1', 'b2', 'a3', 'b3', 'a4', 'b4']);
  });

  it('are nobody’s while a piece of work is done', async () => {
    const turns = createTurns();
    const log: string[] = [];
    const a = runner(turns, 'a', log);
    turns.allow(new Map([['a', 1000]]));
    await turns.during(async () => {
      const before = a.step();
      expect(before).toBeLessThan(1000);
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(a.step()).toBe(before);
    });
    await turns.settled();
    expect(a.step()).toBe(1000);
  });

  it('wait for all pieces of work, also for one that fails', async () => {
    const turns = createTurns();
    const a = runner(turns, 'a', []);
    let finish = (): void => {};
    const long = turns.during(() => new Promise<void>((resolve) => (finish = resolve)));
    const failing = turns.during(() => Promise.reject(new Error('no')));
    turns.allow(new Map([['a', 2]]));
    await expect(failing).rejects.toThrow('no');
    expect(a.step()).toBe(0);
    finish();
    await long;
    await turns.settled();
    expect(a.step()).toBe(2);
  });

  it('are settled when a run ends before it has had all its steps', async () => {
    const turns = createTurns();
    const a = runner(turns, 'a', []);
    turns.allow(new Map([['a', 1_000_000]]));
    await turns.during(async () => a.end());
    await turns.settled();
    expect(a.step()).toBeLessThan(1_000_000);
  });

  it('hold no run that was released in the middle of a step: it has to come to its end', async () => {
    const turns = createTurns();
    turns.enter('a');
    turns.allow(new Map([['a', 10]]));
    await turns.wait('a', 0);
    turns.release('a');
    await expect(turns.wait('a', 1)).resolves.toBeUndefined();
    await expect(turns.settled()).resolves.toBeUndefined();
  });

  it('do not wait for a run that is allowed and was never there', async () => {
    const turns = createTurns();
    turns.allow(new Map([['ghost', 5]]));
    await expect(turns.settled()).resolves.toBeUndefined();
  });
});
