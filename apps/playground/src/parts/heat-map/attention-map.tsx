import type { JSX } from 'preact';
import { useSignal } from '@preact/signals';
import type { MapFileKind } from './export-map.ts';
import { HeatMap, type HeatMapProps } from './heat-map.tsx';
import { MapTable } from './map-table.tsx';

const kinds: readonly MapFileKind[] = ['png', 'svg', 'csv'];

/** A heat map with what can be done with it: seen as a table, taken away as a file. */
export const AttentionMap = (props: HeatMapProps): JSX.Element => {
  const isTable = useSignal(false);
  return (
    <div
      class="attention-map"
      onKeyDown={(event) => {
        if (event.key !== 't' || event.ctrlKey || event.metaKey || event.altKey) return;
        isTable.value = !isTable.value;
        event.preventDefault();
      }}
    >
      {isTable.value ? <MapTable {...props} /> : <HeatMap {...props} />}
      <div class="map-tools" role="group" aria-label="The map">
        <button
          type="button"
          class="quiet"
          aria-pressed={isTable.value}
          title="t, on the map"
          data-action="table"
          onClick={() => {
            isTable.value = !isTable.value;
          }}
        >
          View as {isTable.value ? 'map' : 'table'}
        </button>
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            class="quiet"
            aria-label={`Save as ${kind.toUpperCase()}`}
            data-action={`save-${kind}`}
            onClick={() => void import('./export-map.ts').then(({ saveMap }) => saveMap(kind, props))}
          >
            {kind.toUpperCase()}
          </button>
        ))}
      </div>
    </div>
  );
};
