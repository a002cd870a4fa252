import type { JSX } from 'preact';
import { useSignal } from '@preact/signals';
import type { Playground } from '../../page/playground.ts';
import { type Cell } from '../../parts/heat-map/cell.ts';
import { AttentionMap } from '../../parts/heat-map/attention-map.tsx';
import { Scrubber } from './scrubber.tsx';

/** What stands behind the last token of a sequence. */
export const endOfSentence = '</s>';

/** Where a picture would be of an example that nobody looked at then. */
export const chosenLater = 'This example was chosen later: there is no picture of it at this moment.';

/** The attention of the chosen example at the chosen moment, over the right answer, so that rows stay what they are. */
export const Film = ({ playground }: { readonly playground: Playground }): JSX.Element => {
  const { main, selected, moment } = playground;
  const cell = useSignal<Cell | undefined>(undefined);
  const measures = main.measures.value;
  const index = moment.value ?? measures.length - 1;
  const example = main.summary.value?.pinned[selected.value];
  const forced = measures[index]?.examples[selected.value]?.forced;
  return (
    <section class="film" aria-label="Attention while it is learned">
      <h2>
        Where each token of the right answer looks{' '}
        <span class="soft">{measures[index] ? `at step ${measures[index].step.toLocaleString('en-US')}` : ''}</span>
      </h2>
      {example && forced ? (
        <AttentionMap
          weights={forced}
          rowTokens={[...example.target, endOfSentence]}
          columnTokens={[...example.source, endOfSentence]}
          cell={cell}
          label={`Attention of “${example.sourceText}”`}
        />
      ) : (
        <p class="empty">
          {!main.summary.value
            ? 'Press Train: the film begins with the first step.'
            : measures[index]?.examples[selected.value]
              ? 'This model does not attend: there is nothing to look at.'
              : chosenLater}
        </p>
      )}
      {measures.length > 0 && <Scrubber measures={measures} moment={moment} />}
    </section>
  );
};
