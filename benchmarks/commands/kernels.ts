// bench kernels: what products of matrices and functions of elements reach, in both builds.
import { Command } from '@commander-js/extra-typings';
import { kernelTables } from '../kernels/kernel-tables.ts';
import { measureKernels } from '../kernels/measure-kernels.ts';
import { count, jsonOption, threadsOption } from './options.ts';

export const kernelsCommand = (signal: AbortSignal): Command =>
  new Command('kernels')
    .description('Products of matrices through tf.matMul and alone, and functions of elements, both builds in turns.')
    .addOption(threadsOption())
    .option('--rounds <count>', 'how often all are measured', count, 25)
    .addOption(jsonOption('print a JSON object a line instead of tables'))
    .action(async ({ threads, rounds, json }) => {
      const readings = await measureKernels(threads, rounds, {
        signal,
        onRoundEnd: (_, number) => console.error(`kernels  round ${number}/${rounds}`),
      });
      console.log(json ? readings.map((reading) => JSON.stringify(reading)).join('\n') : kernelTables(readings));
    });
