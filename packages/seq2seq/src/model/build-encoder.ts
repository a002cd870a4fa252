import type { Encoder, EncoderParts, ParameterScope } from '@seq2seq/core';
import type { Catalog } from '../catalog/catalog.ts';
import { kindConfigOf } from '../catalog/kind-schema.ts';
import type { EncoderConfig } from '../config/model-config.ts';
import { cellMaker } from './build-cell.ts';

/** The encoder that a config names, of the cells and with the summary that it names. */
export const buildEncoder = (
  config: EncoderConfig,
  inputSize: number,
  catalog: Catalog,
  parameters: ParameterScope,
): Encoder => {
  const { type, cell, resetAfter, dropout, variationalDropout, zoneout, summary, ...options } = config;
  const stack = { ...(cell !== undefined && { cell }), resetAfter, dropout, variationalDropout, zoneout };
  const { type: summaryType, ...summaryOptions } = kindConfigOf(summary);
  const parts: EncoderParts = {
    inputSize,
    cell: cellMaker(stack, catalog, 'encoder'),
    summary: (sizes, scope) =>
      (catalog.summaries[summaryType] as Catalog['summaries'][string]).create(sizes, summaryOptions as never, scope),
  };
  return (catalog.encoders[type] as Catalog['encoders'][string]).create(parts, options as never, parameters);
};
