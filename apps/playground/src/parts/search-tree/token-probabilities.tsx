import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { visibleToken } from '../tokens.tsx';
import { twoDigits } from '../two-digits.ts';
import { percentText } from './shown-tree.ts';

/** Tokens with how probable each was, as a colour and a bar; the number is read at the one that is looked at. */
export const TokenProbabilities = ({
  tokens,
  logProbs,
}: {
  readonly tokens: readonly string[];
  readonly logProbs: readonly number[];
}): JSX.Element => {
  const list = useRef<HTMLUListElement>(null);
  const at = useSignal(0);
  const index = Math.min(at.value, tokens.length - 1);
  const go = (to: number): void => {
    at.value = to;
    list.current?.querySelectorAll<HTMLElement>('[role=option]')[to]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = tokens.length - 1;
    const to = {
      ArrowRight: Math.min(index + 1, last),
      ArrowDown: Math.min(index + 1, last),
      ArrowLeft: Math.max(index - 1, 0),
      ArrowUp: Math.max(index - 1, 0),
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  return (
    <div class="token-probabilities">
      <ul
        role="listbox"
        aria-label="Tokens of the output"
        aria-orientation="horizontal"
        ref={list}
        onKeyDown={onKeyDown}
      >
        {tokens.map((token, place) => {
          const logProb = logProbs[place] ?? 0;
          return (
            <li
              // oxlint-disable-next-line react/no-array-index-key -- tokens repeat; their place is what tells them apart
              key={place}
              role="option"
              aria-selected={place === index}
              aria-label={`${visibleToken(token)}, ${percentText(logProb)}`}
              tabIndex={place === index ? 0 : -1}
              style={{ '--probability': Math.exp(logProb) }}
              dir="auto"
              onClick={() => go(place)}
              onPointerEnter={() => {
                at.value = place;
              }}
            >
              {visibleToken(token)}
            </li>
          );
        })}
      </ul>
      {tokens.length > 0 && (
        <p class="soft" data-reading="token">
          “{visibleToken(tokens[index]!)}”: {percentText(logProbs[index] ?? 0)}, log P {twoDigits(logProbs[index] ?? 0)}
        </p>
      )}
    </div>
  );
};
