import {
  type CellSizes,
  ConfigError,
  type LayerCell,
  type ParameterScope,
  withDropout,
  withVariationalDropout,
  withZoneout,
} from '@seq2seq/core';
import type { Catalog } from '../catalog/catalog.ts';
import { kindConfigOf } from '../catalog/kind-schema.ts';
import type { CellConfig } from '../config/model-config.ts';

/** Makes the cells of one stack, one after the other: of the kind that its config names, wrapped in what its config asks for. */
export const cellMaker = (
  config: Omit<CellConfig, 'cell'> & { readonly cell?: CellConfig['cell'] },
  { cells }: Catalog,
  part: 'encoder' | 'decoder',
): ((sizes: CellSizes, parameters: ParameterScope) => LayerCell) => {
  let made = 0;
  return (sizes, parameters) => {
    if (config.cell === undefined) {
      throw new ConfigError(
        `${part}.cell: this ${part} is made of cells, but the config names none; name one.`,
        `${part}.cell`,
      );
    }
    const { type, ...options } = kindConfigOf(config.cell);
    const kind = cells[type] as Catalog['cells'][string];
    const given = config.resetAfter ? { ...options, resetAfter: true } : options;
    let cell: LayerCell = kind.create(sizes, given as never, parameters);
    // What stays as it was is decided last, what is read first.
    if (config.zoneout > 0) cell = withZoneout(cell, config.zoneout);
    const { inputs, state } = config.variationalDropout;
    // Cells of one name would lose the same values.
    if (inputs > 0 || state > 0) cell = withVariationalDropout(cell, { inputs, state }, `${part}.${made}`);
    made++;
    return config.dropout > 0 ? withDropout(cell, config.dropout) : cell;
  };
};
