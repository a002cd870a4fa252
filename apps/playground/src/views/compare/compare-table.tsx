import type { JSX } from 'preact';
import type { Column } from '../../page/comparison.ts';
import { twoDigits } from '../../parts/two-digits.ts';
import type { Measure, Weights } from '../../protocol/messages.ts';
import { LookMark } from './look-mark.tsx';
import { diagonalityOf, entropyOf } from './map-shape.ts';
import { measureAt } from './moments.ts';
import { batchesOf, sharedWeights } from './same-beginning.ts';

/** The share of exactly right outputs that counts as learned. */
const learned = 0.95;

/** What the runs came to, in numbers. */
export const CompareTable = ({
  columns,
  names,
  step,
}: {
  readonly columns: readonly Column[];
  readonly names: readonly string[];
  /** That the maps are of; undefined is the last. */
  readonly step: number | undefined;
}): JSX.Element => (
  <section class="compare-table" aria-label="In numbers">
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Table of the runs">
      <table>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Steps to 95 % exact</th>
            <th scope="col">Exact now</th>
            <th scope="col">Loss now</th>
            <th scope="col">ms a step</th>
            <th scope="col">Weights</th>
            <th scope="col">Entropy</th>
            <th scope="col">Diagonality</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ run, look }, index) => {
            const last = run.measures.value.at(-1);
            const maps = mapsOf(measureAt(run.measures.value, step));
            return (
              <tr key={run.id} data-run={run.id}>
                <th scope="row">
                  <LookMark look={look} /> {names[index]}
                </th>
                <td data-reading="steps-to-learned">
                  {run.measures.value.find(({ exact }) => exact >= learned)?.step.toLocaleString('en-US') ?? '–'}
                </td>
                <td>{last ? `${Math.round(100 * last.exact)} %` : '–'}</td>
                <td>{last && Number.isFinite(last.loss) ? last.loss.toFixed(3) : '–'}</td>
                <td>{run.step.value > 0 ? ((1000 * run.seconds.value) / run.step.value).toFixed(1) : '–'}</td>
                <td>{run.summary.value?.weights.toLocaleString('en-US') ?? '–'}</td>
                <td>{meanOf(maps, entropyOf)}</td>
                <td>{meanOf(maps, diagonalityOf)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
    <SameBeginning columns={columns} />
    <p class="compare-caption">
      <strong>Entropy</strong> is how spread out a row of the map is, in nats: 0 looks at one token.{' '}
      <strong>Diagonality</strong> is how straight its path is: the correlation of each output’s place with the place it
      looks at on average, 1 forwards, −1 backwards, 0 nowhere. Both are means over the examples below, right answers
      given. <strong>ms a step</strong> is of training alone, while the others wait.
    </p>
  </section>
);

const mapsOf = (measure: Measure | undefined): readonly Weights[] =>
  (measure?.examples ?? []).flatMap(({ forced }) => forced ?? []);

const meanOf = (maps: readonly Weights[], numberOf: (map: Weights) => number): string =>
  maps.length === 0 ? '–' : twoDigits(maps.reduce((sum, map) => sum + numberOf(map), 0) / maps.length);

/** What makes the comparison fair, as it was seen. */
const SameBeginning = ({ columns }: { readonly columns: readonly Column[] }): JSX.Element | null => {
  const agreement = batchesOf(columns);
  if (columns.length < 2 || !agreement) return null;
  const { shared, equal } = sharedWeights(columns);
  const { step, batches } = agreement;
  return (
    <p
      class="compare-caption"
      data-reading="fairness"
      data-batches={batches ?? ''}
      data-shared={shared}
      data-equal={equal}
    >
      {batches === undefined
        ? `Their examples are not known to have come in the same order up to step ${step}.`
        : `All have seen the same examples in the same order up to step ${step} (fingerprint ${batches}).`}{' '}
      {equal === shared
        ? `The ${shared} weights that all of them have began with the same values.`
        : `Of the ${shared} weights that all of them have, ${equal} began with the same values.`}
    </p>
  );
};
