import { describe, expect, it } from 'vitest';
import {
  type Experiment,
  type ExperimentKey,
  experimentSchema,
  liveKeys,
  needsRestart,
  parseExperiment,
} from './experiment.ts';
import { presetNames, presets } from './presets.ts';
import { otherValues } from './__fixtures__/other-values.ts';

const { experiment } = presets.reverse;
const keys = Object.keys(experimentSchema.shape) as ExperimentKey[];

describe('an experiment', () => {
  it('of each preset is one', () => {
    for (const name of presetNames)
      expect(parseExperiment(presets[name].experiment, name)).toEqual(presets[name].experiment);
  });

  it('survives JSON', () => {
    expect(parseExperiment(JSON.parse(JSON.stringify(experiment)), 'a file')).toEqual(experiment);
  });

  it.each(keys)('is refused without %s, and with something else for it, and the message names it', (key) => {
    const { [key]: _, ...without } = experiment;
    expect(() => parseExperiment(without, 'a file')).toThrow(new RegExp(`^a file: ${key}: .*; correct it`));
    for (const wrong of [null, {}, Number.NaN]) {
      expect(() => parseExperiment({ ...experiment, [key]: wrong }, 'a file')).toThrow(`a file: ${key}: `);
    }
  });

  it('is refused with a key that is none, and names all that is wrong at once', () => {
    expect(() => parseExperiment({ ...experiment, unit: 3 }, 'a link')).toThrow(/^a link: .*unit/);
    expect(() => parseExperiment({ ...experiment, units: 3, layers: 0 }, 'a link')).toThrow(
      /layers: .*, got 0; units: .*, got 3; correct/,
    );
    expect(() => parseExperiment('nothing', 'a link')).toThrow(/^a link: experiment: /);
  });

  it.each(keys)('takes every other value that the schema has for %s', (key) => {
    for (const value of otherValues(key, experiment)) {
      const changed = { ...experiment, [key]: value };
      expect(parseExperiment(changed, 'a file')).toEqual(changed);
    }
  });

  it.each(keys)('needs a new run for another %s, unless it is one of those that can change', (key) => {
    const changed: Experiment = { ...experiment, [key]: otherValues(key, experiment)[0] };
    expect(needsRestart(experiment, changed)).toBe(!liveKeys.has(key));
    expect(needsRestart(changed, { ...changed })).toBe(false);
  });
});
