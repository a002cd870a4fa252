import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Playground } from '../page/playground.ts';
import { stops } from './stops.ts';
import type { TourState } from './tour-state.ts';

/** One stop: it sets the page, marks what it speaks of, and has the focus, so that keys are enough. */
export const TourCard = ({
  tour,
  at,
  playground,
  onLeave,
}: {
  readonly tour: TourState;
  readonly at: number;
  readonly playground: Playground;
  readonly onLeave: () => void;
}): JSX.Element => {
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const stop = stops[at]!;
  const isLast = at === stops.length - 1;
  useEffect(() => {
    stop.set(playground);
    heading.current?.focus();
    // A view that was just chosen is drawn before this.
    const frame = requestAnimationFrame(() => {
      const target = document.querySelector<HTMLElement>(stop.target);
      target?.setAttribute('data-tour', 'here');
      target?.scrollIntoView({ block: 'nearest' });
    });
    return () => {
      cancelAnimationFrame(frame);
      document.querySelector('[data-tour]')?.removeAttribute('data-tour');
    };
  }, [at]);
  useEffect(() => onLeave, []);
  return (
    <section
      class="tour-card"
      role="dialog"
      aria-labelledby={id}
      data-stop={at + 1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        tour.leave();
      }}
    >
      <h2 id={id} ref={heading} tabIndex={-1}>
        {stop.title}
      </h2>
      <p>{stop.text}</p>
      <div class="tour-moves">
        <span class="soft">
          {at + 1} of {stops.length}
        </span>
        <button type="button" class="quiet" onClick={tour.leave}>
          {isLast ? 'Later' : 'Skip'}
        </button>
        <button type="button" disabled={at === 0} onClick={tour.back}>
          Back
        </button>
        <button type="button" class="primary" onClick={tour.next}>
          {isLast ? 'Done' : 'Next'}
        </button>
      </div>
    </section>
  );
};
