// What `bench compare` measures, and how often.
import { caseOf } from '../cases.ts';
import type { Entrant, Schedule } from '../rounds/alternate.ts';
import type { PeerName, TrainTask } from '../side.ts';
import type { DuelPlan } from './duel.ts';
import type { GrowthPlan } from './growth.ts';

export type Plan = {
  readonly training: readonly DuelPlan[];
  readonly decoding: readonly DuelPlan[];
  readonly threads: readonly DuelPlan[];
  readonly stock: readonly DuelPlan[];
  readonly kernels: { readonly threads: number; readonly rounds: number };
  readonly growth: GrowthPlan;
};

export type PlanOptions = {
  /** How many threads both sides may use. */
  readonly cores: number;
  /** Less of everything: shows that it works, and the order of size. */
  readonly isQuick: boolean;
  readonly rounds: number;
};

const trainingCases = ['g2p-256', 'g2p-512', 'mt-256', 'mt-512', 'mt-1024'];
const decodingCases = ['g2p-256', 'mt-512'];
/** Its sequences are so short that a batch of them is decoded in milliseconds. */
const shortCase = 'g2p-256';
const threadCases = ['g2p-256', 'mt-512'];
const stockCase = 'g2p-256';
const stockPeers: readonly PeerName[] = ['stock-wasm', 'stock-cpu', 'tfjs-layers'];

export const planOf = ({ cores, isQuick, rounds }: PlanOptions): Plan => {
  const schedule: Schedule = { warmUps: isQuick ? 1 : 3, rounds, settling: 1, steps: isQuick ? 1 : 3 };
  /** Stock peers take tens of seconds for a step. */
  const slowSchedule: Schedule = { ...schedule, rounds: isQuick ? 1 : 2, steps: 1 };
  /** What takes a few milliseconds needs many: compilers take hundreds of them to warm up, and a turn of three is over before it began. */
  const shortSchedule: Schedule = isQuick ? schedule : { ...schedule, warmUps: 150, settling: 15, steps: 45 };
  const train = (name: string, threads = cores): TrainTask => ({
    what: 'train',
    shapes: caseOf(name),
    backend: 'simd',
    threads,
  });
  const against = (peer: PeerName, title: string, task: DuelPlan['task'], times: Schedule): DuelPlan => ({
    title,
    task,
    ours: { label: 'seq2seq', side: 'seq2seq', task },
    theirs: { label: peer, side: peer, task },
    schedule: times,
  });
  const ofThreads = (name: string, threads: number): Entrant => ({
    label: threads === 1 ? '1 thread' : `${threads} threads`,
    side: 'seq2seq',
    task: train(name, threads),
  });
  return {
    training: trainingCases.map((name) => against('pytorch', name, train(name), schedule)),
    decoding: decodingCases.flatMap((name) =>
      [1, 32].flatMap((batch) =>
        [1, 5].map((beam) =>
          against(
            'pytorch',
            name,
            { ...train(name), what: 'decode', beam, batch },
            batch === 1 || name === shortCase ? shortSchedule : schedule,
          ),
        ),
      ),
    ),
    threads:
      cores === 1
        ? []
        : threadCases.map((name) => {
            const [ours, theirs] = [ofThreads(name, cores), ofThreads(name, 1)];
            return { title: name, task: train(name), ours, theirs, schedule };
          }),
    stock: stockPeers.map((peer) => against(peer, stockCase, train(stockCase), slowSchedule)),
    kernels: { threads: cores, rounds: isQuick ? 3 : 5 * rounds },
    growth: { shapes: caseOf('g2p-256'), threads: cores, schedule: { ...schedule, steps: isQuick ? 1 : 2 } },
  };
};
