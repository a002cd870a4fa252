import type { JSX } from 'preact';
import { percent } from '../../parts/heat-map/cell.ts';
import { visibleToken } from '../../parts/tokens.tsx';
import { twoDigits } from '../../parts/two-digits.ts';
import type { InspectDesk } from './inspect-desk.ts';
import { shownTokensOf } from './shown-tokens.ts';

/** What else the model might have written at the chosen step. */
export const LikelyCard = ({ desk }: { readonly desk: InspectDesk }): JSX.Element => {
  const answer = desk.shown.value!;
  const row = Math.min(desk.row.value ?? 0, answer.likely.length - 1);
  const token = shownTokensOf(answer).rows[row] ?? '';
  return (
    <section class="card likely" data-row={row} aria-label="Likely tokens">
      <h2>
        Token {row + 1} <span class="soft">is “{visibleToken(token)}”, and might have been</span>
      </h2>
      <ol>
        {(answer.likely[row] ?? []).map(({ token: candidate, logProb }, place) => {
          const probability = Math.exp(logProb);
          return (
            // oxlint-disable-next-line react/no-array-index-key -- a place in a ranking
            <li key={place} class={place === 0 ? 'is-taken' : ''}>
              <span class="likely-token" dir="auto">
                {visibleToken(candidate)}
              </span>
              <span class="likely-bar" style={{ '--share': probability }} aria-hidden="true" />
              <span class="likely-share">{percent(probability)}</span>
              <span class="likely-log" title="log-probability, nats">
                {twoDigits(logProb)}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
};
