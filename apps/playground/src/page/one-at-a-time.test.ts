import { expect, test } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

test('what is on its way is waited for, and anything else comes after it', async () => {
  const log: string[] = [];
  const open: (() => void)[] = [];
  let subject = 'a';
  const act = oneAtATime(
    () => subject,
    async () => {
      const mine = subject;
      log.push(`${mine} begins`);
      await new Promise<void>((resolve) => open.push(resolve));
      log.push(`${mine} ends`);
      return mine;
    },
  );
  const [first, again] = [act(), act()];
  subject = 'b';
  const second = act();
  expect(log).toEqual(['a begins']);
  open[0]!();
  expect([await first, await again]).toEqual(['a', 'a']);
  await Promise.resolve();
  open[1]!();
  expect(await second).toBe('b');
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  // What has ended is done anew.
  const third = act();
  open[2]!();
  expect(await third).toBe('b');
});

test('work that fails holds nobody up', async () => {
  let subject = 1;
  const act = oneAtATime(
    () => subject,
    async () => {
      if (subject === 1) throw new Error('no');
      return subject;
    },
  );
  const failed = act();
  subject = 2;
  const next = act();
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe(2);
});
