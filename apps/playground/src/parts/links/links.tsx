import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Signal, useSignal } from '@preact/signals';
import type { Weights } from '../../protocol/messages.ts';
import { describeRow } from '../heat-map/cell.ts';
import { TokenList } from '../token-list.tsx';
import { visibleToken } from '../tokens.tsx';
import { type InSight, type Link, strongestLinks } from './strongest-links.ts';

/** Pixels of a token's line, as links.css has it. */
const lineHeight = 26;
/** Lines that a browser draws without a pause, and places beyond what is in sight that are drawn too. */
const mostLinks = 1500;
const beyond = 10;

export type LinksProps = {
  readonly weights: Weights;
  readonly rowTokens: readonly string[];
  readonly columnTokens: readonly string[];
  /** The chosen output token, whose links stand out. */
  readonly row: Signal<number | undefined>;
  readonly label: string;
};

/**
 * Attention as lines between words: source at the left, output at the right, a line as wide and as dark as its weight. However long the
 * texts are, only lines that have an end in sight are drawn.
 */
export const Links = ({ weights, rowTokens, columnTokens, row, label }: LinksProps): JSX.Element => {
  const box = useRef<HTMLDivElement>(null);
  const inSight = useSignal<InSight>({ first: 0, last: 60 });
  const hovered = useSignal<Partial<Link> | undefined>(undefined);
  const look = (): void => {
    if (!box.current) return;
    const { scrollTop, clientHeight } = box.current;
    const first = Math.floor(scrollTop / lineHeight) - beyond;
    const last = Math.ceil((scrollTop + clientHeight) / lineHeight) + beyond;
    if (first !== inSight.value.first || last !== inSight.value.last) inSight.value = { first, last };
  };
  useLayoutEffect(look, [weights]);

  const strong = hovered.value ?? (row.value === undefined ? undefined : { row: row.value });
  const height = lineHeight * Math.max(rowTokens.length, columnTokens.length);
  const middle = (place: number): number => (place + 0.5) * lineHeight;
  const classOf = (link: Link): string => {
    if (!strong) return 'link';
    const isStrong = strong.column === link.column || strong.row === link.row;
    return isStrong ? 'link link-strong' : 'link link-weak';
  };
  return (
    <div ref={box} class="links" onScroll={look}>
      <div class="links-source" aria-hidden="true" onPointerLeave={() => (hovered.value = undefined)}>
        {columnTokens.map((token, column) => (
          <span
            // oxlint-disable-next-line react/no-array-index-key -- tokens repeat; their place is what tells them apart
            key={column}
            dir="auto"
            class={strong?.column === column ? 'is-at' : ''}
            onPointerEnter={() => {
              hovered.value = { column };
            }}
          >
            {visibleToken(token)}
          </span>
        ))}
      </div>
      <svg
        class="links-lines"
        viewBox={`0 0 100 ${height}`}
        style={{ height: `${height}px` }}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {strongestLinks(weights, inSight.value, mostLinks).map((link) => (
          <path
            key={`${link.row}-${link.column}`}
            class={classOf(link)}
            d={`M0 ${middle(link.column)}C45 ${middle(link.column)} 55 ${middle(link.row)} 100 ${middle(link.row)}`}
            stroke-width={(0.5 + 6 * link.weight).toFixed(2)}
            stroke-opacity={Math.min(1, 0.1 + link.weight).toFixed(3)}
          />
        ))}
      </svg>
      <TokenList
        class="links-output"
        tokens={rowTokens}
        label={`Output tokens of ${label}`}
        chosen={row}
        nameOf={(index) => describeRow(weights, index, rowTokens, columnTokens)}
        onHover={(index) => {
          hovered.value = index === undefined ? undefined : { row: index };
        }}
      />
    </div>
  );
};
