import { describe, expect, it } from 'vitest';
import { pauseWhenHidden, type Visibility } from './pause-when-hidden.ts';

/** A page that can be hidden, with runs whose trainer takes a moment to answer. */
const setting = (...playing: readonly string[]) => {
  const runs = new Set(playing);
  const calls: string[] = [];
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const hold = async () => {
    await Promise.resolve();
    const held = [...runs];
    calls.push('hold');
    runs.clear();
    return async () => {
      await Promise.resolve();
      calls.push('go on');
      for (const run of held) runs.add(run);
    };
  };
  pauseWhenHidden({ hold }, page as unknown as Visibility);
  return {
    calls,
    show: async (isVisible: boolean): Promise<readonly string[]> => {
      page.visibilityState = isVisible ? 'visible' : 'hidden';
      page.dispatchEvent(new Event('visibilitychange'));
      await new Promise((resolve) => setTimeout(resolve));
      return [...runs];
    },
  };
};

describe('a tab that is hidden', () => {
  it('pauses, and all that played goes on when it is seen', async () => {
    const { show } = setting('first', 'second');
    expect(await show(false)).toEqual([]);
    expect(await show(true)).toEqual(['first', 'second']);
    expect(await show(false)).toEqual([]);
  });

  it('is held once, however often it is told that it is hidden', async () => {
    const { show, calls } = setting('first');
    await show(false);
    await show(false);
    expect(await show(true)).toEqual(['first']);
    await show(true);
    expect(calls).toEqual(['hold', 'go on']);
  });

  it('plays in the end, however fast it comes and goes', async () => {
    const { show, calls } = setting('first');
    void show(false);
    void show(true);
    void show(false);
    expect(await show(true)).toEqual(['first']);
    expect(calls.filter((call) => call === 'go on').length).toBe(calls.filter((call) => call === 'hold').length);
  });
});
