// Models that come with the page: each was trained by the preset of its name, by `npm run record:playground`.
import type { PresetName } from '../experiment/presets.ts';
import type { Snapshot } from '../protocol/messages.ts';

/** The presets that a model is bundled of: those whose data anyone can make, and that are learned in a minute. */
export const bundledNames: readonly PresetName[] = ['dates', 'reverse', 'numbers', 'phrases'];

/** What is said of a model before it is loaded. */
export type BundledModel = {
  readonly name: PresetName;
  readonly title: string;
  readonly about: string;
  readonly step: number;
  readonly weights: number;
  /** Share of held-out examples that are exactly right. */
  readonly exact: number;
  readonly sourceVocabulary: number;
  readonly targetVocabulary: number;
  readonly files: readonly string[];
  readonly bytes: number;
  readonly licence: string;
};

/** The files of a saved model, as every part of the toolkit names them. */
const modelFiles = ['config.json', 'source.vocabulary.json', 'target.vocabulary.json', 'model.safetensors'] as const;

/**
 * A file that comes with the page.
 *
 * @throws Error that names it, if it does not come
 */
export const fetchBeside = async (path: string): Promise<Response> => {
  const response = await fetch(new URL(path, document.baseURI)).catch((error: unknown) => ({
    ok: false,
    status: String(error),
  }));
  if (response instanceof Response && response.ok) return response;
  throw new Error(`${path}: expected a file beside the page, got ${response.status}; load the page again.`);
};

/** What is there to choose from. */
export const listBundled = async (): Promise<readonly BundledModel[]> =>
  (await (await fetchBeside('models/index.json')).json()) as readonly BundledModel[];

/** The files of a model beside the page, bundled or put there by whoever serves it. */
export const fetchModel = async (name: string): Promise<Snapshot['files']> =>
  Promise.all(
    modelFiles.map(async (file) => {
      const response = await fetchBeside(`models/${name}/${file}`);
      return [file, new Uint8Array(await response.arrayBuffer())] as const;
    }),
  );
