import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import type { Playground } from '../../page/playground.ts';
import { AttentionMap } from '../../parts/heat-map/attention-map.tsx';
import type { Cell } from '../../parts/heat-map/cell.ts';
import { Links } from '../../parts/links/links.tsx';
import { FormulaCard } from './formula-card.tsx';
import { deskOf, type InspectDesk } from './inspect-desk.ts';
import { LikelyCard } from './likely-card.tsx';
import { RowCard } from './row-card.tsx';
import { shownTokensOf } from './shown-tokens.ts';

/** One text and all that the run makes of it: where it looks, what was likely, and the arithmetic in between. */
export const InspectView = ({ playground }: { readonly playground: Playground }): JSX.Element => {
  const desk = deskOf(playground);
  useEffect(() => desk.follow(), [desk]);
  const answer = desk.shown.value;
  const state = desk.problem.value ? 'failed' : desk.isAsking.value ? 'asking' : answer ? 'ready' : 'idle';
  return (
    <div
      class="inspect"
      data-inspect={state}
      data-inspected-step={answer?.step}
      data-source={answer?.sourceTokens.join(' ')}
      data-led={desk.set.value !== undefined}
    >
      <InspectBar playground={playground} desk={desk} />
      {desk.problem.value ? (
        <p class="inspect-problem" role="alert">
          {desk.problem.value}
        </p>
      ) : (
        <Picture playground={playground} desk={desk} />
      )}
      {answer?.outputs[0] && (
        <aside class="inspect-cards" aria-label="The chosen output token">
          <LikelyCard desk={desk} />
          <FormulaCard desk={desk} experiment={playground.main.experiment.value ?? playground.experiment.value} />
        </aside>
      )}
    </div>
  );
};

const InspectBar = ({
  playground,
  desk,
}: {
  readonly playground: Playground;
  readonly desk: InspectDesk;
}): JSX.Element => {
  const answer = desk.free.value;
  const unknown = (answer?.unknown ?? []).map((place) => `“${answer?.sourceTokens[place]}”`);
  return (
    <div class="inspect-bar">
      <div class="field">
        <label for="inspect-input">Source</label>
        <input
          id="inspect-input"
          type="text"
          data-input
          dir="auto"
          autocomplete="off"
          spellcheck={false}
          maxLength={400}
          value={playground.input.value}
          onInput={(event) => {
            playground.input.value = event.currentTarget.value;
          }}
        />
      </div>
      <div class="segments" role="group" aria-label="Attention as">
        {(['map', 'links'] as const).map((picture) => (
          <button
            key={picture}
            type="button"
            aria-pressed={desk.picture.value === picture}
            data-action={`as-${picture}`}
            onClick={() => {
              desk.picture.value = picture;
            }}
          >
            {picture === 'map' ? 'Map' : 'Links'}
          </button>
        ))}
      </div>
      {unknown.length > 0 && (
        <p class="inspect-note" role="status">
          Not in the source vocabulary, and read as unknown: {unknown.join(', ')}.
        </p>
      )}
    </div>
  );
};

const Picture = ({
  playground,
  desk,
}: {
  readonly playground: Playground;
  readonly desk: InspectDesk;
}): JSX.Element => {
  const cell = useSignal<Cell | undefined>(undefined);
  const answer = desk.shown.value;
  const output = answer?.outputs[0];
  if (!answer) return <p class="empty">{emptyWords(playground)}</p>;
  if (!output) return <p class="empty">Write a source text: there is nothing to read.</p>;
  const { rows, columns } = shownTokensOf(answer);
  const { alignment } = output;
  const label = `Attention of “${answer.sourceTokens.join(' ')}”`;
  return (
    <section class="inspect-picture" aria-label="Where each output token looks">
      <h2>
        Where each output token looks{' '}
        <span class="soft">
          {desk.set.value ? `with the row of “${rows[desk.set.value.row] ?? ''}” set by hand, ` : ''}
          at step {answer.step.toLocaleString('en-US')}
        </span>
      </h2>
      {!alignment ? (
        <p class="empty">This model does not attend: there is nothing to look at.</p>
      ) : desk.picture.value === 'links' ? (
        <Links weights={alignment} rowTokens={rows} columnTokens={columns} row={desk.row} label={label} />
      ) : (
        <AttentionMap
          weights={alignment}
          rowTokens={rows}
          columnTokens={columns}
          cell={cell}
          row={desk.row}
          label={label}
          {...(desk.examined.value && { pinned: desk.examined.value })}
          onPin={(pin) => {
            desk.row.value = pin.row;
            desk.pinned.value = pin;
          }}
        />
      )}
      {!output.finished && (
        <p class="inspect-note">No end was found: the output is cut after {rows.length} tokens. Train further.</p>
      )}
      <RowCard desk={desk} />
    </section>
  );
};

const emptyWords = ({ main }: Playground): string => {
  if (main.phase.value === 'recording') return 'The model that was recorded is on its way …';
  return main.summary.value ? 'Reading the source …' : 'Press Train or Step: there is no run to ask yet.';
};
