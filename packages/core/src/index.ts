/**
 * Sequences to sequences: cells make encoders, encoders make memory, a decoder asks an attention where to look.
 *
 * @packageDocumentation
 */
import './register-gradients.ts';

// What can go wrong
export { CheckpointError } from './errors/checkpoint-error.ts';
export { ConfigError } from './errors/config-error.ts';
export { Seq2SeqError } from './errors/seq2seq-error.ts';
export { ShapeError } from './errors/shape-error.ts';

// What a kind of part says of itself, and how its options are checked
export { type KindDescription, resolveOptions } from './kind/kind.ts';
export { checkOption, type OptionSpec, wantedOf } from './kind/option.ts';

// Randomness, passed and never global
export type { Mode } from './random/mode.ts';
export { createRandom, type Random, randomFromSnapshot } from './random/random.ts';

// Tensors, alone and nested
export { checkShapes } from './tensor/check-shapes.ts';
export { disposeTree, gatherRows, listTensors, mapTensors, type TensorTree, tidyTree } from './tensor/tensor-tree.ts';
export { withoutGradient } from './tensor/without-gradient.ts';

// Weights: named, seeded, owned
export {
  constant,
  forgetGateOne,
  glorotUniform,
  type Initializer,
  type Shape,
  uniform,
  zeros,
} from './parameters/initializers.ts';
export {
  createParameterStore,
  fromSeed,
  fromZeros,
  type ParameterScope,
  type ParameterSource,
  type ParameterStore,
} from './parameters/parameter-store.ts';
export { type KnownRows, withValues } from './parameters/with-values.ts';
export { sizeOfShape } from './parameters/initializers.ts';
export { dropout } from './tensor/dropout.ts';
export { embeddingLookup } from './tensor/embedding-lookup.ts';

// Operations that a backend may do as one
export { additiveScore } from './fused/additive-score.ts';
export { attend } from './fused/attend.ts';
export { type FusedInputs, type FusedRun, hasKernel, runFused, runKernel } from './fused/run-fused.ts';

// One step of a recurrence, and a whole one
export {
  type Cell,
  type CellKind,
  type CellSequence,
  type CellSizes,
  type CellState,
  defineCell,
  type HiddenReading,
  type LayerCell,
  type LstmWeights,
  type Unrolled,
} from './cell/cell.ts';
export { deepTransitionCell } from './cell/deep-transition-cell.ts';
export { elmanCell, type ElmanState } from './cell/elman-cell.ts';
export { elmanTransition } from './cell/elman-transition.ts';
export { gruCell, type GruOptions, type GruState } from './cell/gru-cell.ts';
export { gruKind, type GruKindOptions } from './cell/gru-kind.ts';
export { gruTransition } from './cell/gru-transition.ts';
export { layerNormElmanCell } from './cell/layer-norm-elman-cell.ts';
export { layerNormGruCell } from './cell/layer-norm-gru-cell.ts';
export { layerNormLstmCell } from './cell/layer-norm-lstm-cell.ts';
export { lstmCell, type LstmState } from './cell/lstm-cell.ts';
export { lstmKind } from './cell/lstm-kind.ts';
export { lstmTransition } from './cell/lstm-transition.ts';
export type { RecurrenceOptions } from './cell/recurrence-options.ts';
export { rnnKind } from './cell/rnn-kind.ts';
export { stackedCell, type StackedState, type StackOptions } from './cell/stacked-cell.ts';
export type { Transition, TransitionOptions } from './cell/transition.ts';
export { unroll, type UnrollOptions } from './cell/unroll.ts';
export { withDropout } from './cell/with-dropout.ts';
export { type VariationalDropoutRates, withVariationalDropout } from './cell/with-variational-dropout.ts';
export { withZoneout } from './cell/with-zoneout.ts';

// A sequence becomes memory and a summary
export type { Encoded, Encoder, Memory } from './encoder/encoder.ts';
export { alternatingKind, type AlternatingOptions } from './encoder/alternating-kind.ts';
export { defineEncoder, type EncoderKind, type EncoderParts, type GivenEncoderParts } from './encoder/encoder-kind.ts';
export { gnmtKind, type GnmtOptions } from './encoder/gnmt-kind.ts';
export { pyramidKind, type PyramidOptions } from './encoder/pyramid-kind.ts';
export { pyramidLayer } from './encoder/pyramid-layer.ts';
export { type EncoderOptions, recurrentEncoder } from './encoder/recurrent-encoder.ts';
export { recurrentKind, type RecurrentOptions } from './encoder/recurrent-kind.ts';
export {
  backwardLayer,
  bidirectionalLayer,
  type Direction,
  forwardLayer,
  type LayerRun,
  type RecurrentLayer,
} from './encoder/recurrent-layer.ts';

