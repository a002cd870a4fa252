import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Playground } from '../page/playground.ts';
import { stops } from './stops.ts';
import { TourCard } from './tour-card.tsx';
import { createTourState } from './tour-state.ts';

/** Starts the tour, and shows it. */
export const TourButton = ({ playground }: { readonly playground: Playground }): JSX.Element => {
  const [tour] = useState(() => createTourState(stops.length, () => localStorage));
  const button = useRef<HTMLButtonElement>(null);
  const at = tour.stop.value;
  return (
    <>
      <button
        ref={button}
        type="button"
        class="tour-button"
        data-action="tour"
        aria-expanded={at !== undefined}
        onClick={() => (at === undefined ? tour.start() : tour.leave())}
      >
        {tour.resumesAt.value > 0 && at === undefined ? (
          <>
            <span class="wide">Resume </span>tour
          </>
        ) : (
          'Tour'
        )}
      </button>
      {at !== undefined && (
        <TourCard tour={tour} at={at} playground={playground} onLeave={() => button.current?.focus()} />
      )}
    </>
  );
};
