import type { JSX } from 'preact';
import { batch } from '@preact/signals';
import { isShown, placeAmong, selectedAmong, withoutLetGo } from '../../page/chosen-examples.ts';
import { type Comparison, comparisonOf } from '../../page/comparison.ts';
import type { Playground } from '../../page/playground.ts';
import { Choice } from '../../parts/choice.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Scrubber } from '../train/scrubber.tsx';
import { AddColumn } from './add-column.tsx';
import { ColumnCard } from './column-card.tsx';
import { columnNames } from './column-names.ts';
import { CompareCurves } from './compare-curves.tsx';
import { CompareTable } from './compare-table.tsx';
import { LookMark } from './look-mark.tsx';
import { measuredSteps } from './moments.ts';
import { starterNames, starters, type StarterName } from './starters.ts';

/** Models side by side: same seed, same batches, in turns. */
export const CompareView = ({ playground }: { readonly playground: Playground }): JSX.Element => {
  const comparison = comparisonOf(playground);
  const columns = comparison.columns.value;
  const names = columnNames(columns.map(({ changes }) => ({ ...playground.experiment.value, ...changes })));
  const steps = measuredSteps(columns);
  const moment = comparison.moment.value;
  const step = moment === undefined ? undefined : steps[Math.min(moment, steps.length - 1)];
  return (
    <div class="compare" data-compare={stateOf(comparison)} data-columns={columns.length}>
      <CompareBar playground={playground} comparison={comparison} />
      {columns.length === 0 ? (
        <p class="compare-empty">
          Two to four models learn side by side: from the same seed, from the same batches, in turns. Choose a
          comparison, or add runs that differ from the form in one thing each.
        </p>
      ) : (
        <>
          <CompareCurves columns={columns} names={names} steps={steps} />
          <nav class="column-links" aria-label="Runs">
            {columns.map(({ run, look }, index) => (
              <button
                key={run.id}
                type="button"
                onClick={() => document.querySelector(`#${run.id}`)?.scrollIntoView({ block: 'nearest' })}
              >
                <LookMark look={look} /> {names[index]}
              </button>
            ))}
          </nav>
          <div class="compare-moment">
            <ExampleChoice playground={playground} comparison={comparison} />
            {steps.length > 0 && (
              <Scrubber measures={steps.map((each) => ({ step: each }))} moment={comparison.moment} />
            )}
          </div>
          <ul class="column-grid" style={{ '--columns-shown': columns.length }}>
            {columns.map((column, index) => (
              <ColumnCard key={column.run.id} {...{ playground, comparison, column, step }} name={names[index] ?? ''} />
            ))}
          </ul>
          <CompareTable columns={columns} names={names} step={step} />
        </>
      )}
    </div>
  );
};

/** For those who wait for it. */
const stateOf = ({ columns, isPlaying }: Comparison): string => {
  const phases = columns.value.map(({ run }) => run.phase.value);
  if (phases.length === 0) return 'empty';
  if (phases.includes('loading')) return 'loading';
  if (isPlaying.value) return 'playing';
  return phases.some((phase) => phase === 'ready' || phase === 'paused') ? 'paused' : 'ended';
};

const CompareBar = ({
  playground,
  comparison,
}: {
  readonly playground: Playground;
  readonly comparison: Comparison;
}): JSX.Element => {
  const { isPlaying, isRestartNeeded, columns } = comparison;
  const isEmpty = columns.value.length === 0;
  return (
    <div class="compare-bar">
      <div class="compare-transport" role="group" aria-label="The runs side by side">
        <button
          type="button"
          class="primary"
          data-action="compare-play"
          disabled={isEmpty}
          aria-pressed={isPlaying.value}
          onClick={() => void (isPlaying.value ? comparison.pause() : comparison.play())}
        >
          <Icon name={isPlaying.value ? 'pause' : 'play'} />{' '}
          {isPlaying.value ? 'Pause all' : isRestartNeeded.value && !isEmpty ? 'Restart all' : 'Train all'}
        </button>
        <button type="button" data-action="compare-reset" disabled={isEmpty} onClick={() => void comparison.reset()}>
          <Icon name="reset" /> Reset all
        </button>
      </div>
      <AddColumn playground={playground} comparison={comparison} />
      <div class="starters" role="group" aria-label="Ready comparisons">
        {starterNames.map((name) => (
          <button
            key={name}
            type="button"
            data-starter={name}
            title={starters[name].about}
            onClick={() => void begin(playground, comparison, name)}
          >
            {starters[name].title}
          </button>
        ))}
      </div>
    </div>
  );
};

/** In the place of whatever is compared now. */
const begin = async (playground: Playground, comparison: Comparison, name: StarterName): Promise<void> => {
  const { base, columns } = starters[name];
  await Promise.all(comparison.columns.value.map((column) => comparison.remove(column)));
  batch(() => {
    playground.edit({ ...base, backend: playground.experiment.value.backend });
    playground.selected.value = 0;
  });
  await Promise.all(columns.map((changes) => comparison.add({ ...base, ...changes })));
  await comparison.play();
};

/** Which of the held-out examples all maps are of. */
const ExampleChoice = ({
  playground,
  comparison,
}: {
  readonly playground: Playground;
  readonly comparison: Comparison;
}): JSX.Element | null => {
  const pinned = comparison.columns.value.find(({ run }) => run.summary.value)?.run.summary.value?.pinned;
  if (!pinned) return null;
  const ofMain = playground.main.summary.value?.pinned ?? [];
  const shown = withoutLetGo(pinned, ofMain);
  return (
    <Choice
      label="Example"
      value={String(selectedAmong(playground, pinned))}
      options={shown.flatMap((example, index) =>
        isShown(example) ? [{ value: String(index), label: example.sourceText }] : [],
      )}
      onChange={(value) => {
        const place = placeAmong(ofMain, pinned[Number(value)]);
        playground.selected.value = place >= 0 ? place : Number(value);
      }}
    />
  );
};
