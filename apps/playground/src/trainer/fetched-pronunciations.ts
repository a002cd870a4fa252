// Spelling to sound in the page's trainer: built in in the place of `cmu-pronouncing-dictionary`, so that its four megabytes are fetched
// when they are asked for, from the file that the sandbox is handed, too.
import { address } from '../sandbox/handed-pronunciations.ts?address';

const response = await fetch(address);
if (!response.ok) {
  throw new Error(`g2p: the pronunciations could not be loaded (${response.status}); load the page again.`);
}

/** Pronunciations by their words. */
export const dictionary = (await response.json()) as Readonly<Record<string, string>>;
