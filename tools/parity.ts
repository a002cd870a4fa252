// npm run parity -- DIR: holds our models to the numbers of another implementation, a line a case. See the README of
// packages/seq2seq/__fixtures__ for what a case is.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { ConfigError, Seq2SeqError } from '@seq2seq/core';
import { backendNames, useBackend } from 'seq2seq';
import { type ParityReport, runParityCase } from 'seq2seq/testing';

const caseFiles = ['config.json', 'weights.safetensors', 'case.safetensors'] as const;

const threadsOf = (text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1 on.');
  return Number(text);
};

const program = new Command('parity')
  .description('Check every case folder in DIR: logits, alignments, loss and the gradient of every weight.')
  .argument('<dir>', 'a folder of case folders, or one case folder')
  .addOption(new Option('--backend <name>', 'where to compute').choices(backendNames).default('simd'))
  .option('--threads <count>', 'how many threads compute; wasm and cpu have one', threadsOf);

const findCases = (dir: string): string[] => {
  const isCase = (folder: string): boolean => existsSync(join(folder, 'config.json'));
  if (!existsSync(dir))
    throw new ConfigError(`${dir}: there is no such folder; name one that holds parity cases.`, 'dir');
  if (isCase(dir)) return [dir];
  const cases = readdirSync(dir)
    .toSorted()
    .map((name) => join(dir, name))
    .filter(isCase);
  if (cases.length === 0) {
    throw new ConfigError(
      `${dir}: expected folders with ${caseFiles.join(', ')}, found none; name another folder.`,
      'dir',
    );
  }
  return cases;
};

const lineOf = (name: string, { agrees, logits, alignments, loss, gradients }: ParityReport): string => {
  const show = (value: number | undefined): string => (value === undefined ? '-' : value.toExponential(1));
  return (
    `${agrees ? 'ok' : 'FAIL'} ${name} logits ${show(logits.relative)} alignments ${show(alignments?.relative)} ` +
    `loss ${show(loss.relative)} gradients ${show(gradients.relative)} (${gradients.parameter})`
  );
};

/** One case's line, and whether it failed. */
const check = (folder: string): { readonly line: string; readonly failed: boolean } => {
  const name = folder.split(/[/\\]/).at(-1) as string;
  try {
    const [config, weights, expected] = caseFiles.map((file) => readFileSync(join(folder, file))) as [
      Buffer,
      Buffer,
      Buffer,
    ];
    const report = runParityCase({ config: JSON.parse(config.toString()), weights, expected });
    return { line: lineOf(name, report), failed: !report.agrees };
  } catch (error) {
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error);
    // A case is right by definition: a config that is refused names an option that does not exist yet.
    if (error instanceof ConfigError) return { line: `skipped: ${name} ${error.path} (${message})`, failed: false };
    return { line: `FAIL ${name} ${message}`, failed: true };
  }
};

program.exitOverride();
try {
  program.parse();
  const [dir] = program.processedArgs;
  const { backend, threads } = program.opts();
  await useBackend(backend, threads === undefined ? {} : { threads });
  const counts = { ok: 0, failed: 0, skipped: 0 };
  for (const folder of findCases(dir)) {
    const { line, failed } = check(folder);
    counts[failed ? 'failed' : line.startsWith('skipped') ? 'skipped' : 'ok']++;
    console.log(line);
  }
  console.log(`${backend}: ${counts.ok} ok, ${counts.failed} failed, ${counts.skipped} skipped`);
  if (counts.failed > 0) process.exitCode = 1;
} catch (error) {
  if (Seq2SeqError.isInstance(error)) {
    console.error(`parity: ${error.message}`);
    process.exitCode = 1;
  } else if (error instanceof Error && 'exitCode' in error) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    throw error;
  }
}
