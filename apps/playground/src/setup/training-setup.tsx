import type { JSX } from 'preact';
import { backendChoices, optimizerNames } from '../experiment/experiment.ts';
import type { Playground } from '../page/playground.ts';
import { Choice } from '../parts/choice.tsx';
import { NumberField } from '../parts/number-field.tsx';

/** How the model is taught, and when that ends. */
export const TrainingSetup = ({ playground }: { readonly playground: Playground }): JSX.Element => {
  const { edit, experiment } = playground;
  const { optimizer, learningRate, batchSize, dropout, clip, labelSmoothing, seed } = experiment.value;
  const { stopSteps, stopExact, stopLoss, stopSeconds, backend } = experiment.value;
  return (
    <fieldset>
      <legend>Training</legend>
      <div class="row">
        <Choice
          label="Optimizer"
          value={optimizer}
          options={optimizerNames}
          onChange={(value) => edit({ optimizer: value })}
        />
        <NumberField
          label="Learning rate"
          value={learningRate}
          least={1e-5}
          most={10}
          step="any"
          onChange={(value) => edit({ learningRate: value })}
        />
      </div>
      <div class="row">
        <NumberField
          label="Batch size"
          value={batchSize}
          least={1}
          most={256}
          onChange={(value) => edit({ batchSize: value })}
        />
        <NumberField
          label="Seed"
          value={seed}
          least={0}
          most={2 ** 31 - 1}
          onChange={(value) => edit({ seed: value })}
        />
      </div>
      <div class="row">
        <NumberField
          label="Dropout"
          value={dropout}
          least={0}
          most={0.9}
          step="any"
          onChange={(value) => edit({ dropout: value })}
        />
        <NumberField
          label="Smoothing"
          value={labelSmoothing}
          least={0}
          most={0.9}
          step="any"
          onChange={(value) => edit({ labelSmoothing: value })}
        />
      </div>
      <NumberField
        label="Longest gradient"
        value={clip}
        least={0.01}
        most={100}
        step="any"
        hint="Gradients with a larger global norm are scaled down to it."
        onChange={(value) => edit({ clip: value })}
      />
      <details>
        <summary>Stop when</summary>
        <NumberField
          label="Steps"
          value={stopSteps}
          least={1}
          most={1_000_000}
          onChange={(value) => edit({ stopSteps: value })}
        />
        <NumberField
          label="Exact share (above 1: never)"
          value={stopExact}
          least={0}
          most={2}
          step="any"
          onChange={(value) => edit({ stopExact: value })}
        />
        <NumberField
          label="Loss (0: never)"
          value={stopLoss}
          least={0}
          most={100}
          step="any"
          onChange={(value) => edit({ stopLoss: value })}
        />
        <NumberField
          label="Seconds (0: never)"
          value={stopSeconds}
          least={0}
          most={86_400}
          step="any"
          onChange={(value) => edit({ stopSeconds: value })}
        />
      </details>
      <Choice label="Backend" value={backend} options={backendChoices} onChange={(value) => edit({ backend: value })} />
    </fieldset>
  );
};
