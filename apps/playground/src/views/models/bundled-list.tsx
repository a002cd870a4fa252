import type { JSX } from 'preact';
import type { Playground } from '../../page/playground.ts';
import type { ModelsDesk } from './models-desk.ts';

/** Models that were trained before and come with the page. */
export const BundledList = ({
  playground,
  desk,
}: {
  readonly playground: Playground;
  readonly desk: ModelsDesk;
}): JSX.Element => (
  <section aria-labelledby="models-bundled">
    <h2 id="models-bundled">Trained already</h2>
    <ul class="model-cards">
      {desk.bundled.value.map((model) => {
        const isOpen = playground.main.phase.value === 'loaded' && playground.link.value.model === model.name;
        return (
          <li key={model.name} class="card model-card" data-model={model.name}>
            <h3>{model.title}</h3>
            <p>{model.about}</p>
            <dl>
              <div>
                <dt>exact</dt>
                <dd>{(100 * model.exact).toFixed(0)} %</dd>
              </div>
              <div>
                <dt>steps</dt>
                <dd>{model.step.toLocaleString('en-US')}</dd>
              </div>
              <div>
                <dt>weights</dt>
                <dd>{model.weights.toLocaleString('en-US')}</dd>
              </div>
              <div>
                <dt>vocabulary</dt>
                <dd>
                  {model.sourceVocabulary} → {model.targetVocabulary}
                </dd>
              </div>
              <div>
                <dt>size</dt>
                <dd>{(model.bytes / 1000).toFixed(0)} kB</dd>
              </div>
              <div>
                <dt>licence</dt>
                <dd>{model.licence}</dd>
              </div>
            </dl>
            <button type="button" data-open={isOpen} onClick={() => void desk.openBundled(model)}>
              {isOpen ? 'Opened' : 'Open'}
              <span class="visually-hidden"> {model.title}</span>
            </button>
          </li>
        );
      })}
    </ul>
  </section>
);
