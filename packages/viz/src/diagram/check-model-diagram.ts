/** Refuses descriptions of models that cannot exist, before anything is drawn. */
import { visibleLabel } from '../label/visible-label.ts';
import { VizError } from '../viz-error.ts';
import type { DiagramEncoder, ModelDiagram } from './model-diagram.ts';

/**
 * Everything inconsistent in a description, reported at once.
 *
 * @param diagram - the description to check
 * @param where - the caller's name, which opens the message
 * @throws VizError with one line per problem
 */
export function checkModelDiagram(diagram: ModelDiagram, where: string): void {
  const problems = [
    ...(diagram.encoder ? encoderProblems(diagram.encoder) : []),
    ...decoderProblems(diagram),
    ...sourceProblems(diagram),
    ...attentionProblems(diagram),
  ];
  if (problems.length === 0) return;
  throw new VizError(
    `${where}: expected a model that can be built, but in "${visibleLabel(diagram.title)}"\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
  );
}

function encoderProblems({ source, layers }: DiagramEncoder): string[] {
  const problems: string[] = [];
  if (source.length === 0) problems.push('encoder.source has no step; give each source step a label');
  if (layers.length === 0) problems.push('encoder.layers is empty; give at least one layer, or leave out the encoder');
  for (const [index, { reduction = 1, residual = false }] of layers.entries()) {
    if (!Number.isSafeInteger(reduction) || reduction < 1) {
      problems.push(`encoder.layers[${index}].reduction is ${reduction}; give a whole number of steps from 1`);
    } else if (residual && reduction > 1) {
      problems.push(
        `encoder.layers[${index}] is residual but makes ${reduction} steps one, so there is nothing of its length to add; leave out one of both`,
      );
    }
  }
  return problems;
}

function decoderProblems({ decoder: { inputs, outputs, layers } }: ModelDiagram): string[] {
  const problems: string[] = [];
  if (inputs.length === 0) problems.push('decoder.inputs has no step; give each target step a label');
  if (layers.length === 0) problems.push('decoder.layers is empty; give at least one layer');
  if (inputs.length !== outputs.length) {
    problems.push(
      `decoder.inputs has ${inputs.length} labels but decoder.outputs has ${outputs.length}; give each step one of both`,
    );
  }
  return problems;
}

/** The parts that need a source, and the source that needs a way to the decoder. */
function sourceProblems({ encoder, bridge, context, output }: ModelDiagram): string[] {
  const problems: string[] = [];
  if (!encoder) {
    if (context.type !== 'none') {
      problems.push(`context is ${context.type} but there is no encoder; give one, or make context none`);
    }
    if (bridge) problems.push('there is a bridge but no encoder that it could begin at; leave it out');
    if (output.copy === true) problems.push('output.copy is on but there is no source to copy from; leave it out');
    return problems;
  }
  if (context.type === 'none') {
    problems.push('context is none but there is an encoder; leave it out, or make context initial');
  }
  if (context.type === 'initial' && !bridge) {
    problems.push(
      'context is initial but there is no bridge, so the decoder would never see the source; give a bridge',
    );
  }
  if (bridge?.from === 'top-backward' && encoder.layers.at(-1)?.direction === 'forward') {
    problems.push(
      'bridge.from is top-backward but the top encoder layer runs forward; use top-layer, or let it run in both directions',
    );
  }
  return problems;
}

function attentionProblems({ context, decoder }: ModelDiagram): string[] {
  const problems: string[] = [];
  const query = context.type === 'attention' ? context.query : undefined;
  if (query === 'between' && decoder.secondCell === undefined) {
    problems.push('context.query is between but there is one cell; name the second as decoder.secondCell');
  }
  if (query !== 'between' && decoder.secondCell !== undefined) {
    problems.push(
      `decoder.secondCell is there but context.query is ${query ?? 'absent'}; leave it out, or make the query between`,
    );
  }
  if (context.type !== 'attention') return problems;
  if (context.inputFeeding === true && query !== 'current') {
    problems.push(
      `context.inputFeeding is on but the query is ${query}, which makes no attentional vector; leave it out, or make the query current`,
    );
  }
  if (context.entersUpperLayers === true && query === 'current') {
    problems.push(
      'context.entersUpperLayers is on but the query current comes after all layers; leave it out, or make the query previous',
    );
  }
  return problems;
}
