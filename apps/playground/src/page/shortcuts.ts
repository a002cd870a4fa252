// Single keys, off in text fields (WCAG 2.1.4): Space plays, "." steps, "r" begins anew, 1 to 6 are the views, "/" is the input.
import { useEffect } from 'preact/hooks';
import { viewNames } from '../experiment/view-names.ts';
import type { Playground } from './playground.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], [role=tree], [role=listbox]') !== null;

export const useShortcuts = (playground: Playground): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const view = viewNames[Number(event.key) - 1];
      const actions: Readonly<Record<string, () => void>> = {
        '.': () => void playground.stepOnce(),
        r: () => void playground.reset(),
        '/': () => document.querySelector<HTMLElement>('[data-input]')?.focus(),
        ' ': () => void (playground.main.phase.value === 'playing' ? playground.pause() : playground.play()),
      };
      // Space presses a button that has the focus.
      if (event.key === ' ' && event.target instanceof HTMLElement && event.target.closest('button, summary, a'))
        return;
      const act = view
        ? () => {
            playground.view.value = view;
          }
        : actions[event.key];
      if (!act) return;
      event.preventDefault();
      // A key that is held down is one wish.
      if (event.repeat) return;
      act();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [playground]);
};
