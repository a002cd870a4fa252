import type { JSX } from 'preact';
import type { Playground } from '../page/playground.ts';
import { TokenRow } from './tokens.tsx';

/** A few held-out examples and what the run makes of them now; the chosen one is what all views show. */
export const ExampleStrip = ({ playground }: { readonly playground: Playground }): JSX.Element | null => {
  const { main, selected, moment } = playground;
  const summary = main.summary.value;
  if (!summary) return null;
  const measures = main.measures.value;
  const shown = measures[moment.value ?? measures.length - 1];
  return (
    <section class="examples" aria-label="Held-out examples">
      <ul>
        {summary.pinned.map(({ sourceText, target, targetText }, index) => {
          const example = shown?.examples[index];
          return (
            <li key={sourceText}>
              <button
                type="button"
                class="example"
                aria-pressed={selected.value === index}
                onClick={() => {
                  selected.value = index;
                }}
              >
                <span class="example-source" dir="auto">
                  {sourceText}
                </span>
                <span class="example-output">
                  <span class={`mark ${example?.isRight ? 'mark-right' : 'mark-wrong'}`}>
                    {example?.isRight ? '✓' : '✗'}
                    <span class="visually-hidden">{example?.isRight ? 'right' : 'wrong'}</span>
                  </span>
                  <TokenRow tokens={example?.output ?? []} expected={target} />
                </span>
                <span class="example-target" dir="auto">
                  {targetText}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
};
