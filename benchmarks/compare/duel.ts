// Two sides that do the same work in turns, and by how much one is faster.
import { alternate, type AlternateOptions, type Entrant, type Schedule } from '../rounds/alternate.ts';
import { median, medianOfMedians, type Spread, spreadOf } from '../rounds/statistics.ts';
import { type DecodeTask, peerNames, type PeerName, type Task, type TrainTask } from '../side.ts';

/** What is to be measured against what. */
export type DuelPlan = {
  readonly title: string;
  readonly task: TrainTask | DecodeTask;
  /** Who should be faster. */
  readonly ours: Entrant;
  readonly theirs: Entrant;
  readonly schedule: Schedule;
};

/** Milliseconds of every counted piece of work, by round. */
export type DuelRound = { readonly ours: readonly number[]; readonly theirs: readonly number[] };

/** What has been measured, or why it has not. */
export type Duel = {
  readonly title: string;
  readonly task: TrainTask | DecodeTask;
  readonly theirs: string;
  readonly rounds: readonly DuelRound[];
  readonly notRun?: string;
  /** Whether a side was there and failed: something to mend. */
  readonly hasFailed?: boolean;
};

export type DuelOptions = AlternateOptions & {
  readonly whyNot: (peer: PeerName, task: Task) => Promise<string | undefined>;
  readonly onProgress: (line: string) => void;
};

/** Runs a duel. A side that is not there or fails is recorded, so that the others still count; only stopping ends them all. */
export const runDuel = async (plan: DuelPlan, { whyNot, onProgress, ...options }: DuelOptions): Promise<Duel> => {
  const { title, task, ours, theirs, schedule } = plan;
  const duel = { title, task, theirs: theirs.label, rounds: [] };
  const name = task.what === 'decode' ? `${title} batch ${task.batch} beam ${task.beam}` : title;
  const peer = peerNames.find((one) => one === theirs.side);
  const problem = peer && (await whyNot(peer, theirs.task));
  if (problem !== undefined) {
    onProgress(`${name}  ${theirs.label} not run: ${problem}`);
    return { ...duel, notRun: problem };
  }
  const rounds: DuelRound[] = [];
  try {
    await alternate([ours, theirs], schedule, {
      ...options,
      onRoundEnd: (round, number) => {
        const times = (label: string): number[] => (round[label] ?? []).map(({ milliseconds }) => milliseconds);
        const timed = { ours: times(ours.label), theirs: times(theirs.label) };
        rounds.push(timed);
        const sides = `${ours.label} ${median(timed.ours).toFixed(1)} ms  ${theirs.label} ${median(timed.theirs).toFixed(1)} ms`;
        onProgress(`${name}  round ${number}/${schedule.rounds}  ${sides}  ratio ${ratioOf(timed).toFixed(2)}`);
      },
    });
    return { ...duel, rounds };
  } catch (error) {
    options.signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    onProgress(`${name}  failed: ${reason}`);
    return { ...duel, rounds, notRun: reason, hasFailed: true };
  }
};

/** How many times as fast ours is: the median of the rounds' ratios, and their ends. */
export const duelRatio = ({ rounds }: Duel): Spread => spreadOf(rounds.map(ratioOf));

/** Milliseconds of a piece of work: the median of the rounds' medians. */
export const duelMs = ({ rounds }: Duel): { readonly ours: number; readonly theirs: number } => ({
  ours: medianOfMedians(rounds.map(({ ours }) => ours)),
  theirs: medianOfMedians(rounds.map(({ theirs }) => theirs)),
});

const ratioOf = ({ ours, theirs }: DuelRound): number => median(theirs) / median(ours);
