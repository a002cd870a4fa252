import { describe, expect, it } from 'vitest';
import { presets } from '../experiment/presets.ts';
import { type Crash, crashNotice } from './crash-notice.ts';

const snapshot = { experiment: presets.reverse.experiment, step: 40, training: new Uint8Array(), files: [] };
const crash: Crash = { place: 'worker', message: 'out of memory', step: 55, weights: 100, isMain: true, snapshot };

const said = (
  of: Crash,
): { readonly text: string; readonly labels: readonly string[]; act(label: string): string[] } => {
  const did: string[] = [];
  const notice = crashNotice(of, {
    goOnFrom: ({ step }) => void did.push(`from ${step}`),
    reset: () => void did.push('anew'),
  });
  return {
    text: notice.text,
    labels: notice.actions.map(({ label }) => label),
    act: (label) => {
      notice.actions.find((action) => action.label === label)?.act();
      return did;
    },
  };
};

describe('a trainer that has ended by itself', () => {
  it('is said with its own words, and the run goes on from its snapshot or begins anew', () => {
    const { text, labels, act } = said(crash);
    expect(text).toBe('The trainer has crashed: out of memory.');
    expect(labels).toEqual(['Restart from step 40', 'Start again']);
    expect(act('Restart from step 40')).toEqual(['from 40']);
    expect(act('Start again')).toEqual(['from 40', 'anew']);
  });

  it('leaves only a new beginning where nothing was kept', () => {
    expect(said({ ...crash, snapshot: undefined }).labels).toEqual(['Start again']);
  });

  it('is no end of the main run where that is elsewhere', () => {
    const { text, labels } = said({ ...crash, place: 'sandbox', isMain: false });
    expect(text).toBe('Your scorer was stopped at step 55: out of memory. Your code is kept.');
    expect(labels).toEqual([]);
  });

  it('hints at a smaller model only where the model is large', () => {
    expect(said({ ...crash, weights: 5_000_000 }).text).toContain('A smaller model');
    expect(said(crash).text).not.toContain('A smaller model');
  });
});
