import type { JSX } from 'preact';
import type { Playground } from '../../page/playground.ts';
import { TokenRow } from '../../parts/tokens.tsx';
import { Choice } from '../../parts/choice.tsx';
import { errorsDeskOf } from './errors-desk.ts';

/** More than one reads. */
const mostShown = 20;

/** The held-out examples that the run is worst at, and at which lengths it is right. */
export const WorstExamples = ({ playground }: { readonly playground: Playground }): JSX.Element | null => {
  const desk = errorsDeskOf(playground);
  const { main, selected } = playground;
  const summary = main.summary.value;
  if (!summary) return null;
  const answer = desk.answer.value;
  const chosen = summary.pinned[selected.value]?.sourceText;
  return (
    <section class="errors" aria-label="Worst held-out examples" data-errors={answer ? answer.step : ''}>
      <header class="errors-head">
        <h2>
          Worst held-out examples{' '}
          <span class="soft">{answer ? `at step ${answer.step.toLocaleString('en-US')}` : ''}</span>
        </h2>
        {answer && (
          <Choice
            label="Sorted by"
            value={desk.order.value}
            options={[
              { value: 'loss', label: 'loss of the right answer' },
              { value: 'edits', label: 'edits to the right answer' },
            ]}
            onChange={(order) => {
              desk.order.value = order;
            }}
          />
        )}
        <button type="button" data-action="errors" disabled={desk.isAsking.value} onClick={() => void desk.judge()}>
          {answer ? 'Look again' : 'Find them'}
        </button>
      </header>
      {desk.problem.value && (
        <p class="errors-problem" role="alert">
          {desk.problem.value}
        </p>
      )}
      {answer ? (
        <>
          <Lengths lengths={answer.lengths} />
          <ol class="errors-list">
            {desk.worst.value.slice(0, mostShown).map((example) => (
              <li key={example.sourceText}>
                <button
                  type="button"
                  class="error-row"
                  aria-pressed={example.sourceText === chosen}
                  onClick={() => void desk.choose(example)}
                >
                  <span class={`mark ${example.isRight ? 'mark-right' : 'mark-wrong'}`}>
                    {example.isRight ? '✓' : '✗'}
                    <span class="visually-hidden">{example.isRight ? 'right' : 'wrong'}</span>
                  </span>
                  <span class="error-source" dir="auto">
                    {example.sourceText}
                  </span>
                  <TokenRow tokens={example.output} expected={example.target} />
                  <span class="error-target" dir="auto">
                    {example.targetText}
                  </span>
                  <span class="error-numbers">
                    {example.loss.toFixed(2)} nats, {example.edits} {example.edits === 1 ? 'edit' : 'edits'}
                  </span>
                </button>
              </li>
            ))}
          </ol>
        </>
      ) : (
        <p class="soft">
          Every held-out example is translated and scored. Choose one, and all views show it: its attention, its search.
        </p>
      )}
    </section>
  );
};

/** How many are right among the short and the long, as bars. */
const Lengths = ({
  lengths,
}: {
  readonly lengths: readonly {
    readonly from: number;
    readonly to: number;
    readonly right: number;
    readonly total: number;
  }[];
}): JSX.Element => (
  <ul class="errors-lengths" aria-label="Exactly right by length of the source">
    {lengths.map(({ from, to, right, total }) => (
      <li key={from}>
        <span>{from === to ? `${from} tokens` : `${from} to ${to} tokens`}</span>
        <span class="bar" aria-hidden="true">
          <span style={{ width: `${(100 * right) / total}%` }} />
        </span>
        <span>
          {right} of {total}
        </span>
      </li>
    ))}
  </ul>
);
