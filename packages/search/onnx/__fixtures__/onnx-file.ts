// Makes the bytes of an ONNX file, so that tests run on a real one without keeping any.
import { create, toBinary } from '@bufbuild/protobuf';
import { AttributeProto_AttributeType, ModelProtoSchema, TensorProto_DataType } from 'onnx-buf';

export type Matrix = { readonly dims: readonly number[]; readonly values: readonly number[] };
/** A dimension without a number is free. */
type Port = { readonly name: string; readonly type: 'float32' | 'int32' | 'int64'; readonly dims: readonly (number | string)[] };
type Node = {
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
};
export type Graph = {
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly weights: Readonly<Record<string, Matrix>>;
  /** Whole numbers that operations take as inputs, such as axes. */
  readonly integers?: Readonly<Record<string, readonly number[]>>;
  readonly nodes: readonly Node[];
};

const types = { float32: TensorProto_DataType.FLOAT, int32: TensorProto_DataType.INT32, int64: TensorProto_DataType.INT64 };

/** The file of a graph, of operator set 21. */
export function onnxFile({ inputs, outputs, weights, integers = {}, nodes }: Graph): Uint8Array {
  const model = create(ModelProtoSchema, {
    irVersion: 10n,
    opsetImport: [{ version: 21n }],
    graph: {
      name: 'step',
      input: inputs.map(portOf),
      output: outputs.map(portOf),
      initializer: [
        ...Object.entries(weights).map(([name, { dims, values }]) => ({
          name,
          dims: dims.map(BigInt),
          dataType: TensorProto_DataType.FLOAT,
          floatData: [...values],
        })),
        ...Object.entries(integers).map(([name, values]) => ({
          name,
          dims: [BigInt(values.length)],
          dataType: TensorProto_DataType.INT64,
          int64Data: values.map(BigInt),
        })),
      ],
      node: nodes.map(({ operation, inputs: from, outputs: to, attributes = {} }) => ({
        opType: operation,
        input: [...from],
        output: [...to],
        attribute: Object.entries(attributes).map(([name, value]) => attributeOf(name, value)),
      })),
    },
  });
  return toBinary(ModelProtoSchema, model);
}

const portOf = ({ name, type, dims }: Port) => ({
  name,
  type: {
    value: {
      case: 'tensorType' as const,
      value: {
        elemType: types[type],
        shape: {
          dim: dims.map((dim) => ({
            value:
              typeof dim === 'number'
                ? { case: 'dimValue' as const, value: BigInt(dim) }
                : { case: 'dimParam' as const, value: dim },
          })),
        },
      },
    },
  },
});

const attributeOf = (name: string, value: number | readonly number[]) =>
  typeof value === 'number'
    ? { name, type: AttributeProto_AttributeType.INT, i: BigInt(value) }
    : { name, type: AttributeProto_AttributeType.INTS, ints: value.map(BigInt) };
