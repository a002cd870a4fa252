import type { Machine } from './machine.ts';
import { markdownTable } from './markdown-table.ts';

type Row = readonly [name: string, value: string];

/** What every page of figures knows of how they came about. */
type Measured = { readonly machine: Machine; readonly date: string; readonly command: string };

type MachineTableOptions = {
  /** What ran on Node. */
  readonly libraries?: readonly Row[];
  /** What else there is to say of the hardware. */
  readonly hardware?: readonly Row[];
  /** Whether everything ran on one thread. */
  readonly isOneCoreUsed?: boolean;
};

/** When, by which command and on what figures were measured, as a table in Markdown. */
export const machineTable = (
  { machine, date, command }: Measured,
  { libraries = [], hardware = [], isOneCoreUsed = false }: MachineTableOptions = {},
): string =>
  markdownTable(
    ['', ''],
    [
      ['date', date],
      ['command', `\`${command}\``],
      ['our revision', machine.revision],
      ['Node', machine.node],
      ...libraries,
      ['processor', `${machine.processor}, ${machine.cores} cores${isOneCoreUsed ? ', of which one was used' : ''}`],
      ...hardware,
      ['system', machine.system],
      ['load in the minute before', `${machine.load}`],
    ],
  );

/** That others worked on the machine, too, and what that means for the figures; nothing where it was quiet. */
export const notQuiet = ({ load, cores }: Machine, meaning: string): readonly string[] =>
  load > cores / 2 ? [`**The machine was not quiet (load ${load} on ${cores} cores)${meaning}.**`] : [];
