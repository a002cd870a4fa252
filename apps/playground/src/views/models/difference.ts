import type { Experiment, ExperimentKey } from '../../experiment/experiment.ts';
import { linkKeys } from '../../experiment/link-keys.ts';
import { presetNames, presets, type PresetName } from '../../experiment/presets.ts';

export type Difference = {
  /** The preset that it is nearest to. */
  readonly preset: PresetName;
  /** What is other there, as `units 48`. */
  readonly changes: readonly string[];
};

const keys = Object.keys(presets.dates.experiment) as ExperimentKey[];

/** An experiment, said by what it changes of the preset that has the most in common with it. */
export const differenceOf = (experiment: Experiment): Difference => {
  const all = presetNames.map((preset) => {
    const plain = presets[preset].experiment;
    return { preset, changed: keys.filter((key) => key !== 'backend' && experiment[key] !== plain[key]) };
  });
  const nearest = all.reduce((best, each) => (each.changed.length < best.changed.length ? each : best));
  const words = nearest.changed.map((key) =>
    key in linkKeys ? `${spaced(key)} ${String(experiment[key])}` : spaced(key),
  );
  return { preset: nearest.preset, changes: words };
};

/** `batchSize` as `batch size`. */
const spaced = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
