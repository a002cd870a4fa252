import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { percent } from '../../parts/heat-map/cell.ts';
import { visibleToken } from '../../parts/tokens.tsx';
import { allOn, withWeight } from './row-weights.ts';

/** What an arrow key, and a page key, change. */
const small = 0.05;
const large = 0.25;

type RowEditorProps = {
  readonly tokens: readonly string[];
  readonly weights: Float32Array;
  readonly onChange: (weights: Float32Array) => void;
};

/** A row of attention as bars: drag one up or down, or use the keys of a slider; the others make room. A double click gives it all. */
export const RowEditor = ({ tokens, weights, onChange }: RowEditorProps): JSX.Element => {
  const bars = useRef<HTMLDivElement>(null);
  const heightAt = (event: PointerEvent, bar: HTMLElement): number => {
    const { top, height } = bar.getBoundingClientRect();
    return 1 - (event.clientY - top) / height;
  };
  const focusOn = (column: number): void =>
    bars.current?.querySelectorAll<HTMLElement>('[role=slider]')[column]?.focus();
  const onKeyDown = (event: KeyboardEvent, column: number): void => {
    const weight = weights[column] ?? 0;
    const to = {
      ArrowUp: weight + small,
      ArrowDown: weight - small,
      PageUp: weight + large,
      PageDown: weight - large,
      Home: 0,
      End: 1,
    }[event.key];
    const beside = { ArrowRight: column + 1, ArrowLeft: column - 1 }[event.key];
    if (to !== undefined) onChange(withWeight(weights, column, to));
    else if (event.key === 'Enter') onChange(allOn(weights.length, column));
    else if (beside !== undefined) focusOn(Math.min(Math.max(beside, 0), tokens.length - 1));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div ref={bars} class="row-bars">
        {tokens.map((token, column) => (
          <div
            // oxlint-disable-next-line react/no-array-index-key -- tokens repeat; their place is what tells them apart
            key={column}
            class="row-bar"
            role="slider"
            tabIndex={0}
            aria-orientation="vertical"
            aria-label={`weight of “${token}”`}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(100 * (weights[column] ?? 0))}
            aria-valuetext={percent(weights[column] ?? 0)}
            title={`“${token}” ${percent(weights[column] ?? 0)}`}
            onKeyDown={(event) => onKeyDown(event, column)}
            onDblClick={() => onChange(allOn(weights.length, column))}
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              onChange(
                withWeight(weights, column, heightAt(event, event.currentTarget.firstElementChild as HTMLElement)),
              );
            }}
            onPointerMove={(event) => {
              if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
              onChange(
                withWeight(weights, column, heightAt(event, event.currentTarget.firstElementChild as HTMLElement)),
              );
            }}
          >
            <span class="row-track" aria-hidden="true">
              <span class="row-fill" style={{ '--share': weights[column] }} />
            </span>
            <span class="row-token" dir="auto" aria-hidden="true">
              {visibleToken(token)}
            </span>
          </div>
        ))}
      </div>
      <p class="soft row-hint">Drag a bar, or ↑ ↓ and Enter for all of it; ← → go on.</p>
    </>
  );
};
