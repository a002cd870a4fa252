import type { JSX } from 'preact';
import type { Playground } from '../../page/playground.ts';
import { BundledList } from './bundled-list.tsx';
import { DropZone } from './drop-zone.tsx';
import { KeptRuns } from './kept-runs.tsx';
import { modelsDeskOf } from './models-desk.ts';
import { SaveCard } from './save-card.tsx';

/** Models that come with the page, models of files, and runs that the user keeps. */
export const ModelsView = ({ playground }: { readonly playground: Playground }): JSX.Element => {
  const desk = modelsDeskOf(playground);
  return (
    <div class="models">
      <div class="models-said">
        {desk.problem.value && (
          <p class="models-problem" role="alert" data-reading="problem">
            {desk.problem}
          </p>
        )}
        <p class="models-done" role="status" data-reading="done">
          {desk.done}
        </p>
      </div>
      <BundledList playground={playground} desk={desk} />
      <div class="models-columns">
        <SaveCard playground={playground} desk={desk} />
        <DropZone desk={desk} />
      </div>
      <KeptRuns desk={desk} />
    </div>
  );
};
