import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Signal } from '@preact/signals';
import type { Weights } from '../../protocol/messages.ts';
import { visibleToken } from '../tokens.tsx';
import { type Cell, cellAfter, describeCell, percent } from './cell.ts';
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
  /** Rows whose token is not the right one. */
  readonly wrongRows?: ReadonlySet<number>;
  readonly onPin?: (cell: Cell) => void;
};

/**
 * Attention as a picture: source across, output down. The canvas is for the eye; keys and screen readers have the same cells through one
 * focusable element that says what each holds.
 */
export const HeatMap = (props: HeatMapProps): JSX.Element => {
  const { weights, rowTokens, columnTokens, cell, label, wrongRows, onPin } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current) paintWeights(canvas.current, weights);
  }, [weights]);
  const at =
    cell.value && cell.value.row < weights.rows && cell.value.column < weights.columns ? cell.value : undefined;

  const cellUnder = (event: MouseEvent): Cell => {
    const box = canvas.current!.getBoundingClientRect();
    return {
      row: Math.min(Math.floor(((event.clientY - box.top) / box.height) * weights.rows), weights.rows - 1),
      column: Math.min(Math.floor(((event.clientX - box.left) / box.width) * weights.columns), weights.columns - 1),
    };
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = cellAfter(event.key, at ?? { row: 0, column: 0 }, weights);
    if (next) cell.value = at ? next : { row: 0, column: 0 };
    else if (event.key === 'Enter' && at) onPin?.(at);
    else if (event.key === 'Escape') cell.value = undefined;
    else return;
    event.preventDefault();
  };

  return (
    <div class="heat-map" style={{ '--rows': weights.rows, '--columns': weights.columns }}>
      <div class="heat-map-columns" aria-hidden="true">
        {columnTokens.map((token, column) => (
          // oxlint-disable-next-line react/no-array-index-key -- tokens repeat; their place is what tells them apart
          <span key={column} class={at?.column === column ? 'is-at' : ''} dir="auto">
            {visibleToken(token)}
          </span>
        ))}
      </div>
      <div class="heat-map-rows" aria-hidden="true">
        {rowTokens.map((token, row) => (
          <span
            // oxlint-disable-next-line react/no-array-index-key -- tokens repeat; their place is what tells them apart
            key={row}
            class={`${at?.row === row ? 'is-at' : ''} ${wrongRows?.has(row) ? 'token-wrong' : ''}`}
            dir="auto"
          >
            {visibleToken(token)}
          </span>
        ))}
      </div>
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
        {at && (
          <span class="heat-map-at" style={{ '--row': at.row, '--column': at.column }} aria-hidden="true">
            <span class="heat-map-value">{percent(weights.values[at.row * weights.columns + at.column]!)}</span>
          </span>
        )}
      </div>
    </div>
  );
};
