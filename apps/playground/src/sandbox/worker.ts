// The trainer of the sandbox: the page's own, and the user's scorer beside it. Built as one classic script, because an opaque origin
// starts no worker that is a module.
import './without-eval.ts';
import { serveSession } from '../trainer/session.ts';
import { checkScorer } from './check-scorer.ts';
import { left, ping, pong } from './frame-messages.ts';
import { handPronunciations } from './handed-pronunciations.ts';
import { loadScorer, type LoadScorerOptions } from './load-scorer.ts';

// Taken before the user's code runs, which may put others in their places.
const post = globalThis.postMessage.bind(globalThis) as (message: unknown) => void;

const options: LoadScorerOptions = {
  watch: { enter: (call) => post(call), leave: () => post(left) },
  importModule: async (source) => {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    try {
      return await import(/* @vite-ignore */ url);
    } finally {
      URL.revokeObjectURL(url);
    }
  },
};

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (data === ping) post(pong);
  else if (typeof data !== 'object' || data === null) return;
  else if ('line' in data && data.line instanceof MessagePort) {
    serveSession(data.line, {
      loadScorer: (code) => loadScorer(code, options),
      checkScorer: async (code, experiment) => checkScorer(await loadScorer(code, options), experiment),
    });
    data.line.start();
  } else if ('pronunciations' in data && typeof data.pronunciations === 'string')
    handPronunciations(data.pronunciations);
});
