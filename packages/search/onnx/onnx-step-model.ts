// A decoder in an ONNX file as search sees it. The graph does one step: last tokens, states and what is known of the source go
// in, scores and new states come out. Between steps all is in plain arrays, so that choosing rows needs no runtime and a state
// that is dropped needs no care.

import type { FullScores, StepModel } from '../src/index.ts';
import { checkNames } from './check-names.ts';
import { checkSameRows, missingValue, numbersOf, wrongOutput } from './check-rows.ts';
import type { OnnxSession, OnnxTensor, OnnxTensorClass, TensorData, TensorValue } from './onnx-session.ts';
import { logProbsOf, type ScoresKind } from './output-scores.ts';
import { countRows, gatherTensorRows, tensorRows, type TensorRows } from './tensor-rows.ts';

/** A state that the graph takes in and gives back: of a recurrent cell, or keys and values of the steps so far. */
export type OnnxStateNames = {
  readonly input: string;
  readonly output: string;
  /** Which axis has the rows: 1 where the graph has layers or directions first. Default: 0. */
  readonly rowAxis?: number;
};

export type OnnxStepModelOptions = {
  /** V: tokens are the integers from 0 to V − 1. */
  readonly vocabularySize: number;
  /** The runtime's class: `ort.Tensor`. */
  readonly Tensor: OnnxTensorClass;
  /** Where the last tokens go. */
  readonly tokens: {
    readonly input: string;
    /** Default: `int64`. */
    readonly type?: 'int32' | 'int64';
    /** Whether the graph wants [rows, 1] rather than [rows]. Default: false. */
    readonly hasTimeAxis?: boolean;
  };
  /** Where the scores [rows, V] come from; more axes are welcome, as long as they have size 1. */
  readonly scores: {
    readonly output: string;
    /** Default: `logits`. */
    readonly kind?: ScoresKind;
  };
  /** What one step leaves to the next. */
  readonly states?: readonly OnnxStateNames[];
  /** Inputs [rows, …] that stay the same while a row stays with its source: memory, mask. */
  readonly sourceInputs?: readonly string[];
  /** The output [rows, S] that says where each row looked, if there is one. */
  readonly alignment?: string;
};

/** The rows of a search, by the names of the graph's inputs. */
export type OnnxRows = {
  readonly states: Readonly<Record<string, TensorRows>>;
  readonly ofSources: Readonly<Record<string, TensorRows>>;
  /** Which source each row of `ofSources` belongs to. */
  readonly sourceOfRow: Int32Array;
};

/** A session as search sees it. */
export interface OnnxStepModel extends StepModel<OnnxRows> {
  /** Gives full scores, requested or not. */
  step(state: OnnxRows, lastTokens: Int32Array): Promise<FullScores & { readonly state: OnnxRows }>;
  /**
   * The first state of a search, one row for each source in order.
   *
   * @param values - for each state and each input of the source its first value, by the name of the input: what an encoder's
   * session gave, or numbers of one's own, for example zeros. Not copied: leave them as they are until the search ends
   */
  start(values: Readonly<Record<string, TensorValue>>): OnnxRows;
}

/**
 * Makes a step model of a session of onnxruntime-node, onnxruntime-web or anything of their form. One search at a time, as long
 * as the runtime allows no more; releasing the session is the caller's.
 *
 * @throws SearchError if a name is not among the session's, or if an input of the session has no name here
 */
