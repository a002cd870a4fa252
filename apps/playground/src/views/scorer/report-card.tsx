import type { JSX } from 'preact';
import { Curves } from '../../parts/curves/curves.tsx';
import { placeIn, withoutPlace } from '../../sandbox/code-place.ts';
import { trialSteps } from './check-in-sandbox.ts';
import type { ScorerDesk } from './scorer-desk.ts';

/** What a check has found: law by law, the weights, and how a short run went. */
export const ReportCard = ({ desk }: { readonly desk: ScorerDesk }): JSX.Element | null => {
  const { report, losses, problem, verdict } = desk;
  if (verdict.value === 'unchecked' && !report.value && problem.value === '') return null;
  const idle = (report.value?.weights ?? []).filter(({ learns }) => !learns);
  const isOld = verdict.value === 'unchecked';
  const values = losses.value;
  return (
    <section class={`card report ${isOld ? 'report-old' : ''}`} aria-label="Check">
      <h2>{isOld ? 'Check of the text before' : 'Check'}</h2>
      {problem.value !== '' && <Problem message={problem.value} />}
      <ul class="findings">
        {report.value?.findings.map(({ what, problem: found }) => (
          <li key={what} class={found === undefined ? 'finding-kept' : 'finding-broken'}>
            <span class="mark" aria-hidden="true">
              {found === undefined ? '✓' : '✗'}
            </span>
            <span>
              {what}
              <span class="visually-hidden">{found === undefined ? ': yes' : ': no'}</span>
              {found !== undefined && <Problem message={found} />}
            </span>
          </li>
        ))}
      </ul>
      {idle.length > 0 && (
        <p class="idle" data-reading="idle-weights">
          No gradient reaches {idle.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join(', ')}: training
          would never change {idle.length === 1 ? 'it' : 'them'}.
        </p>
      )}
      {values.length > 0 && (
        <Curves
          label={`Loss of a small run, ${values.length} of ${trialSteps} steps`}
          x={values.map((_, step) => step + 1)}
          lines={[{ label: 'loss', values, colour: '#21918c' }]}
          summary={`from ${values[0]!.toFixed(2)} to ${values.at(-1)!.toFixed(2)}`}
          cursor="trial"
        />
      )}
    </section>
  );
};

const Problem = ({ message }: { readonly message: string }): JSX.Element => {
  const place = placeIn(message);
  return (
    <span class="problem" data-reading="problem">
      {place && (
        <b>
          line {place.line}, column {place.column}:{' '}
        </b>
      )}
      {withoutPlace(message)}
    </span>
  );
};