// The source as one vector
export { firstBackwardSummary } from './encoder/summary/first-backward-summary.ts';
export { lastSummary } from './encoder/summary/last-summary.ts';
export { maxSummary } from './encoder/summary/max-summary.ts';
export { meanSummary } from './encoder/summary/mean-summary.ts';
export { defineSummary, type Summary, type SummaryKind, type SummarySizes } from './encoder/summary/summary.ts';

// The attention socket; `@seq2seq/attention` holds the plugs
export type { AdditiveWeights, Attended, Attention, PreparedMemory } from './attention/attention.ts';

// One target step at a time
export { bahdanauDecoder, type BahdanauDecoderParts, type BahdanauState } from './decoder/bahdanau-decoder.ts';
export { type Bridge, type BridgeEnds, type BridgeKind, defineBridge } from './decoder/bridge.ts';
export {
  conditionalDecoder,
  type ConditionalDecoderParts,
  type ConditionalState,
} from './decoder/conditional-decoder.ts';
export { copyBridge, copyBridgeKind } from './decoder/copy-bridge.ts';
export type { Decoder, DecoderSequence, DecoderStep, UnrolledDecoder } from './decoder/decoder.ts';
export { denseBridge, denseBridgeKind } from './decoder/dense-bridge.ts';
export { luongDecoder, type LuongDecoderParts, type LuongState } from './decoder/luong-decoder.ts';
export { plainDecoder, type PlainDecoderParts, type PlainPrepared } from './decoder/plain-decoder.ts';
export { unrollDecoder } from './decoder/unroll-decoder.ts';
export { summaryBridgeKind } from './decoder/summary-bridge.ts';
export { zeroBridge, zeroBridgeKind } from './decoder/zero-bridge.ts';

// The whole
export { crossEntropy, type CrossEntropyOptions } from './loss/cross-entropy.ts';
export { coverageLoss } from './loss/coverage-loss.ts';
export { type Embedding, tableEmbedding } from './model/embedding.ts';
export { type EmbeddingSizes, type Tying, type VocabularyParts, vocabularyParts } from './model/vocabulary-parts.ts';
export { deepReadout, deepReadoutKind, type DeepReadoutOptions, type DeepReadoutSizes } from './model/deep-readout.ts';
export { languageModel, type LanguageModel, type LanguageModelParts } from './model/language-model.ts';
export { linearReadout, linearReadoutKind } from './model/linear-readout.ts';
export type { NextTokenModel } from './model/next-token-model.ts';
export {
  defineReadout,
  type GeneratorMaker,
  type Readout,
  type ReadoutInput,
  type ReadoutKind,
  type ReadoutSizes,
} from './model/readout.ts';
export { tiedReadout } from './model/tied-readout.ts';
export {
  type Decoding,
  type ModelParts,
  type ReadSource,
  seq2seqModel,
  type Seq2SeqModel,
} from './model/seq2seq-model.ts';

// What a model reads, and what becomes of it before the encoder
export { factoredReader, type FactoredReaderParts } from './model/factored-reader.ts';
export { frameBatch, type FrameRow } from './model/frame-batch.ts';
export { frameReader, type FrameReaderSizes } from './model/frame-reader.ts';
export { factoredBatch, type FactoredBatch, type FrameBatch, type SourceBatch } from './model/source-batch.ts';
export { type SourceReader, tokenReader } from './model/source-reader.ts';
export { tokenBatch, type TokenBatch } from './model/token-batch.ts';

// What a model copies
export type { Copied, Copier, CopyInput } from './model/copier.ts';
export { type Copies, copiesOf, type CopySource } from './model/copies.ts';
export { pointerCopier, type PointerCopierSizes } from './model/pointer-copier.ts';

// Checkpoints
export {
  assignParameters,
  checkParameters,
  type NamedVariables,
  saveParameters,
} from './checkpoint/parameters-file.ts';
export { decodeSafetensors, encodeSafetensors, type SafetensorsFile } from './checkpoint/safetensors.ts';
export {
  float32Of,
  int32Of,
  savedFloat32,
  savedInt32,
  type SavedTensor,
  type SavedType,
} from './checkpoint/saved-tensor.ts';
