import type { JSX } from 'preact';
import { useSignal } from '@preact/signals';
import type { Playground } from '../../page/playground.ts';
import { canGoOn } from '../../page/run-state.ts';
import type { ModelsDesk } from './models-desk.ts';

/** What can be done with the run that is there. */
export const SaveCard = ({
  playground: { main },
  desk,
}: {
  readonly playground: Playground;
  readonly desk: ModelsDesk;
}): JSX.Element => {
  const name = useSignal('');
  const hasModel = main.summary.value !== undefined;
  const hasRun = hasModel && canGoOn(main.phase.value);
  return (
    <section class="card" aria-labelledby="models-save">
      <h2 id="models-save">Save this run</h2>
      <p>
        {hasRun
          ? `Step ${main.step.value.toLocaleString('en-US')}: weights, optimizer and randomness, so that it goes on as if nothing had happened.`
          : 'What you see was trained before. Train a run of your own to save it.'}
      </p>
      <form
        class="models-actions"
        onSubmit={(event) => {
          event.preventDefault();
          void desk.keep(name.value).then(() => {
            name.value = '';
          });
        }}
      >
        <label class="field models-name">
          <span>Name</span>
          <input
            type="text"
            value={name.value}
            maxLength={80}
            placeholder="as you will know it"
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit" class="primary" data-action="keep" disabled={!hasRun}>
          Keep in this browser
        </button>
      </form>
      <div class="models-actions">
        <button type="button" data-action="download-run" disabled={!hasRun} onClick={() => void desk.downloadRun()}>
          Download the run
        </button>
        <button
          type="button"
          data-action="download-model"
          disabled={!hasModel}
          onClick={() => void desk.downloadModel()}
        >
          Download the model
        </button>
      </div>
    </section>
  );
};
