import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { Icon } from '../icon.tsx';

/** Milliseconds that a step stays when the search is played. */
const stepMs = 900;

/** Goes through the steps of something; `[` and `]` do so, too, wherever the focus is on the page's own elements. */
export const StepTransport = ({
  step,
  steps,
  onGo,
}: {
  readonly step: number;
  readonly steps: number;
  readonly onGo: (step: number) => void;
}): JSX.Element => {
  const isPlaying = useSignal(false);
  useEffect(() => {
    if (!isPlaying.value) return undefined;
    if (step >= steps) {
      isPlaying.value = false;
      return undefined;
    }
    const timer = setTimeout(() => onGo(step + 1), stepMs);
    return () => clearTimeout(timer);
  }, [isPlaying.value, step, steps]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const by = { '[': -1, ']': 1 }[event.key];
      if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [role=tree]')) return;
      event.preventDefault();
      onGo(step + by);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [step, onGo]);
  const go = (to: number) => (): void => {
    isPlaying.value = false;
    onGo(to);
  };
  return (
    <div class="step-transport" role="group" aria-label="Steps of the search">
      <button type="button" data-action="first" aria-label="To the beginning" disabled={step === 0} onClick={go(0)}>
        <Icon name="first" />
      </button>
      <button
        type="button"
        data-action="back"
        aria-label="One step back"
        title="["
        disabled={step === 0}
        onClick={go(step - 1)}
      >
        <Icon name="back" />
      </button>
      <button
        type="button"
        data-action="play-search"
        aria-label={isPlaying.value ? 'Hold' : 'Play the search'}
        aria-pressed={isPlaying.value}
        onClick={() => {
          if (!isPlaying.value && step >= steps) onGo(0);
          isPlaying.value = !isPlaying.value;
        }}
      >
        <Icon name={isPlaying.value ? 'pause' : 'play'} />
      </button>
      <button
        type="button"
        data-action="next"
        aria-label="One step on"
        title="]"
        disabled={step === steps}
        onClick={go(step + 1)}
      >
        <Icon name="step" />
      </button>
      <button type="button" data-action="last" aria-label="To the end" disabled={step === steps} onClick={go(steps)}>
        <Icon name="last" />
      </button>
    </div>
  );
};
