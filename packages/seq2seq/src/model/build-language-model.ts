import {
  createParameterStore,
  fromSeed,
  languageModel,
  type LanguageModel,
  stackedCell,
  vocabularyParts,
} from '@seq2seq/core';
import { type BuiltInKinds, type Catalog, catalogOf } from '../catalog/catalog.ts';
import type { KindConfigOf } from '../catalog/config-of.ts';
import { type LanguageModelConfigInput, parseLanguageModelConfig } from '../config/language-model-config.ts';
import { cellMaker } from './build-cell.ts';
import { type BuildOptions, buildReadout } from './build-model.ts';

/** A config whose kinds are those of a catalog's parts. */
export type LanguageModelConfigWith<Parts extends Partial<Catalog>> = Omit<
  LanguageModelConfigInput,
  'decoder' | 'output'
> & {
  readonly decoder: Omit<LanguageModelConfigInput['decoder'], 'cell'> & {
    readonly cell: KindConfigOf<Parts extends { readonly cells: infer Cells } ? Cells : BuiltInOf<'cells'>>;
  };
  readonly output?: KindConfigOf<Parts extends { readonly outputs: infer Outputs } ? Outputs : BuiltInOf<'outputs'>>;
};

type BuiltInOf<Part extends keyof BuiltInKinds> = BuiltInKinds[Part];

/**
 * A decoder alone, P(y), of the parts that translation has: a config and a catalog become a language model with fresh weights.
 *
 * @throws ConfigError if a key is unknown, a value is out of range, or parts do not fit together
 */
export const buildLanguageModel = <const Options extends BuildOptions = Record<never, never>>(
  config: LanguageModelConfigWith<NoInfer<Options>>,
  options?: Options & BuildOptions,
): LanguageModel => {
  const { parameters: values = fromSeed(1), ...parts }: BuildOptions = options ?? {};
  const catalog = catalogOf(parts);
  const { target, tied, decoder, output } = parseLanguageModelConfig(config, 'config', catalog);
  const parameters = createParameterStore(values);
  try {
    const sizes = { target: { vocabularySize: target.vocabulary, size: target.embedding } };
    const { target: embedding, generator } = vocabularyParts(sizes, tied, parameters);
    const cellOf = cellMaker(decoder, catalog, 'decoder');
    const layers = parameters.scope('decoder').scope('layers');
    const { units, residual } = decoder;
    const cells = Array.from({ length: decoder.layers }, (_, l) =>
      cellOf({ inputSize: l === 0 ? target.embedding : units, units }, layers.scope(String(l))),
    );
    const ends = { outputSize: units, inputSize: target.embedding, contextSize: 0 };
    const readout = buildReadout(output, generator, ends, target.vocabulary, catalog, parameters);
    if (target.frozen) parameters.freeze(['target.embedding']);
    return languageModel({ parameters, embedding, cell: stackedCell(cells, { residual }), readout });
  } catch (error) {
    parameters.dispose();
    throw error;
  }
};