export function onnxStepModel(session: OnnxSession, options: OnnxStepModelOptions): OnnxStepModel {
  checkNames(session, options);
  const { vocabularySize, tokens, scores, states = [], sourceInputs = [], alignment } = options;
  const fetches = [
    scores.output,
    ...states.map(({ output }) => output),
    ...(alignment === undefined ? [] : [alignment]),
  ];
  const Tensor = options.Tensor as unknown as new (
    type: string,
    data: TensorData,
    dims: readonly number[],
  ) => OnnxTensor;

  const tokenTensor = (lastTokens: Int32Array): OnnxTensor => {
    const dims = tokens.hasTimeAxis ? [lastTokens.length, 1] : [lastTokens.length];
    return tokens.type === 'int32'
      ? new Tensor('int32', lastTokens, dims)
      : new Tensor('int64', BigInt64Array.from(lastTokens, BigInt), dims);
  };
  const feedsOf = (rows: OnnxRows, lastTokens: Int32Array): Record<string, OnnxTensor> => {
    const values = Object.entries({ ...rows.states, ...rows.ofSources });
    return {
      ...Object.fromEntries(values.map(([name, { type, data, dims }]) => [name, new Tensor(type, data, dims)])),
      [tokens.input]: tokenTensor(lastTokens),
    };
  };

  return {
    vocabularySize,
    start(values) {
      const all = [...states, ...sourceInputs.map((input) => ({ input, rowAxis: 0 }))].map(({ input, rowAxis = 0 }) => {
        const value = values[input];
        if (!value) throw missingValue(input, Object.keys(values));
        return [input, tensorRows(input, value, rowAxis)] as const;
      });
      const rows = checkSameRows(all);
      return {
        states: Object.fromEntries(all.slice(0, states.length)),
        ofSources: Object.fromEntries(all.slice(states.length)),
        sourceOfRow: Int32Array.from({ length: rows }, (_, row) => row),
      };
    },
    async step(before, lastTokens) {
      const rows = lastTokens.length;
      const feeds = feedsOf(before, lastTokens);
      const said = await readAndDispose(() => session.run(feeds, fetches)).finally(() => disposeAll(feeds));
      const read = (name: string, rowAxis = 0): TensorRows => {
        const value = tensorRows(name, said.get(name)!, rowAxis);
        if (countRows(value) === rows) return value;
        throw wrongOutput(name, `${rows} rows on axis ${rowAxis}`, value.dims);
      };
      const { data, dims } = read(scores.output);
      if (data.length !== rows * vocabularySize) {
        throw wrongOutput(scores.output, `${rows} rows · ${vocabularySize} tokens`, dims);
      }
      return {
        logProbs: logProbsOf(numbersOf(scores.output, data), scores.kind ?? 'logits', vocabularySize),
        ...(alignment !== undefined && { alignment: Float32Array.from(numbersOf(alignment, read(alignment).data)) }),
        state: {
          ...before,
          states: Object.fromEntries(states.map(({ input, output, rowAxis }) => [input, read(output, rowAxis)])),
        },
      };
    },
    reorder({ states: before, ofSources, sourceOfRow }, order) {
      const newSources = order.map((row) => sourceOfRow[row]!);
      // Rows that change places within their source leave its memory where it is.
      const isSame =
        newSources.length === sourceOfRow.length && newSources.every((source, row) => source === sourceOfRow[row]);
      return {
        states: gatherAll(before, order),
        ofSources: isSame ? ofSources : gatherAll(ofSources, order),
        sourceOfRow: newSources,
      };
    },
    release() {}, // between steps there are arrays only, which the garbage collector sees to
  };
}

/** What a run said, as plain numbers; its tensors are given back whatever happens. */
async function readAndDispose(
  run: () => Promise<Readonly<Record<string, OnnxTensor>>>,
): Promise<ReadonlyMap<string, TensorValue>> {
  const outputs = await run();
  try {
    const values = new Map<string, TensorValue>();
    for (const [name, tensor] of Object.entries(outputs)) {
      values.set(name, { type: tensor.type, dims: tensor.dims, data: await tensor.getData() });
    }
    return values;
  } finally {
    disposeAll(outputs);
  }
}

function disposeAll(tensors: Readonly<Record<string, OnnxTensor>>): void {
  for (const tensor of Object.values(tensors)) tensor.dispose?.();
}

function gatherAll(values: Readonly<Record<string, TensorRows>>, order: Int32Array): Record<string, TensorRows> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, gatherTensorRows(value, order)]));
}
