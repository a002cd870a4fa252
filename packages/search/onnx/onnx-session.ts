// What this package needs of an ONNX runtime, by its form alone: onnxruntime-node and onnxruntime-web both fit, and neither is
// imported.

/** Numbers of a tensor, row after row. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** A tensor's numbers and shape, held by nobody's memory but JavaScript's. A runtime's own tensor fits if it is not on a GPU. */
export type TensorValue = {
  /** The runtime's name of the element type, for example `float32`. */
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: TensorData | readonly string[];
};

/** A tensor of the runtime: its numbers may be elsewhere, and are fetched. */
export interface OnnxTensor {
  readonly type: string;
  readonly dims: readonly number[];
  getData(): Promise<TensorData | readonly string[]>;
  /** Gives its memory back. */
  dispose?(): void;
}

/** The runtime's class of tensors, `ort.Tensor`. */
export interface OnnxTensorClass {
  new (type: 'float32', data: Float32Array, dims: readonly number[]): OnnxTensor;
  new (type: 'int32', data: Int32Array, dims: readonly number[]): OnnxTensor;
  new (type: 'int64', data: BigInt64Array, dims: readonly number[]): OnnxTensor;
}

/** An opened model, as `ort.InferenceSession.create` makes it. */
export interface OnnxSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(
    feeds: Readonly<Record<string, OnnxTensor>>,
    fetches: readonly string[],
  ): Promise<Readonly<Record<string, OnnxTensor>>>;
}
