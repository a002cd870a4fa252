import type { JSX } from 'preact';
import { useSignal } from '@preact/signals';
import type { Cell } from '../../parts/heat-map/cell.ts';
import { HeatMap } from '../../parts/heat-map/heat-map.tsx';
import { TokenProbabilities } from '../../parts/search-tree/token-probabilities.tsx';
import { endOfSentence } from '../train/film.tsx';
import type { SearchDesk } from './search-desk.ts';

/** The output that is chosen in the ranking: how sure the model was of each token, and where it looked. */
export const ChosenOutput = ({ desk }: { readonly desk: SearchDesk }): JSX.Element | null => {
  const cell = useSignal<Cell | undefined>(undefined);
  const answer = desk.answer.value;
  const shown = desk.shown.value;
  if (!answer || !shown || desk.step.value < answer.steps.length) return null;
  const output = answer.outputs[desk.chosen.value ?? shown.ranked[0]?.index ?? 0];
  if (!output) return null;
  const tokens = [...output.tokens, ...(output.finished ? [endOfSentence] : [])];
  return (
    <section class="chosen-output" aria-label="The chosen output">
      <h2>
        {output.text || 'nothing'} <span class="soft">token by token</span>
      </h2>
      <TokenProbabilities tokens={tokens} logProbs={output.tokenLogProbs} />
      {output.alignment && (
        <HeatMap
          weights={output.alignment}
          rowTokens={tokens}
          columnTokens={[...answer.sourceTokens, endOfSentence]}
          cell={cell}
          label={`Attention of “${output.text}”`}
        />
      )}
    </section>
  );
};
