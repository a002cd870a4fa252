// An experiment as a file, for those that are too long for a link.
import { type Experiment, parseExperiment } from '../experiment/experiment.ts';

const format = 'seq2seq.experiment';
const version = 1;

export const encodeExperiment = (experiment: Experiment): string =>
  `${JSON.stringify({ format, version, experiment }, null, 2)}\n`;

/** @throws Error that names each wrong key */
export const decodeExperiment = (text: string, where: string): Experiment => {
  let file: { readonly format?: unknown; readonly version?: unknown; readonly experiment?: unknown };
  try {
    file = JSON.parse(text) as typeof file;
  } catch (error) {
    throw new Error(`${where}: expected JSON, got ${String(error)}; the file is damaged: copy it again.`, {
      cause: error,
    });
  }
  if (file.format !== format) {
    throw new Error(
      `${where}: expected an experiment, got ${typeof file.format === 'string' ? file.format : 'other JSON'}; open a model with all files of its folder at once.`,
    );
  }
  if (file.version === version) return parseExperiment(file.experiment, where);
  throw new Error(
    `${where}: expected version ${version} of an experiment, got ${String(file.version)}; load the page again to get a newer one.`,
  );
};
