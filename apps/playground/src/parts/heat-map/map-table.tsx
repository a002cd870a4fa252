import type { JSX } from 'preact';
import { visibleToken } from '../tokens.tsx';
import type { HeatMapProps } from './heat-map.tsx';

/** The same weights as a table of numbers. */
export const MapTable = ({
  weights: { values, columns },
  rowTokens,
  columnTokens,
  label,
}: Pick<HeatMapProps, 'weights' | 'rowTokens' | 'columnTokens' | 'label'>): JSX.Element => (
  <div class="map-table" role="region" aria-label={`${label} as a table`} tabIndex={0}>
    <table>
      <caption class="visually-hidden">{label}: a row for each output token, a column for each source token</caption>
      <thead>
        <tr>
          <td />
          {columnTokens.map((token, column) => (
            // oxlint-disable-next-line react/no-array-index-key -- tokens repeat; their place is what tells them apart
            <th key={column} scope="col" dir="auto">
              {visibleToken(token)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rowTokens.map((token, row) => (
          // oxlint-disable-next-line react/no-array-index-key -- tokens repeat; their place is what tells them apart
          <tr key={row}>
            <th scope="row" dir="auto">
              {visibleToken(token)}
            </th>
            {columnTokens.map((_, column) => (
              // oxlint-disable-next-line react/no-array-index-key -- a cell is its place
              <td key={column}>{values[row * columns + column]!.toFixed(3)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
