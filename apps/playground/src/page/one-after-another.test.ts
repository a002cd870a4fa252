import { expect, it } from 'vitest';
import { oneAfterAnother } from './one-after-another.ts';

it('work begins when what was wanted before has ended, however that ended', async () => {
  const inTurn = oneAfterAnother();
  const seen: string[] = [];
  const work = (name: string, milliseconds: number) => async (): Promise<string> => {
    seen.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    seen.push(`${name} ends`);
    return name;
  };
  const failing = inTurn(async () => {
    await work('first', 3)();
    throw new Error('first failed');
  });
  const others = Promise.all([inTurn(work('second', 2)), inTurn(work('third', 1))]);
  await expect(failing).rejects.toThrow('first failed');
  expect(await others).toEqual(['second', 'third']);
  expect(seen).toEqual(['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});
