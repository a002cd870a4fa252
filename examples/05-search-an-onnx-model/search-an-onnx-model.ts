// Makes a small decoder as an ONNX file, opens it, and searches it: greedily, with a beam, and with a beam that shows its steps.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, toBinary } from '@bufbuild/protobuf';
import { beam, greedy, search, searchSteps, type Hypothesis } from '@seq2seq/search';
import { onnxStepModel } from '@seq2seq/search/onnx';
import { ModelProtoSchema, TensorProto_DataType } from 'onnx-buf';
import * as ort from 'onnxruntime-web';

// What may follow each word, and how probably. "is" is frequent, and greedy search falls for it.
const nextWords: Record<string, Record<string, number>> = {
  '<s>': { jane: 1 },
  jane: { is: 0.6, visits: 0.4 },
  is: { going: 0.6, visiting: 0.4 },
  going: { to: 1 },
  to: { be: 0.6, africa: 0.4 },
  be: { visiting: 1 },
  visiting: { africa: 1 },
  visits: { africa: 1 },
  africa: { in: 0.9, '</s>': 0.1 },
  in: { september: 0.9, africa: 0.1 },
  september: { in: 0.3, '</s>': 0.7 },
};
const words = [...Object.keys(nextWords), '</s>'];
const V = words.length;
const table = words.flatMap((word) => words.map((next) => Math.log(nextWords[word]?.[next] ?? 0)));
const oneHot = words.flatMap((_, row) => words.map((_word, column) => (row === column ? 1 : 0)));

// The graph of one step. Its state counts what has been said, which is not said again: logits = table[token] − 5 · said.
const { FLOAT, INT64 } = TensorProto_DataType;
const weight = (name: string, dims: number[], floatData: number[]) => ({
  name,
  dims: dims.map(BigInt),
  dataType: FLOAT,
  floatData,
});
const node = (opType: string, input: string[], output: string) => ({ opType, input, output: [output] });
const port = (name: string, elemType: TensorProto_DataType) => ({
  name,
  type: { value: { case: 'tensorType' as const, value: { elemType } } },
});
const file = create(ModelProtoSchema, {
  irVersion: 10n,
  opsetImport: [{ version: 21n }],
  graph: {
    name: 'step',
    input: [port('token', INT64), port('said', FLOAT)],
    output: [port('logits', FLOAT), port('newSaid', FLOAT)],
    initializer: [weight('table', [V, V], table), weight('oneHot', [V, V], oneHot), weight('five', [1], [5])],
    node: [
      node('Gather', ['oneHot', 'token'], 'now'),
      node('Add', ['said', 'now'], 'newSaid'),
      node('Mul', ['newSaid', 'five'], 'tiredOf'),
      node('Gather', ['table', 'token'], 'next'),
      node('Sub', ['next', 'tiredOf'], 'logits'),
    ],
  },
});
const path = join(mkdtempSync(join(tmpdir(), 'onnx-')), 'decoder.onnx');
writeFileSync(path, toBinary(ModelProtoSchema, file));

const model = onnxStepModel(await ort.InferenceSession.create(path), {
  vocabularySize: V,
  Tensor: ort.Tensor,
  tokens: { input: 'token' },
  states: [{ input: 'said', output: 'newSaid' }],
  scores: { output: 'logits' },
});
const begin = () => model.start({ said: { type: 'float32', dims: [1, V], data: new Float32Array(V) } });
const task = { sources: 1, bos: words.indexOf('<s>'), eos: words.indexOf('</s>'), maxLength: 12 };
const show = (name: string, { tokens, logProb }: Hypothesis) =>
  console.log(`${name}  ${Math.exp(logProb).toFixed(3)}  ${tokens.map((token) => words[token]).join(' ')}`);

for (const [best] of await search(model, begin(), task, greedy())) show('greedy', best!);
for (const [best] of await search(model, begin(), task, beam({ width: 3 }))) show('beam 3', best!);
for await (const [found] of searchSteps(model, begin(), task, beam({ width: 3 }))) show('step  ', found![0]!);
