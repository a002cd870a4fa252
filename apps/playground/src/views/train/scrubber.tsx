import type { JSX } from 'preact';
import type { Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { Icon } from '../../parts/icon.tsx';
import type { Measure } from '../../protocol/messages.ts';

/** Milliseconds that a moment stays when the film is played. */
const momentMs = 80;

/** Goes back in a run's time, and plays it again. */
export const Scrubber = ({
  measures,
  moment,
}: {
  readonly measures: readonly Pick<Measure, 'step'>[];
  readonly moment: Signal<number | undefined>;
}): JSX.Element => {
  const isPlaying = useSignal(false);
  const last = measures.length - 1;
  const index = Math.min(moment.value ?? last, last);
  useEffect(() => {
    if (!isPlaying.value) return undefined;
    const timer = setInterval(() => {
      const next = (moment.peek() ?? 0) + 1;
      if (next >= last) {
        isPlaying.value = false;
        moment.value = undefined;
      } else moment.value = next;
    }, momentMs);
    return () => clearInterval(timer);
  }, [isPlaying.value, last]);
  return (
    <div class="scrubber">
      <button
        type="button"
        aria-pressed={isPlaying.value}
        onClick={() => {
          if (!isPlaying.value && (moment.value === undefined || moment.value >= last)) moment.value = 0;
          isPlaying.value = !isPlaying.value;
        }}
      >
        <Icon name={isPlaying.value ? 'pause' : 'play'} /> {isPlaying.value ? 'Hold' : 'Replay'}
      </button>
      <input
        type="range"
        min={0}
        max={last}
        value={index}
        aria-label="Moment of training"
        aria-valuetext={`step ${measures[index]?.step ?? 0}`}
        onInput={(event) => {
          isPlaying.value = false;
          const to = event.currentTarget.valueAsNumber;
          moment.value = to >= last ? undefined : to;
        }}
      />
      <output data-reading="moment">step {(measures[index]?.step ?? 0).toLocaleString('en-US')}</output>
    </div>
  );
};
