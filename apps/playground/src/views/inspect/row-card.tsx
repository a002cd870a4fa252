import type { JSX } from 'preact';
import { visibleToken } from '../../parts/tokens.tsx';
import type { InspectAnswer } from '../../protocol/messages.ts';
import { rowOf } from './arithmetic.ts';
import { diffTokens } from './diff-tokens.ts';
import type { InspectDesk } from './inspect-desk.ts';
import { RowEditor } from './row-editor.tsx';
import { normalized, uniform } from './row-weights.ts';
import { shownTokensOf } from './shown-tokens.ts';

/** Lets one look elsewhere at the chosen step, and see what becomes of the output. */
export const RowCard = ({ desk }: { readonly desk: InspectDesk }): JSX.Element | null => {
  const answer = desk.shown.value!;
  const alignment = answer.outputs[0]?.alignment;
  const row = desk.row.value;
  if (!alignment || row === undefined || row >= alignment.rows) return null;
  const { rows, columns } = shownTokensOf(answer);
  const set = desk.set.value;
  const isSet = set?.row === row;
  const own = rowOf(alignment, row);
  const change = (weights: Float32Array): void => {
    desk.set.value = { row, weights };
  };
  return (
    <section class="card row-card" aria-label="Look elsewhere" data-is-set={isSet}>
      <h2>
        Look elsewhere <span class="soft">to write “{visibleToken(rows[row] ?? '')}”</span>
      </h2>
      <RowEditor key={row} tokens={columns} weights={isSet ? set.weights : normalized(own)} onChange={change} />
      <div class="row-actions">
        <button type="button" data-action="uniform" onClick={() => change(uniform(columns.length))}>
          Everywhere alike
        </button>
        <button
          type="button"
          data-action="reset-row"
          disabled={set === undefined}
          onClick={() => {
            desk.set.value = undefined;
          }}
        >
          As the model does
        </button>
      </div>
      {set && desk.led.value && desk.free.value && <Difference free={desk.free.value} led={desk.led.value} />}
    </section>
  );
};

const words = { same: '', gone: 'no longer ', new: 'now ' } as const;

const Difference = ({ free, led }: { readonly free: InspectAnswer; readonly led: InspectAnswer }): JSX.Element => {
  const changes = diffTokens(shownTokensOf(free).rows, shownTokensOf(led).rows);
  const isSame = changes.every(({ change }) => change === 'same');
  const difference = (led.outputs[0]?.logProb ?? 0) - (free.outputs[0]?.logProb ?? 0);
  return (
    <div class="difference" role="status" data-reading="difference">
      <p class="soft">
        {isSame ? 'The output is the same' : 'The output becomes'}, log P {difference < 0 ? '−' : '+'}
        {Math.abs(difference).toFixed(3)}
      </p>
      <p class="difference-tokens" dir="auto">
        {changes.map(({ token, change }, place) => {
          const Element = ({ same: 'span', gone: 'del', new: 'ins' } as const)[change];
          return (
            // oxlint-disable-next-line react/no-array-index-key -- tokens repeat; their place is what tells them apart
            <Element key={place}>
              <span class="visually-hidden">{words[change]}</span>
              {visibleToken(token)}
            </Element>
          );
        })}
      </p>
    </div>
  );
};
