import type { JSX } from 'preact';
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Playground } from './playground.ts';

export type View = (props: { readonly playground: Playground }) => JSX.Element;

/** A view whose code comes when it is first looked at. */
export const lazyView = (load: () => Promise<View>): View => {
  const loaded = signal<View | undefined>(undefined);
  const problem = signal('');
  return ({ playground }) => {
    useEffect(() => {
      load().then(
        (view) => {
          loaded.value = view;
        },
        (error: unknown) => {
          problem.value = `This view could not be loaded: ${String(error)}. Load the page again.`;
        },
      );
    }, []);
    const Loaded = loaded.value;
    if (Loaded) return <Loaded playground={playground} />;
    return (
      <p class="empty" aria-busy={problem.value === ''}>
        {problem.value || 'Loading…'}
      </p>
    );
  };
};
