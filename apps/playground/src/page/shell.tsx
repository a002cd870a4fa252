import type { JSX } from 'preact';
import { ExampleStrip } from '../parts/example-strip.tsx';
import { Setup } from '../setup/setup.tsx';
import { TrainView } from '../views/train/train-view.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { lazyView, type View } from './lazy-view.tsx';
import type { ViewName } from '../experiment/view-names.ts';
import type { Playground } from './playground.ts';
import { RunBar } from './run-bar.tsx';
import { useShortcuts } from './shortcuts.ts';
import { ViewTabs } from './view-tabs.tsx';

const views: Readonly<Partial<Record<ViewName, View>>> = {
  train: TrainView,
  inspect: lazyView(async () => (await import('../views/inspect/inspect-view.tsx')).InspectView),
  search: lazyView(async () => (await import('../views/search/search-view.tsx')).SearchView),
  compare: lazyView(async () => (await import('../views/compare/compare-view.tsx')).CompareView),
  models: lazyView(async () => (await import('../views/models/models-view.tsx')).ModelsView),
  scorer: lazyView(async () => (await import('../views/scorer/scorer-view.tsx')).ScorerView),
};

/** The page: a bar on top, the experiment at the left, the view in the middle, examples below. */
export const Shell = ({ playground }: { readonly playground: Playground }): JSX.Element => {
  useShortcuts(playground);
  const view = playground.view.value;
  const { hidden, isEmbedded } = playground.link.value.lesson;
  const View = views[view] ?? TrainView;
  return (
    <div
      class="shell"
      data-view={view}
      data-state={playground.main.phase.value}
      data-step={playground.main.step.value}
      data-hidden={hidden.join(' ')}
      data-embedded={isEmbedded}
    >
      <a class="skip" href="#view">
        Skip to the view
      </a>
      <RunBar playground={playground} />
      <NoticeBar playground={playground} />
      <Setup playground={playground} />
      <main class="main">
        <ViewTabs playground={playground} />
        <div id="view" role="tabpanel" aria-labelledby={`tab-${view}`} tabIndex={-1}>
          <View playground={playground} />
        </div>
        <ExampleStrip playground={playground} />
      </main>
      <div class="visually-hidden" role="status" aria-live="polite">
        {playground.announcement}
      </div>
    </div>
  );
};
