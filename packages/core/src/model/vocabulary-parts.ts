import { ConfigError } from '../errors/config-error.ts';
import type { ParameterScope } from '../parameters/parameter-store.ts';
import { type Embedding, tableEmbedding } from './embedding.ts';
import { linearReadout } from './linear-readout.ts';
import type { GeneratorMaker } from './readout.ts';
import { tiedReadout } from './tied-readout.ts';

/**
 * Which tables are one: those of the two embeddings, which wants one vocabulary for both sides; the target embedding's and the
 * generator's; or all three.
 */
export type Tying = 'none' | 'source-target' | 'target-generator' | 'all';

export type EmbeddingSizes = { readonly vocabularySize: number; readonly size: number };

export type VocabularyParts = {
  /** Absent where no source sizes were given. */
  readonly source?: Embedding;
  readonly target: Embedding;
  readonly generator: GeneratorMaker;
};

/**
 * The parts whose sizes are vocabularies, with tables of their own or shared. A shared table is one weight, named
 * `target.embedding.table`; beside it `source.embedding.table`, `generator.kernel` and `generator.bias`, where they are.
 *
 * @param sizes - the source's only if it is of tokens
 * @param parameters - the scope of the whole model
 * @throws ConfigError that names both sides if what is tied differs in width or vocabulary
 * @see Press, Wolf 2017 for what tying is good for
 */
export const vocabularyParts = (
  sizes: { readonly source?: EmbeddingSizes; readonly target: EmbeddingSizes },
  tied: Tying,
  parameters: ParameterScope,
): VocabularyParts => {
  const sharesEmbeddings = tied === 'source-target' || tied === 'all';
  if (sharesEmbeddings) checkSameSizes(sizes.source, sizes.target, tied);
  const embedding = (side: 'source' | 'target', of: EmbeddingSizes): Embedding =>
    tableEmbedding(of, parameters.scope(side).scope('embedding'));
  const target = embedding('target', sizes.target);
  const source = sharesEmbeddings ? target : sizes.source && embedding('source', sizes.source);
  const scope = parameters.scope('generator');
  const generator: GeneratorMaker =
    tied === 'target-generator' || tied === 'all'
      ? (inputSize) => tiedReadout(inputSize, target, scope)
      : (inputSize) => linearReadout({ inputSize, vocabularySize: sizes.target.vocabularySize }, scope);
  return { ...(source && { source }), target, generator };
};

const checkSameSizes = (source: EmbeddingSizes | undefined, target: EmbeddingSizes, tied: Tying): void => {
  if (source?.vocabularySize === target.vocabularySize && source.size === target.size) return;
  const sides = source
    ? `the source embedding is [${source.vocabularySize}, ${source.size}] and the target's is`
    : 'the source has no embedding to share with the target, which is';
  throw new ConfigError(
    `tied: it is ${tied}, but ${sides} [${target.vocabularySize}, ${target.size}]; make vocabularies and widths equal or tie less.`,
    'tied',
  );
};
