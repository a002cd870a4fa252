import { composeAttention, joinedAttention, multiHeadAttention } from '@seq2seq/attention';
import type { Attention, ParameterScope } from '@seq2seq/core';
import type { Catalog } from '../catalog/catalog.ts';
import type { KindConfig } from '../catalog/kind-schema.ts';
import type { AttentionConfig, LookConfig } from '../config/model-config.ts';

type Sizes = { readonly querySize: number; readonly memorySize: number };

/** The attention that a config describes, or several of them joined. */
export const buildAttention = (
  config: AttentionConfig,
  sizes: Sizes,
  catalog: Catalog,
  parameters: ParameterScope,
): Attention => {
  const first = buildLook(config, sizes, catalog, parameters);
  if (config.beside.length === 0) return first;
  const scope = parameters.scope('beside');
  return joinedAttention([
    first,
    ...config.beside.map((look, i) => buildLook(look, sizes, catalog, scope.scope(String(i)))),
  ]);
};

/** One attention: its heads, each of a scorer, a window and a normalizer. */
const buildLook = (config: LookConfig, sizes: Sizes, catalog: Catalog, parameters: ParameterScope): Attention => {
  const make = (headSizes: Sizes, scope: ParameterScope): Attention => {
    const create = <Part>(
      kinds: Readonly<Record<string, { create(sizes: Sizes, options: never, parameters: ParameterScope): Part }>>,
      { type, ...options }: KindConfig,
      name: string,
    ): Part => (kinds[type] as (typeof kinds)[string]).create(headSizes, options as never, scope.scope(name));
    return composeAttention({
      scorer: create(catalog.scorers, config.scorer, 'scorer'),
      window: create(catalog.windows, config.window, 'window'),
      normalize: create(catalog.normalizers, config.normalizer, 'normalizer'),
      memorySize: headSizes.memorySize,
    });
  };
  return config.heads === 1
    ? make(sizes, parameters)
    : multiHeadAttention({ heads: config.heads, ...sizes, make }, parameters);
};
