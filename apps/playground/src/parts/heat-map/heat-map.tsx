import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Signal, useSignal } from '@preact/signals';
import type { Weights } from '../../protocol/messages.ts';
import { TokenList } from '../token-list.tsx';
import { visibleToken } from '../tokens.tsx';
import { type Cell, cellAfter, describeCell, describeRow, percent } from './cell.ts';
import { paintWeights } from './paint.ts';

export type HeatMapProps = {
  readonly weights: Weights;
  /** The output's tokens, one a row. */
  readonly rowTokens: readonly string[];
  /** The source's tokens, one a column. */
  readonly columnTokens: readonly string[];
  /** The cell that is looked at; several maps may share one. */
  readonly cell: Signal<Cell | undefined>;
  readonly label: string;
  /** Which output token is chosen; the map's own affair, unless told. */
  readonly row?: Signal<number | undefined>;
  /** Rows whose token is not the right one. */
  readonly wrongRows?: ReadonlySet<number>;
  /** The cell that stays marked. */
  readonly pinned?: Cell;
  readonly onPin?: (cell: Cell) => void;
};

/** Longer labels than these stand upright and make the map's head high. */
const shortLabel = 2;

/**
 * Attention as a picture: source across, output down. The canvas is for the eye; keys and screen readers have the output's tokens as a
 * list that says where each looked, and the cells through one focusable element that says what each holds.
 */
export const HeatMap = (props: HeatMapProps): JSX.Element => {
  const { weights, rowTokens, columnTokens, cell, label, wrongRows, pinned, onPin } = props;
  const ownRow = useSignal<number | undefined>(undefined);
  const row = props.row ?? ownRow;
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (canvas.current) paintWeights(canvas.current, weights);
  }, [weights]);
  const within = (one: Cell | undefined): Cell | undefined =>
    one && one.row < weights.rows && one.column < weights.columns ? one : undefined;
  const at = within(cell.value);
  const pin = within(pinned);

  const cellUnder = (event: MouseEvent): Cell => {
    const box = canvas.current!.getBoundingClientRect();
    return {
      row: Math.min(Math.max(0, Math.floor(((event.clientY - box.top) / box.height) * weights.rows)), weights.rows - 1),
      column: Math.min(
        Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * weights.columns)),
        weights.columns - 1,
      ),
    };
  };
  const focusOn = (selector: string): void => frame.current?.querySelector<HTMLElement>(selector)?.focus();
  const onKeyDown = (event: KeyboardEvent): void => {
    const start = { row: row.value ?? 0, column: 0 };
    const next = cellAfter(event.key, at ?? start, weights);
    if (next) {
      cell.value = at ? next : start;
      // Once it is drawn: it may be out of sight.
      requestAnimationFrame(() =>
        frame.current?.querySelector('.heat-map-at')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
      );
    } else if (event.key === 'Enter' && at) onPin?.(at);
    else if (event.key === 'Escape') {
      cell.value = undefined;
      focusOn('[role=option][tabindex="0"]');
    } else return;
    event.preventDefault();
  };

  return (
    <div class="heat-map-place">
      <div
        ref={frame}
        class="heat-map"
        style={{ '--rows': weights.rows, '--columns': weights.columns, '--label': longestLabel(rowTokens) }}
      >
        <div class="heat-map-corner" aria-hidden="true" />
        <div class="heat-map-columns" aria-hidden="true">
          {columnTokens.map((token, column) => (
            <span
              // oxlint-disable-next-line react/no-array-index-key -- tokens repeat; their place is what tells them apart
              key={column}
              class={`${at?.column === column ? 'is-at' : ''} ${[...token].length > shortLabel ? 'is-upright' : ''}`}
              dir="auto"
            >
              {visibleToken(token)}
            </span>
          ))}
        </div>
        <TokenList
          class="heat-map-rows"
          tokens={rowTokens}
          label={`Output tokens of ${label}`}
          chosen={row}
          nameOf={(index) => describeRow(weights, index, rowTokens, columnTokens)}
          classOf={(index) => `${at?.row === index ? 'is-at' : ''} ${wrongRows?.has(index) ? 'token-wrong' : ''}`}
          onEnter={(index) => {
            cell.value = { row: index, column: 0 };
            focusOn('.heat-map-cells');
          }}
        />
        <div
          class="heat-map-cells"
          role="application"
          tabIndex={0}
          aria-roledescription="attention map"
          aria-label={`${label}. ${at ? describeCell(weights, at, rowTokens, columnTokens) : `${weights.rows} output tokens by ${weights.columns} source tokens; arrows read the cells.`}`}
          onKeyDown={onKeyDown}
          onPointerMove={(event) => {
            cell.value = cellUnder(event);
          }}
          onPointerLeave={() => {
            cell.value = undefined;
          }}
          onClick={(event) => onPin?.(cellUnder(event))}
        >
          <canvas ref={canvas} aria-hidden="true" />
          {pin && <span class="heat-map-pin" style={{ '--row': pin.row, '--column': pin.column }} aria-hidden="true" />}
          {at && (
            <span
              class={`heat-map-at ${at.row === 0 ? 'is-first' : ''}`}
              style={{ '--row': at.row, '--column': at.column }}
              aria-hidden="true"
            >
              <span class="heat-map-value">{percent(weights.values[at.row * weights.columns + at.column]!)}</span>
            </span>
          )}
        </div>
      </div>
    </div>
  );
};

/** Characters of the widest row label, as far as labels are shown. */
const longestLabel = (tokens: readonly string[]): number =>
  Math.min(24, Math.max(1, ...tokens.map((token) => [...token].length)));
