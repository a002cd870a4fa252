import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Argument, Command } from '@commander-js/extra-typings';
import { svgModelDiagram } from '@seq2seq/viz';
import { builtIn, modelKeys } from 'seq2seq';
import { loadPlugIns, storageError } from 'seq2seq/node';
import { diagramOf } from '../models/diagram-of.ts';
import { describeKeys } from '../models/list-keys.ts';
import { catalogParts, describeKinds, listKinds } from '../models/list-kinds.ts';
import { readModel } from '../models/read-model.ts';
import { isReversedIn, modelIn, readJson } from '../run/read-config.ts';

/** What a newcomer must know to read the list. */
const introduction = `What a model can be made of. A config names a kind by its name, "scorer": "dot", or with its options,
"scorer": { "type": "mlp", "units": 64 }; what stands in [brackets] is the default. A kind of your own is
named by its file or package: "scorer": { "type": "./my-scorer.ts" }.`;

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
      const keys = part === undefined ? modelKeys() : [];
      if (json) console.log(JSON.stringify(part === undefined ? { kinds, keys } : { kinds }, null, 2));
      else if (part !== undefined) console.log(describeKinds(kinds).trimEnd());
      else console.log(`${introduction}\n\n${describeKinds(kinds)}\n${describeKeys(keys)}`.trimEnd());
    }) as unknown as Command;

type DrawOptions = { readonly out: string | undefined; readonly allowCode: boolean };

const draw = async (file: string, { out, allowCode }: DrawOptions): Promise<void> => {
  const config = await readJson(file);
  const { model, where } = modelIn(config, file);
  const catalog = await loadPlugIns(model, { folder: dirname(file), allowCode, where });
  const diagram = diagramOf(readModel(model, where, catalog), catalog, isReversedIn(config));
  const svg = svgModelDiagram(diagram);
  if (out === undefined) return void process.stdout.write(`${svg}\n`);
  try {
    await writeFile(out, `${svg}\n`);
  } catch (error) {
    throw storageError('write', out, error);
  }
};
