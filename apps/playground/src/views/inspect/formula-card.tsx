import type { JSX } from 'preact';
import { useSignal } from '@preact/signals';
import type { Experiment } from '../../experiment/experiment.ts';
import { percent } from '../../parts/heat-map/cell.ts';
import { visibleToken } from '../../parts/tokens.tsx';
import { twoDigits } from '../../parts/two-digits.ts';
import type { Weights } from '../../protocol/messages.ts';
import { formulas } from '../../setup/attention-setup.tsx';
import { contextOf, rowOf } from './arithmetic.ts';
import type { InspectDesk } from './inspect-desk.ts';
import { shownTokensOf } from './shown-tokens.ts';

/** How scores become weights. */
const normalizers: Readonly<Record<Experiment['normalizer'], string>> = {
  softmax: 'exp(e) / Σ exp(e)',
  sparsemax: 'max(e − τ, 0)',
  'entmax-1.5': 'max(e / 2 − τ, 0)²',
  monotonic: 'the first s from the last on with σ(e + r) > ½',
};

/** Dimensions of a vector that are shown at first. */
const shownWidth = 8;

const number = (value: number): string => value.toFixed(3).replace('-', '−');

/** The arithmetic of one cell of the map, from query to context, in the numbers that the model had. */
export const FormulaCard = ({
  desk,
  experiment,
}: {
  readonly desk: InspectDesk;
  readonly experiment: Experiment;
}): JSX.Element | null => {
  const isWhole = useSignal(false);
  const answer = desk.shown.value;
  const cell = desk.examined.value;
  const alignment = answer?.outputs[0]?.alignment;
  if (!answer?.inside || !alignment || !cell) return null;
  const { inside } = answer;
  const { row, column } = cell;
  const { rows, columns } = shownTokensOf(answer);
  const at = ({ values, columns: width }: Weights): number => values[row * width + column]!;
  const [formula, paper] = formulas[experiment.scorer];
  const isSet = desk.set.value?.row === row;
  const context = contextOf(alignment, inside.memory, row);
  const widest = Math.max(inside.queries.columns, inside.memory.columns, inside.keys?.columns ?? 0);
  const vector = (values: ArrayLike<number>): JSX.Element => <Vector values={values} isWhole={isWhole.value} />;
  return (
    <section class="card formula-card" aria-label="The arithmetic" data-row={row} data-column={column}>
      <h2>
        From “{visibleToken(rows[row] ?? '')}” to “{visibleToken(columns[column] ?? '')}”{' '}
        <span class="soft">
          t = {row + 1}, s = {column + 1}
        </span>
      </h2>
      <dl>
        <dt>
          <i class="math">q</i> query, what token {row + 1} looks for
        </dt>
        <dd>{vector(rowOf(inside.queries, row))}</dd>
        <dt>
          <i class="math">m</i> memory of “{visibleToken(columns[column] ?? '')}”
        </dt>
        <dd>{vector(rowOf(inside.memory, column))}</dd>
        {inside.keys && (
          <>
            <dt>
              <i class="math">k</i> its key, prepared once
            </dt>
            <dd>{vector(rowOf(inside.keys, column))}</dd>
          </>
        )}
        <dt>
          <i class="math">e</i> = <span class="math">{formula}</span> <cite>{paper}</cite>
        </dt>
        <dd>
          <b data-reading="energy">{number(at(inside.energies))}</b>
          {at(inside.allowed) === 0 && ' outside the window, and not seen'}
        </dd>
        <dt>
          <i class="math">α</i> ={' '}
          {isSet ? 'as you set it' : <span class="math">{normalizers[experiment.normalizer]}</span>}
        </dt>
        <dd>
          <b data-reading="weight">{number(at(alignment))}</b> = {percent(at(alignment))}
          {inside.emphasis &&
            !isSet &&
            `, faded by ${number(inside.emphasis.values[row * columns.length + column] ?? 1)}`}
        </dd>
        <dt>
          <i class="math">c</i> = <span class="math">Σ α m</span>, the context
        </dt>
        <dd data-reading="context">{vector(context)}</dd>
      </dl>
      {widest > shownWidth && (
        <button
          type="button"
          class="quiet"
          aria-expanded={isWhole.value}
          onClick={() => {
            isWhole.value = !isWhole.value;
          }}
        >
          {isWhole.value ? `First ${shownWidth} dimensions` : `All ${widest} dimensions`}
        </button>
      )}
      <details>
        <summary>The whole row</summary>
        <div class="formula-row" role="region" aria-label="Energies and weights of this step" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">source</th>
                <th scope="col">e</th>
                <th scope="col">α</th>
              </tr>
            </thead>
            <tbody>
              {columns.map((token, place) => (
                // oxlint-disable-next-line react/no-array-index-key -- tokens repeat; their place is what tells them apart
                <tr key={place} class={place === column ? 'is-at' : ''}>
                  <th scope="row" dir="auto">
                    {visibleToken(token)}
                  </th>
                  <td>{number(rowOf(inside.energies, row)[place]!)}</td>
                  <td>{number(rowOf(alignment, row)[place]!)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
};

const Vector = ({
  values,
  isWhole,
}: {
  readonly values: ArrayLike<number>;
  readonly isWhole: boolean;
}): JSX.Element => {
  const shown = Array.from(values).slice(0, isWhole ? values.length : shownWidth);
  return (
    <span class="vector">
      {shown.map((value, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- a dimension is its place
        <span key={place}>{twoDigits(value)}</span>
      ))}
    </span>
  );
};
