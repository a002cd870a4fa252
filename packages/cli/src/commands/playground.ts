import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { basename, resolve } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { useBackend } from 'seq2seq';
import { loadModel } from 'seq2seq/node';
import { openBrowser } from '../playground/open-browser.ts';
import { host, serveFolders, type ServedFolders } from '../playground/serve-folders.ts';
import { playgroundFolder } from '../playground-folder.ts';
import { listenForInterruption } from '../terminal/interruption.ts';
import { wholeNumber } from '../terminal/option-parsers.ts';

/** The same each time, so that a browser finds again what it has kept. */
const usualPort = 7227;

export const playgroundCommand = (): Command =>
  new Command('playground')
    .description('Open the playground in a browser: train, see, search and write your own attention.')
    .argument('[folder]', 'the folder of a trained model, which it opens')
    .option('--port <number>', 'where it is served on this machine; 0 is any that is free', wholeNumber(0), usualPort)
    .option('--open', 'open the browser, too')
    .addHelpText(
      'after',
      '\nNothing leaves this machine. Ctrl-C ends.\n\nExample:\n  seq2seq playground runs/g2p --open',
    )
    .action(servePlayground) as unknown as Command;

const servePlayground = async (
  folder: string | undefined,
  { port, open }: { readonly port: number; readonly open?: true | undefined },
): Promise<void> => {
  const app = playgroundFolder();
  const model = folder === undefined ? undefined : await checkModel(folder);
  const folders: ServedFolders = { '/': app, ...(model && { [`/models/${model.name}/`]: model.folder }) };
  const server = await serveFolders(folders, port);
  const interruption = listenForInterruption(() => {});
  const address = `http://${host}:${(server.address() as AddressInfo).port}/${model ? `#model=${model.name}&view=search` : ''}`;
  console.log(address);
  if (open) openBrowser(address);
  if (!interruption.signal.aborted) await once(interruption.signal, 'abort');
  server.close();
  server.closeAllConnections();
  interruption.throwIfCame();
};

/** What is wrong with a model is told here and now, and not in the browser. */
const checkModel = async (folder: string): Promise<{ readonly name: string; readonly folder: string }> => {
  await useBackend();
  (await loadModel(folder)).dispose();
  const name = basename(resolve(folder)).replaceAll(/[^\w-]+/g, '-');
  return { name: `own-${name}`, folder };
};
