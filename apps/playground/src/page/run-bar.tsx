import type { JSX } from 'preact';
import { presetNames, presets, type PresetName } from '../experiment/presets.ts';
import { Icon } from '../parts/icon.tsx';
import { TourButton } from '../tour/tour-button.tsx';
import { BackendChip } from './backend-chip.tsx';
import { type Playground, stopWords } from './playground.ts';
import { canGoOn, type Phase } from './run-state.ts';
import { ShareButton } from './share-button.tsx';

const phaseWords: Readonly<Record<Phase, string>> = {
  recording: 'a recording',
  loaded: 'a loaded model',
  loading: 'getting ready',
  ready: 'ready',
  playing: 'training',
  paused: 'paused',
  stopped: 'stopped',
  failed: 'failed',
};

/** The bar that is always there: what is trained, how far it is, and the buttons that move it. */
export const RunBar = ({ playground }: { readonly playground: Playground }): JSX.Element => {
  const { main, preset, isRestartNeeded } = playground;
  const phase = main.phase.value;
  const last = main.measures.value.at(-1);
  const { values, length } = main.losses.value;
  const reason = main.stopped.value;
  const isPlaying = phase === 'playing';
  return (
    <header class="run-bar">
      <h1 class="brand">
        seq2seq <span>playground</span>
      </h1>
      <label class="preset">
        <span class="visually-hidden">Preset</span>
        <select
          value={preset.value}
          onChange={(event) => void playground.choosePreset(event.currentTarget.value as PresetName)}
        >
          {presetNames.map((name) => (
            <option key={name} value={name}>
              {presets[name].title}
            </option>
          ))}
        </select>
      </label>
      <div class="transport" role="group" aria-label="Training">
        <button
          type="button"
          class="primary"
          data-action="play"
          aria-pressed={isPlaying}
          onClick={() => void (isPlaying ? playground.pause() : playground.play())}
        >
          <Icon name={isPlaying ? 'pause' : 'play'} />{' '}
          {isPlaying
            ? 'Pause'
            : isRestartNeeded.value && main.summary.value && canGoOn(phase) && phase !== 'loading'
              ? 'Restart'
              : 'Train'}
        </button>
        <button
          type="button"
          data-action="step"
          title="One step (.)"
          aria-label="One step"
          onClick={() => void playground.stepOnce()}
        >
          <Icon name="step" /> <span class="wide">Step</span>
        </button>
        <button
          type="button"
          data-action="reset"
          title="Fresh weights (r)"
          aria-label="Reset"
          onClick={() => void playground.reset()}
        >
          <Icon name="reset" /> <span class="wide">Reset</span>
        </button>
      </div>
      <dl class="readings">
        <div>
          <dt>step</dt>
          <dd data-reading="step">{main.step.value.toLocaleString('en-US')}</dd>
        </div>
        <div>
          <dt>loss</dt>
          <dd data-reading="loss">{length > 0 ? values[length - 1]!.toFixed(3) : '–'}</dd>
        </div>
        <div>
          <dt>exact</dt>
          <dd data-reading="exact">{last ? `${(100 * last.exact).toFixed(0)} %` : '–'}</dd>
        </div>
        <div class="wide">
          <dt>steps/s</dt>
          <dd data-reading="speed">{main.stepsPerSecond.value > 0 ? main.stepsPerSecond.value.toFixed(0) : '–'}</dd>
        </div>
      </dl>
      <span class={`phase phase-${phase}`} title={reason ? `Stopped: ${stopWords[reason]}.` : undefined}>
        {phaseWords[phase]}
      </span>
      <BackendChip playground={playground} />
      <ShareButton playground={playground} />
      <TourButton playground={playground} />
    </header>
  );
};
