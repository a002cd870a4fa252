// Search over decoders in ONNX files, with onnxruntime-node, onnxruntime-web or anything of their form.

export {
  onnxStepModel,
  type OnnxRows,
  type OnnxStateNames,
  type OnnxStepModel,
  type OnnxStepModelOptions,
} from './onnx-step-model.ts';
export type { ScoresKind } from './output-scores.ts';

// What a runtime must look like.
export type { OnnxSession, OnnxTensor, OnnxTensorClass, TensorData, TensorValue } from './onnx-session.ts';
export type { TensorRows } from './tensor-rows.ts';
