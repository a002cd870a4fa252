import { type Programs, programs, type Setup } from './programs.ts';

globalThis.addEventListener(
  'message',
  ({ data: { name, setup } }: MessageEvent<{ name: keyof Programs; setup: Setup }>) => {
    programs[name](setup).then(
      (result) => globalThis.postMessage({ result }),
      (error: unknown) => globalThis.postMessage({ error: String(error) }),
    );
  },
);
