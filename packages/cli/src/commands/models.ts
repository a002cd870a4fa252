import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Argument, Command } from '@commander-js/extra-typings';
import { svgModelDiagram } from '@seq2seq/viz';
import { builtIn, parseModelConfig } from 'seq2seq';
import { loadPlugIns, storageError } from 'seq2seq/node';
import { catalogParts, describeKinds, listKinds } from '../models/list-kinds.ts';
import { diagramOf } from '../models/diagram-of.ts';
import { modelIn, readJson } from '../run/read-config.ts';

export const modelsCommand = (): Command =>
  new Command('models')
    .description('List what a model can be made of, or draw the model of a config.')
    .addArgument(new Argument('[part]', 'only the kinds of this part').choices(catalogParts))
    .option('--json', 'the list as JSON')
    .option('--diagram <config>', 'draw the unrolled model of a config, as SVG on standard output')
    .option('--out <file>', 'write the drawing to a file')
    .option('--allow-code', 'run the code that the config names, such as "type": "./my-scorer.ts"')
    .addHelpText(
      'after',
      '\nExamples:\n  seq2seq models scorers\n  seq2seq models --diagram runs/g2p/config.json --out model.svg',
    )
    .action(async (part, { json, diagram, out, allowCode }) => {
      if (diagram !== undefined) return draw(diagram, { out, allowCode: allowCode === true });
      const kinds = listKinds(builtIn, part === undefined ? catalogParts : [part]);
      console.log(json ? JSON.stringify(kinds, null, 2) : describeKinds(kinds).trimEnd());
    }) as unknown as Command;

type DrawOptions = { readonly out: string | undefined; readonly allowCode: boolean };

const draw = async (file: string, { out, allowCode }: DrawOptions): Promise<void> => {
  const model = modelIn(await readJson(file));
  const catalog = await loadPlugIns(model, { folder: dirname(file), allowCode, where: file });
  const svg = svgModelDiagram(diagramOf(parseModelConfig(model, file, catalog), catalog));
  if (out === undefined) return void process.stdout.write(`${svg}\n`);
  try {
    await writeFile(out, svg);
  } catch (error) {
    throw storageError('write', out, error);
  }
};
