import type { JSX } from 'preact';
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { backendChoices } from '../experiment/experiment.ts';
import { Choice } from '../parts/choice.tsx';
import type { Playground } from './playground.ts';

/** Where tensors are computed, how fast, and why there; and a way to take the run elsewhere. */
export const BackendChip = ({ playground }: { readonly playground: Playground }): JSX.Element | null => {
  const { backend, experiment, main, edit } = playground;
  const id = useId();
  const memory = useSignal('');
  const askForMemory = async (): Promise<void> => {
    const { tensors, bytes } = await playground.ask('memory', {});
    memory.value = `${tensors.toLocaleString('en-US')} tensors, ${(bytes / 1e6).toFixed(1)} MB`;
  };
  if (!backend.value) return null;
  const { name, threads, why } = backend.value;
  const speed = main.stepsPerSecond.value;
  return (
    <div class="backend wide">
      <button type="button" class="chip" title={why} data-reading="backend" popoverTarget={id}>
        {name} × {threads}
      </button>
      <div
        id={id}
        class="backend-card"
        popover="auto"
        role="group"
        aria-label="Backend"
        onToggle={(event) => {
          memory.value = '';
          if (event.newState === 'open') void askForMemory();
        }}
      >
        <dl>
          <dt>computes</dt>
          <dd>
            {name}, {threads === 1 ? 'one thread' : `${threads} threads`}
          </dd>
          <dt>one step</dt>
          <dd>{speed > 0 ? `${(1000 / speed).toFixed(1)} ms` : '–'}</dd>
          <dt>holds</dt>
          <dd data-reading="tensors">{memory}</dd>
          <dt>why</dt>
          <dd>{why}</dd>
        </dl>
        <Choice
          label="Take the run to"
          value={experiment.value.backend}
          options={backendChoices}
          onChange={(choice) => edit({ backend: choice })}
        />
        <p class="soft">Weights and curves stay.</p>
      </div>
    </div>
  );
};
