import { type Programs, programs, type Setup } from './programs.ts';

/** How a test asks the page for a program's results. */
export type PageFunctions = {
  runHere<Name extends keyof Programs>(name: Name, setup: Setup): ReturnType<Programs[Name]>;
  runInWorker<Name extends keyof Programs>(name: Name, setup: Setup): ReturnType<Programs[Name]>;
};

const functions: PageFunctions = {
  runHere: (name, setup) => programs[name](setup) as never,
  runInWorker: (name, setup) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
      worker.addEventListener(
        'message',
        ({ data }: MessageEvent<{ readonly result: never; readonly error?: string }>) => {
          worker.terminate();
          if (data.error === undefined) resolve(data.result);
          else reject(new Error(data.error));
        },
      );
      worker.postMessage({ name, setup });
    }) as never,
};

Object.assign(globalThis, functions);
