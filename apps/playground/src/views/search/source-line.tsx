import type { JSX } from 'preact';
import type { Playground } from '../../page/playground.ts';
import { visibleToken } from '../../parts/tokens.tsx';
import type { SearchDesk } from './search-desk.ts';

/** The source as the model reads it, and which weights have read it. */
export const SourceLine = ({
  playground: { main },
  desk,
}: {
  readonly playground: Playground;
  readonly desk: SearchDesk;
}): JSX.Element | null => {
  const answer = desk.answer.value;
  if (!answer) return null;
  const unknown = new Set(answer.unknown);
  const words = [...new Set(answer.unknown.map((index) => `“${visibleToken(answer.sourceTokens[index]!)}”`))];
  const isOld = desk.subject.value === 'model' && main.step.value > answer.step;
  return (
    <div class="source-line">
      <p class="source-tokens">
        <span class="soft">reads</span>{' '}
        {answer.sourceTokens.map((token, index) => (
          <span
            // oxlint-disable-next-line react/no-array-index-key -- tokens repeat; their place is what tells them apart
            key={index}
            class={`source-token ${unknown.has(index) ? 'is-unknown' : ''}`}
            dir="auto"
          >
            {visibleToken(token)}
          </span>
        ))}
      </p>
      {words.length > 0 && (
        <p class="unknown-note" data-reading="unknown">
          {words.join(', ')} {words.length === 1 ? 'is' : 'are'} not in the vocabulary: the model reads{' '}
          <code>&lt;unk&gt;</code> there and cannot tell what it was.
        </p>
      )}
      {desk.subject.value === 'model' && (
        <p class="soft" data-reading="search-of" data-step={answer.step}>
          with the weights of step {answer.step.toLocaleString('en-US')}
          {isOld && ` — the run is at ${main.step.value.toLocaleString('en-US')}: search again`}
        </p>
      )}
    </div>
  );
};
