// Whatever files somebody drops on the page: a saved run, an experiment, or the files of a model.
import type { Playground } from '../page/playground.ts';
import { restoreRun } from './keep-run.ts';
import { decodeExperiment } from './experiment-file.ts';
import { openModel } from './open-model.ts';
import { decodeSavedRun } from './saved-run.ts';
import { type NamedBytes, readTar } from './tar.ts';

/** What files are, by their names and how many they are. */
type OpenedKind = 'run' | 'experiment' | 'model';

/**
 * Opens them in the place of the main run.
 *
 * @throws Error that names the file and what is wrong with it; what was there before stays
 */
export const openFiles = async (playground: Playground, files: readonly File[]): Promise<OpenedKind> => {
  const named = await Promise.all(
    files.map(async (file) => [file.name, new Uint8Array(await file.arrayBuffer())] as const),
  );
  const [first] = named;
  if (!first) throw new Error('Open: expected a file, got none; choose one.');
  const [name, bytes] = first;
  if (named.length === 1 && name.endsWith('.tar')) return open(playground, readTar(bytes, name), name.slice(0, -4));
  if (named.length === 1 && name.endsWith('.safetensors')) {
    await restoreRun(playground, decodeSavedRun(bytes, name), false);
    return 'run';
  }
  if (named.length === 1 && name.endsWith('.json')) {
    const experiment = decodeExperiment(new TextDecoder().decode(bytes), name);
    playground.isCodeFromLink.value = experiment.ownScorer !== '';
    playground.experiment.value = experiment;
    return 'experiment';
  }
  return open(playground, named, files[0]?.webkitRelativePath.split('/')[0] || 'model');
};

const open = async (playground: Playground, files: NamedBytes, name: string): Promise<OpenedKind> => {
  await openModel(playground, { name, files, step: 0, isOfExperiment: false });
  return 'model';
};
