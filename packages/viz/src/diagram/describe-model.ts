/** A figure in words: its caption, and the sentence that stands for it where it cannot be seen. */
import type { DiagramAttention, ModelDiagram } from './model-diagram.ts';

/** The sentences under the figure: what boxes and arrows cannot say, with the formulas. */
export function captionOf({ encoder, bridge, context, decoder, output }: ModelDiagram): string[] {
  const sentences: string[] = [];
  if (encoder?.note !== undefined) sentences.push(`Encoder: ${encoder.note}.`);
  sentences.push(bridge ? `Bridge: ${bridge.label}.` : 'The decoder begins with a state of zeros.');
  if (context.type === 'initial') sentences.push('The decoder sees the source through its first state alone.');
  if (context.type === 'every-step') {
    sentences.push('The summary c of the source is an input of every step, beside the token.');
  }
  if (context.type === 'attention') {
    sentences.push(
      `Attention: scores ${context.scorer}; window ${context.window}; weights α by ${context.normalizer}.`,
      `${querySentence(context, decoder.layers.length, decoder.secondCell ?? '')}.`,
    );
  }
  const sees = context.type === 'none' || context.type === 'initial' ? 'the input' : 'the input and the context';
  const deep = output.deep === true ? `, which also sees ${sees}` : '';
  const copy = output.copy === true ? '; a token may be copied from the source' : '';
  sentences.push(`Output: ${output.label}${deep}${copy}.`);
  return sentences;
}

/** One sentence for a screen reader. */
export function sentenceOf(diagram: ModelDiagram): string {
  const { title, encoder, context, decoder, output } = diagram;
  const reads = encoder
    ? `encoder of ${layerCount(encoder.layers.length)} (${encoder.layers.map(({ cell, direction }) => `${cell} ${direction}`).join(', ')}) ` +
      `over ${encoder.source.length} source steps, ${contextWords(context)}, `
    : '';
  const kind = encoder ? 'sequence-to-sequence model' : 'language model';
  return (
    `${title}: ${kind}, unrolled: ${reads}decoder of ${layerCount(decoder.layers.length)} ` +
    `(${decoder.layers.map(({ cell }) => cell).join(', ')}) over ${decoder.inputs.length} target steps, output ${output.label}`
  );
}

function querySentence({ query, ...options }: DiagramAttention, layers: number, secondCell: string): string {
  if (query === 'previous') {
    const inputs = options.entersUpperLayers === true && layers > 1 ? 'every layer' : 'the lowest layer';
    return `The query is the state of the step before; the context c is an input of ${inputs}`;
  }
  if (query === 'current') {
    const feeding = options.inputFeeding === true ? ', which is also an input of the next step' : '';
    return `The query is the step’s own output h; with the context c it makes the attentional vector h̃ = tanh(W[c; h])${feeding}`;
  }
  const upper = options.entersUpperLayers === true && layers > 1 ? ', and of every layer above' : '';
  return `The query is the state between the two cells; the context c is the input of the second, ${secondCell}${upper}`;
}

function contextWords(context: ModelDiagram['context']): string {
  if (context.type === 'attention') return `attention with the ${context.query} query`;
  return context.type === 'every-step' ? 'its summary read at every step' : 'read through the first state alone';
}

const layerCount = (count: number): string => (count === 1 ? '1 layer' : `${count} layers`);
