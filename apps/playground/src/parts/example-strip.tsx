import { batch } from '@preact/signals';
import type { JSX } from 'preact';
import { isShown, letGo } from '../page/chosen-examples.ts';
import type { Playground } from '../page/playground.ts';
import { Icon } from './icon.tsx';
import { TokenRow } from './tokens.tsx';

/** A few held-out examples and what the run makes of them now; the chosen one is what all views show. */
export const ExampleStrip = ({ playground }: { readonly playground: Playground }): JSX.Element | null => {
  const { main, selected, moment } = playground;
  const summary = main.summary.value;
  if (!summary) return null;
  const measures = main.measures.value;
  const shown = measures[moment.value ?? measures.length - 1];
  const dismiss = (place: number): void =>
    batch(() => {
      main.summary.value = { ...summary, pinned: letGo(summary.pinned, place) };
      if (selected.value === place) selected.value = 0;
    });
  return (
    <section class="examples" aria-label="Held-out examples">
      <ul>
        {summary.pinned.map((pinned, index) => {
          if (!isShown(pinned)) return null;
          const { sourceText, target, targetText, isChosen } = pinned;
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
              {isChosen && (
                <button
                  type="button"
                  class="example-off quiet"
                  aria-label={`Show ${sourceText} no longer`}
                  title="Show no longer"
                  onClick={() => dismiss(index)}
                >
                  <Icon name="close" />
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
};
