// Whole searches of all arms in turns, in one process and on one thread: the time of the processor is then that of the search, whatever
// else the machine does.
import { caseOf } from '../cases.ts';
import { describeMachine, type Machine } from '../compare/machine.ts';
import { type DecodeShare, measureDecodeShare } from './decode-share.ts';
import { type SearchArm, searchArms, type SearchShapes } from './search-arms.ts';

/** Microseconds of the processor for a row and step, of each round. */
export type SearchArmTimes = { readonly name: string; readonly microseconds: readonly number[] };

/** All that one run of `bench search` has found out. */
export type SearchReport = {
  readonly command: string;
  /** When it began, in the form of ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly shapes: SearchShapes;
  readonly arms: readonly SearchArmTimes[];
  readonly decode: { readonly case: string; readonly batch: number; readonly shares: readonly DecodeShare[] };
};

export type MeasureSearchOptions = {
  readonly command: string;
  readonly rounds: number;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
};

const shapes: SearchShapes = { vocabularySize: 8000, beamWidth: 5, sources: 8, steps: 25 };
const [decodeCase, decodeBatch] = ['mt-512', 16];

/** Rounds that are not counted: compilers and caches warm up. */
const warmUps = 3;

export const measureSearch = async ({
  command,
  rounds,
  signal,
  onProgress,
}: MeasureSearchOptions): Promise<SearchReport> => {
  const date = new Date().toISOString();
  const machine = await describeMachine();
  const arms = await measureArms(searchArms(shapes), { rounds, signal });
  onProgress(`${arms.length} arms, ${rounds} rounds`);
  const { beamWidth } = shapes;
  const decodeShapes = caseOf(decodeCase);
  const shares = await measureDecodeShare({ shapes: decodeShapes, beamWidth, batch: decodeBatch, rounds, signal });
  onProgress(`decoding ${decodeCase}, ${rounds} rounds`);
  return { command, date, machine, rounds, shapes, arms, decode: { case: decodeCase, batch: decodeBatch, shares } };
};

export const measureArms = async (
  arms: readonly SearchArm[],
  { rounds, signal }: Pick<MeasureSearchOptions, 'rounds' | 'signal'>,
): Promise<readonly SearchArmTimes[]> => {
  const times = arms.map(({ name }) => ({ name, microseconds: [] as number[] }));
  for (let round = -warmUps; round < rounds; round++) {
    for (const [index, { work }] of arms.entries()) {
      signal.throwIfAborted();
      const before = process.cpuUsage();
      const rows = await work();
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) times[index]?.microseconds.push((user + system) / rows);
    }
  }
  return times;
};
