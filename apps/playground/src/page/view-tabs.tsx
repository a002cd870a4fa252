import type { JSX } from 'preact';
import { type ViewName, viewNames } from '../experiment/view-names.ts';
import type { Playground } from './playground.ts';

const titles: Readonly<Record<ViewName, string>> = {
  train: 'Train',
  inspect: 'Inspect',
  search: 'Search',
  compare: 'Compare',
  scorer: 'Scorer',
  models: 'Models',
};

/** The views, as tabs: arrows go from one to the next, as the pattern of WAI-ARIA has it. */
export const ViewTabs = ({ playground: { view } }: { readonly playground: Playground }): JSX.Element => {
  const move = (event: KeyboardEvent): void => {
    const at = viewNames.indexOf(view.value);
    const last = viewNames.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[
      event.key
    ];
    const name = to === undefined ? undefined : viewNames[to];
    if (!name) return;
    event.preventDefault();
    view.value = name;
    document.querySelector<HTMLElement>(`#tab-${name}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Views" onKeyDown={move}>
      {viewNames.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          class="tab"
          aria-selected={view.value === name}
          aria-controls="view"
          tabIndex={view.value === name ? 0 : -1}
          onClick={() => {
            view.value = name;
          }}
        >
          {titles[name]}
        </button>
      ))}
    </div>
  );
};
