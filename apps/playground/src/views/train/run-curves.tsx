import type { JSX } from 'preact';
import { useSignal } from '@preact/signals';
import type { Measure } from '../../protocol/messages.ts';
import type { RunState } from '../../page/run-state.ts';
import { Curves } from '../../parts/curves/curves.tsx';

/** Told apart by dashes, too. */
const lineColours = { train: '#21918c', heldOut: '#9a4fb5' };

/** More points than pixels are not drawn. */
const mostPoints = 1500;

/** Loss and accuracy of a run. */
export const RunCurves = ({ run }: { readonly run: RunState }): JSX.Element => {
  const isLogarithmic = useSignal(true);
  const losses = smoothed(run.losses.value.values.subarray(0, run.losses.value.length));
  const measures = run.measures.value;
  const steps = measures.map(({ step }) => step);
  const [first, last] = [measures[0], measures.at(-1)];
  return (
    <section class="run-curves" aria-label="Curves">
      <Curves
        label="Loss in nats per token"
        x={losses.steps}
        lines={[
          { label: 'train', values: losses.values, colour: lineColours.train },
          {
            label: 'held out',
            values: atSteps(losses.steps, measures),
            colour: lineColours.heldOut,
            hasPoints: true,
            dash: [5, 3],
          },
        ]}
        isLogarithmic={isLogarithmic.value}
        summary={
          first && last
            ? `on held-out examples it went from ${first.loss.toFixed(2)} to ${last.loss.toFixed(2)} in ${last.step} steps`
            : 'nothing yet'
        }
        cursor={run.id}
      />
      <Curves
        label="Right on held-out examples"
        x={steps}
        lines={[
          { label: 'exact', values: measures.map(({ exact }) => exact), colour: lineColours.train, hasPoints: true },
          {
            label: 'tokens',
            values: measures.map(({ tokenAccuracy }) => tokenAccuracy),
            colour: lineColours.heldOut,
            dash: [5, 3],
          },
        ]}
        isShare
        summary={
          last ? `${Math.round(100 * last.exact)} percent are exactly right at step ${last.step}` : 'nothing yet'
        }
        cursor={run.id}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={isLogarithmic.value}
          onChange={(event) => {
            isLogarithmic.value = event.currentTarget.checked;
          }}
        />
        <span>logarithmic loss</span>
      </label>
    </section>
  );
};

type Smoothed = { readonly steps: readonly number[]; readonly values: readonly number[] };

/** Means over equally many steps each, where there are more steps than points. */
const smoothed = (losses: Float32Array): Smoothed => {
  const width = Math.max(1, Math.ceil(losses.length / mostPoints));
  const steps: number[] = [];
  const values: number[] = [];
  for (let from = 0; from < losses.length; from += width) {
    const group = losses.subarray(from, from + width);
    steps.push(from + group.length);
    values.push(group.reduce((sum, loss) => sum + loss, 0) / group.length);
  }
  return { steps, values };
};

/** The held-out loss at the points nearest to where it was measured. */
const atSteps = (steps: readonly number[], measures: readonly Measure[]): readonly (number | null)[] => {
  const values = steps.map((): number | null => null);
  let point = 0;
  for (const { step, loss } of measures) {
    while (point < steps.length - 1 && steps[point]! < step) point++;
    if (step > 0 && point < steps.length) values[point] = loss;
  }
  return values;
};
