import type { JSX } from 'preact';
import { useSignal } from '@preact/signals';
import type { Playground } from '../page/playground.ts';
import { canGoOn } from '../page/run-state.ts';
import { AttentionSetup } from './attention-setup.tsx';
import { ModelSetup } from './model-setup.tsx';
import { TaskSetup } from './task-setup.tsx';
import { TrainingSetup } from './training-setup.tsx';

/** The experiment as a form: the problem, the model, its attention, how it is taught. */
export const Setup = ({ playground }: { readonly playground: Playground }): JSX.Element => {
  const isOpen = useSignal(false);
  const summary = playground.main.summary.value;
  return (
    <aside class="setup" aria-label="Experiment" data-open={isOpen.value}>
      <button
        type="button"
        class="setup-toggle"
        aria-expanded={isOpen.value}
        aria-controls="setup-form"
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {isOpen.value ? 'Done' : 'Set up the experiment'}
      </button>
      <form id="setup-form" onSubmit={(event) => event.preventDefault()}>
        <TaskSetup playground={playground} />
        <ModelSetup playground={playground} />
        <AttentionSetup playground={playground} />
        <TrainingSetup playground={playground} />
        {summary && (
          <p class="setup-summary" data-reading="weights">
            {summary.weights.toLocaleString('en-US')} weights ·{' '}
            {((summary.weights * 4) / 1e6).toLocaleString('en-US', { maximumFractionDigits: 2 })} MB ·{' '}
            {summary.trainExamples.toLocaleString('en-US')} examples
          </p>
        )}
        {playground.isRestartNeeded.value && summary && canGoOn(playground.main.phase.value) && (
          <p class="setup-restart" role="status">
            Restart needed: the run that you see is of the settings before.
          </p>
        )}
      </form>
    </aside>
  );
};
