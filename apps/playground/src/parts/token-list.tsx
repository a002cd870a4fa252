import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Signal } from '@preact/signals';
import { visibleToken } from './tokens.tsx';

export type TokenListProps = {
  readonly tokens: readonly string[];
  readonly label: string;
  /** Which is chosen; arrows choose. */
  readonly chosen: Signal<number | undefined>;
  /** What a screen reader says of a token. */
  readonly nameOf: (index: number) => string;
  readonly onEnter?: (index: number) => void;
  readonly onHover?: (index: number | undefined) => void;
  /** What else is to be seen of a token. */
  readonly classOf?: (index: number) => string;
  readonly class?: string;
};

/** The tokens of an output, one below the other, of which one is chosen by click or arrows: one stop of the Tab key. */
export const TokenList = (props: TokenListProps): JSX.Element => {
  const { tokens, label, chosen, nameOf, onEnter, onHover, classOf } = props;
  const list = useRef<HTMLDivElement>(null);
  const last = tokens.length - 1;
  const at = chosen.value === undefined ? undefined : Math.min(chosen.value, last);
  const onKeyDown = (event: KeyboardEvent): void => {
    const from = at ?? -1;
    const to = {
      ArrowDown: Math.min(from + 1, last),
      ArrowRight: Math.min(from + 1, last),
      ArrowUp: Math.max(from - 1, 0),
      ArrowLeft: Math.max(from - 1, 0),
      Home: 0,
      End: last,
    }[event.key];
    if (to !== undefined) {
      chosen.value = to;
      list.current?.querySelectorAll<HTMLElement>('[role=option]')[to]?.focus();
    } else if (event.key === 'Enter' && at !== undefined && onEnter) onEnter(at);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={list}
      class={`token-list ${props.class ?? ''}`}
      role="listbox"
      aria-label={label}
      onKeyDown={onKeyDown}
      onPointerLeave={() => onHover?.(undefined)}
    >
      {tokens.map((token, index) => (
        <span
          // oxlint-disable-next-line react/no-array-index-key -- tokens repeat; their place is what tells them apart
          key={index}
          role="option"
          aria-selected={at === index}
          aria-label={nameOf(index)}
          tabIndex={index === (at ?? 0) ? 0 : -1}
          class={classOf?.(index) ?? ''}
          dir="auto"
          onClick={() => {
            chosen.value = index;
          }}
          onFocus={() => {
            chosen.value ??= index;
          }}
          onPointerEnter={() => onHover?.(index)}
        >
          {visibleToken(token)}
        </span>
      ))}
    </div>
  );
};
