import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { StorageError } from 'seq2seq/node';

/** In the published package, and in the repository; this file lies one folder below the package's, built or not. */
const places = ['../playground/', '../../../apps/playground/dist/'];

/**
 * Where the built playground is.
 *
 * @throws StorageError if it is not there
 */
export const playgroundFolder = (): string => {
  const folders = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const found = folders.find((folder) => existsSync(`${folder}index.html`));
  if (found !== undefined) return found;
  const [folder = ''] = folders;
  throw new StorageError(
    `playground: expected the built page in ${folders.join(' or ')}, but there is none; run "npm run build", or install the package again.`,
    folder,
  );
};
