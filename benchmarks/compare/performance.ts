// All that one run of `bench compare` has found out.
import type { KernelReading } from '../kernels/measure-kernels.ts';
import { measureKernels } from '../kernels/measure-kernels.ts';
import { describePytorch, type PytorchState } from '../peers/pytorch.ts';
import { whyNot } from '../peers/why-not.ts';
import { type Duel, type DuelPlan, runDuel } from './duel.ts';
import { type GrowthSize, measureGrowth } from './growth.ts';
import { describeMachine, type Machine } from './machine.ts';
import { type PlanOptions, planOf } from './plan.ts';

export type Performance = PlanOptions & {
  readonly command: string;
  /** When it began, in the form of ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  readonly pytorch: PytorchState;
  readonly training: readonly Duel[];
  readonly decoding: readonly Duel[];
  readonly threads: readonly Duel[];
  readonly stock: readonly Duel[];
  readonly kernels: readonly KernelReading[];
  readonly growth: readonly GrowthSize[];
};

export type MeasureOptions = {
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
};

/** Runs the whole plan, one part after the other. */
export const measurePerformance = async (
  options: PlanOptions & { readonly command: string },
  { signal, onProgress }: MeasureOptions,
): Promise<Performance> => {
  const date = new Date().toISOString();
  const machine = await describeMachine();
  const plan = planOf(options);
  const pytorch = await describePytorch(options.cores);
  const duels = async (section: string, plans: readonly DuelPlan[]): Promise<Duel[]> => {
    const done: Duel[] = [];
    for (const duelPlan of plans) {
      done.push(
        await runDuel(duelPlan, {
          signal,
          // Asking Python takes seconds, and the answer stays the same.
          whyNot: async (peer, task) => (peer === 'pytorch' ? pytorch.problem : await whyNot(peer, task)),
          onProgress: (line) => onProgress(`${section}  ${line}`),
        }),
      );
    }
    return done;
  };
  // Duels never fail as a whole, and take longest: what could end all comes first.
  const kernels = await measureKernels(plan.kernels.threads, plan.kernels.rounds, {
    signal,
    onRoundEnd: (_, number) => onProgress(`kernels  round ${number}/${plan.kernels.rounds}`),
  });
  const growth = await measureGrowth(plan.growth, {
    signal,
    onRoundEnd: (_, number) => onProgress(`growth  round ${number}/${plan.growth.schedule.rounds}`),
  });
  return {
    ...options,
    date,
    machine,
    pytorch,
    training: await duels('training', plan.training),
    decoding: await duels('decoding', plan.decoding),
    threads: await duels('threads', plan.threads),
    stock: await duels('stock', plan.stock),
    kernels,
    growth,
  };
};
