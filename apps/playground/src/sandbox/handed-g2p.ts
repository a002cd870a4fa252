// Spelling to sound inside the sandbox. The pronunciations are four megabytes, so they are no part of the trainer's script: the page
// fetches them when they are asked for and hands them in, because nothing in here can fetch.
import type { TaskData } from '@seq2seq/tasks';

let hand: (script: string) => void;
const handed = new Promise<string>((resolve) => {
  hand = resolve;
});

/** Takes the script of `g2p-script.ts`. */
export const handScript = (script: string): void => hand(script);

/** The problem of the same name of `@seq2seq/tasks/g2p`, in whose place this is built in. */
export const g2pTask = async (): Promise<TaskData> => {
  const url = URL.createObjectURL(new Blob([await handed], { type: 'text/javascript' }));
  await import(/* @vite-ignore */ url);
  URL.revokeObjectURL(url);
  return (globalThis as unknown as { g2pTask(): Promise<TaskData> }).g2pTask();
};
