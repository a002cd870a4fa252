import type { JSX } from 'preact';
import { selectedAmong } from '../../page/chosen-examples.ts';
import type { Column, Comparison } from '../../page/comparison.ts';
import type { Playground } from '../../page/playground.ts';
import type { Measure, ShownExample } from '../../protocol/messages.ts';
import { HeatMap } from '../../parts/heat-map/heat-map.tsx';
import { Icon } from '../../parts/icon.tsx';
import { TokenRow } from '../../parts/tokens.tsx';
import { chosenLater, endOfSentence } from '../train/film.tsx';
import { LookMark } from './look-mark.tsx';
import { phaseOf } from './phase-of.ts';
import { measureAt } from './moments.ts';

const whyNoMap = (measure: Measure | undefined, shown: ShownExample | undefined): string => {
  if (shown) return 'It does not attend: there is no map.';
  return measure ? chosenLater : 'Getting ready: making its examples and its weights.';
};

/** One run: what it is, how far it is, and where it looks. */
export const ColumnCard = ({
  playground,
  comparison,
  column,
  name,
  step,
}: {
  readonly playground: Playground;
  readonly comparison: Comparison;
  readonly column: Column;
  readonly name: string;
  /** That is shown; undefined is its last. */
  readonly step: number | undefined;
}): JSX.Element => {
  const { run, look } = column;
  const pinned = run.summary.value?.pinned ?? [];
  const index = selectedAmong(playground, pinned);
  const example = pinned[index];
  const measure = measureAt(run.measures.value, step);
  const shown = measure?.examples[index];
  const failure = run.failure.value;
  return (
    <li class="column" id={run.id} data-run={run.id} data-phase={run.phase.value} data-step={run.step.value}>
      <header class="column-head">
        <LookMark look={look} />
        <h3>{name}</h3>
        <span class={`phase-word phase-${run.phase.value}`}>{phaseOf(run)}</span>
        <button
          type="button"
          class="quiet"
          data-action="remove-column"
          aria-label={`Remove ${name}`}
          title="Remove"
          onClick={() => void comparison.remove(column)}
        >
          <Icon name="close" />
        </button>
      </header>
      {failure && (
        <p class="column-failure" role="alert">
          {failure.message}
        </p>
      )}
      {example && shown && (
        <p class="column-output">
          <span class={`mark ${shown.isRight ? 'mark-right' : 'mark-wrong'}`}>
            {shown.isRight ? '✓' : '✗'}
            <span class="visually-hidden">{shown.isRight ? 'right' : 'wrong'}</span>
          </span>
          <TokenRow tokens={shown.output} expected={example.target} />
        </p>
      )}
      {example && shown?.forced ? (
        <HeatMap
          weights={shown.forced}
          rowTokens={[...example.target, endOfSentence]}
          columnTokens={[...example.source, endOfSentence]}
          cell={comparison.cell}
          label={`Attention of ${name}`}
        />
      ) : (
        !failure && <p class="column-none">{whyNoMap(measure, shown)}</p>
      )}
    </li>
  );
};
