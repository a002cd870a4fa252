import type { JSX } from 'preact';
import { presets } from '../../experiment/presets.ts';
import { differenceOf } from './difference.ts';
import type { ModelsDesk } from './models-desk.ts';

/** Runs that the user has kept. */
export const KeptRuns = ({ desk }: { readonly desk: ModelsDesk }): JSX.Element => (
  <section aria-labelledby="models-kept">
    <h2 id="models-kept">Kept runs</h2>
    {!desk.isLasting.value && (
      <p class="models-fleeting" role="note" data-reading="fleeting">
        This browser keeps nothing for this page: runs stay until the page is closed. Download those that you want.
      </p>
    )}
    {desk.kept.value.length === 0 ? (
      <p class="soft models-none">None yet: “Keep in this browser” keeps the run that you see.</p>
    ) : (
      <ul class="kept-runs">
        {desk.kept.value.map((run) => {
          const { preset, changes } = differenceOf(run.experiment);
          return (
            <li key={run.id} class="kept-run" data-kept={run.name}>
              <div class="kept-name">
                <h3>{run.name}</h3>
                <p class="soft">
                  {presets[preset].title}
                  {changes.length > 0 && `: ${changes.join(', ')}`}
                </p>
              </div>
              <dl>
                <div>
                  <dt>step</dt>
                  <dd>{run.step.toLocaleString('en-US')}</dd>
                </div>
                <div>
                  <dt>loss</dt>
                  <dd>{run.loss.toFixed(3)}</dd>
                </div>
                <div>
                  <dt>exact</dt>
                  <dd>{(100 * run.exact).toFixed(0)} %</dd>
                </div>
                <div>
                  <dt>kept</dt>
                  <dd>
                    <time dateTime={new Date(run.keptAt).toISOString()}>
                      {new Date(run.keptAt).toLocaleDateString()}
                    </time>
                  </dd>
                </div>
              </dl>
              <div class="models-actions">
                <button type="button" data-action="restore" onClick={() => void desk.restore(run)}>
                  Restore<span class="visually-hidden"> {run.name}</span>
                </button>
                <button type="button" onClick={() => void desk.downloadKept(run)}>
                  Download<span class="visually-hidden"> {run.name}</span>
                </button>
                <button type="button" data-action="delete" onClick={() => void desk.remove(run)}>
                  Delete<span class="visually-hidden"> {run.name}</span>
                </button>
              </div>
            </li>
          );
        })}
      </ul>
    )}
  </section>
);
