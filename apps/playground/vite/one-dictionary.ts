// The pronunciations of spelling to sound are four megabytes, and wanted at two places: by the page's trainer, which can fetch, and by
// the sandbox, which is handed what it needs. So they are one file of data beside the scripts, and no part of any of them.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

/** `import { address } from './handed-pronunciations.ts?address'`: where the file is. */
const addressQuery = 'handed-pronunciations.ts?address';

/** How that is called inside of Vite, where the query would be taken for part of a file's name. */
const addressModule = '\0pronunciations-address';

/** The dictionary itself, as `@seq2seq/tasks` imports it. */
const dictionaryModule = 'cmu-pronouncing-dictionary';

/** Where the development server has it. */
const servedAt = '/@pronunciations.json';

/** @param by - the module that scripts of the page get in the dictionary's place */
export const oneDictionary = (by: string): Plugin => {
  const required = createRequire(resolve(import.meta.dirname, '../../../packages/tasks/package.json'));
  const asText = async (): Promise<string> => {
    const { dictionary }: { dictionary: Readonly<Record<string, string>> } = await import(
      required.resolve(dictionaryModule)
    );
    return JSON.stringify(dictionary);
  };
  let isServing = false;
  return {
    name: 'playground:one-dictionary',
    enforce: 'pre',
    configResolved: ({ command }) => {
      isServing = command === 'serve';
    },
    resolveId: (id) => {
      if (id === dictionaryModule) return by;
      return id.endsWith(addressQuery) ? addressModule : undefined;
    },
    async load(id) {
      if (id !== addressModule) return undefined;
      if (isServing) return `export const address = ${JSON.stringify(servedAt)};`;
      const file = this.emitFile({ type: 'asset', name: 'pronunciations.json', source: await asText() });
      return `export const address = import.meta.ROLLUP_FILE_URL_${file};`;
    },
    configureServer: ({ middlewares }) => {
      middlewares.use(servedAt, (_, response) => {
        asText().then(
          (text) => response.setHeader('Content-Type', 'application/json').end(text),
          (error: unknown) => response.writeHead(500).end(String(error)),
        );
      });
    },
  };
};
