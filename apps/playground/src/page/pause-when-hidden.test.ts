import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { pauseWhenHidden, type Visibility } from './pause-when-hidden.ts';
import { createRunState, type Phase } from './run-state.ts';

/** A page that can be hidden, and a run whose trainer takes a moment to answer. */
const setting = (phase: Phase): { readonly show: (isVisible: boolean) => Promise<Phase>; readonly calls: string[] } => {
  const main = { ...createRunState('main'), phase: signal<Phase>(phase) };
  const calls: string[] = [];
  const act = (name: string, to: Phase) => async () => {
    await Promise.resolve();
    calls.push(name);
    main.phase.value = to;
  };
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  pauseWhenHidden({ main, play: act('play', 'playing'), pause: act('pause', 'paused') }, page as unknown as Visibility);
  return {
    calls,
    show: async (isVisible) => {
      page.visibilityState = isVisible ? 'visible' : 'hidden';
      page.dispatchEvent(new Event('visibilitychange'));
      await new Promise((resolve) => setTimeout(resolve));
      return main.phase.value;
    },
  };
};

describe('a tab that is hidden', () => {
  it('pauses, and goes on when it is seen', async () => {
    const { show } = setting('playing');
    expect(await show(false)).toBe('paused');
    expect(await show(true)).toBe('playing');
    expect(await show(false)).toBe('paused');
  });

  it('leaves alone what does not play', async () => {
    for (const phase of ['ready', 'paused', 'stopped', 'failed', 'recording', 'loading'] as const) {
      const { show, calls } = setting(phase);
      expect([await show(false), await show(true), calls]).toEqual([phase, phase, []]);
    }
  });

  it('plays in the end, however fast it comes and goes', async () => {
    const { show, calls } = setting('playing');
    void show(false);
    void show(true);
    void show(false);
    expect(await show(true)).toBe('playing');
    expect(calls.filter((call) => call === 'play').length).toBe(calls.filter((call) => call === 'pause').length);
  });
});
