import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

/** The page's scripts by name, as Vite makes them of the packages that are built. */
export const bundlePage = async (): Promise<ReadonlyMap<string, string>> => {
  const { output } = (await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    // The backend loads its parts when it is set, and Vite's workers load no parts by default.
    worker: { format: 'es' },
    build: {
      write: false,
      chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
      rolldownOptions: {
        input: { page: fileURLToPath(new URL('./page.ts', import.meta.url)) },
        output: { entryFileNames: '[name].js' },
      },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : String(file.source)]));
};
