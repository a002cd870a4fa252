import type { JSX } from 'preact';
import { twoDigits } from '../../parts/two-digits.ts';
import { whyItWon } from '../../parts/search-tree/rank-results.ts';
import { visibleToken } from '../../parts/tokens.tsx';
import { endOfSentence } from '../train/film.tsx';
import type { SearchDesk } from './search-desk.ts';

/** What has ended by the step that is shown; at the end the results, with what each is ranked by, and why the first is first. */
export const Ranking = ({ desk }: { readonly desk: SearchDesk }): JSX.Element | null => {
  const tree = desk.tree.value;
  const shown = desk.shown.value;
  if (!tree || !shown) return null;
  const { steps, greedy } = tree.trace;
  const { strategy, nBest } = desk.foundBy.value;
  const isOver = desk.step.value === steps.length;
  const rows = isOver && strategy === 'beam' ? shown.ranked.slice(0, nBest) : shown.ranked;
  const textOf = (tokens: readonly number[]): string =>
    tokens
      .map(tree.textOf)
      .filter((text) => text !== endOfSentence)
      .map(visibleToken)
      .join(desk.separator.value);
  const first = rows[0];
  const chosen = desk.chosen.value ?? first?.index;
  return (
    <section class="ranking" aria-label="Ranking" data-over={isOver}>
      <h2>
        {isOver ? 'Ranking' : 'Shelf'}{' '}
        <span class="soft">{isOver ? 'of what was found' : `what has ended by step ${desk.step.value}`}</span>
      </h2>
      {rows.length === 0 ? (
        <p class="soft">Nothing yet.</p>
      ) : (
        <div class="ranking-place">
          <table>
            <thead>
              <tr>
                <th scope="col" class="number" title="Place">
                  #
                </th>
                <th scope="col">output</th>
                <th scope="col" class="number" title="The sum over its tokens, in nats">
                  log P
                </th>
                <th scope="col" class="number" title="Tokens, the end of sentence counted">
                  T
                </th>
                <th scope="col" class="number" title="The length penalty">
                  T<sup>α</sup>
                </th>
                <th scope="col" class="number" title="log P / T^α">
                  score
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ tokens, finished, logProb, penalty, score, place, index }) => {
                const text = textOf(tokens) || 'nothing';
                return (
                  <tr key={index} data-place={place} aria-selected={isOver && chosen === index ? 'true' : undefined}>
                    <td class="number">{place}</td>
                    <td>
                      {isOver ? (
                        <button
                          type="button"
                          class="quiet ranking-output"
                          dir="auto"
                          aria-pressed={chosen === index}
                          onClick={() => {
                            desk.chosen.value = index;
                          }}
                        >
                          {text}
                        </button>
                      ) : (
                        <span dir="auto">{text}</span>
                      )}
                      {!finished && <span class="soft"> {isOver ? 'cut off' : 'still growing'}</span>}
                    </td>
                    <td class="number" data-reading="log-probability">
                      {twoDigits(logProb)}
                    </td>
                    <td class="number">{tokens.length}</td>
                    <td class="number">{penalty.toFixed(2)}</td>
                    <td class="number" data-reading="score">
                      {twoDigits(score)}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      {isOver && first && (
        <p class="why" data-reading="why">
          <strong>Why “{textOf(first.tokens) || 'nothing'}” is first.</strong>{' '}
          {whyItWon(shown.ranked, desk.alpha.value, textOf)}
        </p>
      )}
      {isOver && greedy && first && (
        <p class="why" data-reading="greedy">
          {greedy.text === textOf(first.tokens)
            ? 'Greedy search, which keeps one beginning, finds the same.'
            : `Greedy search, which keeps one beginning, finds “${greedy.text}”, log P ${twoDigits(greedy.logProb)}.`}
        </p>
      )}
    </section>
  );
};
