import type { JSX } from 'preact';
import { corners } from '../../parts/curves/marker-paths.ts';
import { lookOf } from './looks.ts';

/** A piece of a column's line with its mark, as the charts draw it. */
export const LookMark = ({ look }: { readonly look: number }): JSX.Element => {
  const { colour, dash, marker } = lookOf(look);
  return (
    <svg class="look-mark" viewBox="0 0 36 12" aria-hidden="true" style={{ color: colour }}>
      <line x1="0" y1="6" x2="36" y2="6" stroke="currentcolor" stroke-width="2" stroke-dasharray={dash.join(' ')} />
      {marker === 'circle' ? (
        <circle cx="18" cy="6" r="4.5" fill="currentcolor" />
      ) : (
        <polygon
          points={corners[marker].map(([x, y]) => `${18 + 4.5 * x},${6 + 4.5 * y}`).join(' ')}
          fill="currentcolor"
        />
      )}
    </svg>
  );
};
