import type { JSX } from 'preact';
import type { Playground } from '../../page/playground.ts';
import { WorstExamples } from './errors.tsx';
import { Film } from './film.tsx';
import { RunCurves } from './run-curves.tsx';

/** A run as it learns: its curves, and where it looks, now and before. */
export const TrainView = ({ playground }: { readonly playground: Playground }): JSX.Element => (
  <div class="train">
    <RunCurves run={playground.main} />
    <Film playground={playground} />
    <WorstExamples playground={playground} />
  </div>
);
