// `import { address } from './worker.ts?classic'`: the address of a script that is one file and no module. The sandbox needs such: it can load
// nothing by itself, so the page hands it texts.
import { basename, dirname, resolve } from 'node:path';
import { build, type Plugin } from 'vite';

const query = '?classic';

/** How the script is called inside of Vite, where the query would be taken for part of its name. */
const prefix = '\0classic:';

/** Where the development server has them. */
const folder = '/@classic/';

export type ClassicScriptOptions = {
  /** Modules in whose place others are built in: of each by its name, the file, and who still gets the module itself, if anybody does. */
  readonly replace: Readonly<Record<string, { readonly by: string; readonly except?: string }>>;
};

export const classicScript = ({ replace }: ClassicScriptOptions): Plugin => {
  const replaced: Plugin = {
    name: 'playground:replaced-modules',
    enforce: 'pre',
    resolveId: (id, importer) => {
      const { by, except } = replace[id] ?? {};
      return by === undefined || importer === except ? undefined : by;
    },
  };
  const scriptOf = async (entry: string): Promise<string> => {
    const built = await build({
      configFile: false,
      logLevel: 'warn',
      plugins: [replaced],
      build: {
        write: false,
        target: 'es2023',
        lib: { entry, formats: ['iife'], name: 'script', fileName: 'script' },
        rollupOptions: { output: { codeSplitting: false } },
      },
    });
    const [output] = [built].flat();
    const [chunk] = output && 'output' in output ? output.output : [];
    if (chunk?.type === 'chunk') return chunk.code;
    throw new Error(`classic script: expected one file of ${entry}, got none; look at its imports.`);
  };
  let isServing = false;
  return {
    name: 'playground:classic-script',
    // Before Vite itself takes the name for a file with a query.
    enforce: 'pre',
    configResolved: ({ command }) => {
      isServing = command === 'serve';
    },
    resolveId: (id, importer) =>
      id.endsWith(query) && importer !== undefined
        ? prefix + resolve(dirname(importer), id.slice(0, -query.length))
        : undefined,
    async load(id) {
      if (!id.startsWith(prefix)) return undefined;
      const entry = id.slice(prefix.length);
      if (isServing) return `export const address = ${JSON.stringify(folder + entry)};`;
      const name = `${basename(dirname(entry))}-${basename(entry, '.ts')}.js`;
      const asset = this.emitFile({ type: 'asset', name, source: await scriptOf(entry) });
      return `export const address = import.meta.ROLLUP_FILE_URL_${asset};`;
    },
    configureServer: ({ middlewares }) => {
      middlewares.use(folder, (request, response) => {
        scriptOf((request.url ?? '').replace(/\?.*$/, '')).then(
          (code) => response.setHeader('Content-Type', 'text/javascript').end(code),
          (error: unknown) => response.writeHead(500).end(String(error)),
        );
      });
    },
  };
};
