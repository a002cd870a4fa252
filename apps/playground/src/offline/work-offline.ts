// Asks for the service worker, and loads the page again where only that makes it isolated.
import { effect } from '@preact/signals';
import type { Playground } from '../page/playground.ts';

/** Says that the page was loaded again for this already: a browser that refuses is not asked forever. */
const asked = 'seq2seq-playground-isolating';

/** Milliseconds after which it is asked for in any case: a page may wait for its user. */
const latestMs = 10_000;

export const workOffline = ({ main }: Pick<Playground, 'main'>): void => {
  // The development server has other files at each change.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const register = async (): Promise<void> => {
    try {
      await serviceWorker.register(new URL('service-worker.js', document.baseURI));
      await serviceWorker.ready;
      if (crossOriginIsolated || !isUntouched()) return;
      if (sessionStorage.getItem(asked) !== null) return;
      sessionStorage.setItem(asked, 'yes');
      location.reload();
    } catch {
      // Without one the page works as before, with a network and one thread.
    }
  };
  /** Nobody loses anything: a recording is shown, or nothing yet. The next visit is isolated anyway. */
  const isUntouched = (): boolean => ['recording', 'loading', 'ready'].includes(main.phase.value) && isQuiet;
  let isQuiet = true;
  for (const type of ['pointerdown', 'keydown'] as const) {
    addEventListener(
      type,
      () => {
        isQuiet = false;
      },
      { once: true },
    );
  }
  let isAsked = false;
  const registerOnce = (): void => {
    if (isAsked) return;
    isAsked = true;
    if (document.readyState === 'complete') void register();
    else addEventListener('load', () => void register(), { once: true });
  };
  // It fetches all that there is, which takes a core: where only later visits need it, whoever waits for a model goes first.
  effect(() => {
    if (!crossOriginIsolated || main.phase.value !== 'loading') registerOnce();
  });
  setTimeout(registerOnce, latestMs);
};
