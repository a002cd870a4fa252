// Training steps of all arms of a section in turns, in one process and on one thread: then the time of the processor is that of the work,
// whatever else the machine does.
import { type BenchmarkCase, caseOf } from '../cases.ts';
import { describeMachine, type Machine } from '../compare/machine.ts';
import { type Section, sections } from './arms.ts';
import { trainingArm } from './training-arm.ts';

/** What each step of one arm took, in milliseconds: of the processor, and on the clock, which counts the neighbours' work too. */
export type ArmTimes = { readonly name: string; readonly cpuMs: readonly number[]; readonly wallMs: readonly number[] };

export type SectionTimes = { readonly title: string; readonly arms: readonly ArmTimes[] };

/** All that one run of `bench scorers` has found out. */
export type ScorersReport = {
  readonly command: string;
  readonly case: string;
  readonly shapes: BenchmarkCase;
  /** When it began, in the form of ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  readonly rounds: number;
  readonly sections: readonly SectionTimes[];
};

export type MeasureScorersOptions = {
  readonly command: string;
  readonly case: string;
  readonly rounds: number;
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
};

/** Steps that are not counted: compilers and caches warm up. */
const warmUps = 3;

export const measureScorers = async (options: MeasureScorersOptions): Promise<ScorersReport> => {
  const { command, rounds, onProgress } = options;
  const shapes = caseOf(options.case);
  const date = new Date().toISOString();
  const machine = await describeMachine();
  const measured: SectionTimes[] = [];
  for (const section of sections(shapes)) {
    measured.push(await measureSection(section, shapes, options));
    onProgress(`${section.title}: ${section.arms.length} arms, ${rounds} rounds`);
  }
  return { command, case: options.case, shapes, date, machine, rounds, sections: measured };
};

/** The arms of one section, one step each in turns. */
export const measureSection = async (
  { title, arms }: Section,
  shapes: BenchmarkCase,
  { rounds, signal }: Pick<MeasureScorersOptions, 'rounds' | 'signal'>,
): Promise<SectionTimes> => {
  const ready = arms.map((arm) => trainingArm(arm, shapes));
  const times = ready.map(({ name }) => ({ name, cpuMs: [] as number[], wallMs: [] as number[] }));
  try {
    for (let round = -warmUps; round < rounds; round++) {
      for (const [i, arm] of ready.entries()) {
        signal.throwIfAborted();
        const [cpu, clock] = [process.cpuUsage(), performance.now()];
        await arm.step();
        const { user, system } = process.cpuUsage(cpu);
        if (round < 0) continue;
        times[i]?.cpuMs.push((user + system) / 1000);
        times[i]?.wallMs.push(performance.now() - clock);
      }
    }
  } finally {
    for (const arm of ready) arm.dispose();
  }
  return { title, arms: times };
};
