// A check of a scorer, in a sandbox of its own: whatever the code does there, the run that is being trained goes on.
import type { Experiment } from '../../experiment/experiment.ts';
import { startTrainer } from '../../page/start-trainer.ts';
import type { ScorerReport } from '../../protocol/messages.ts';

/** Steps of the trial run. */
export const trialSteps = 50;

/** The trial's sizes: enough to see that a loss falls, little enough for a few seconds. */
const most = { units: 32, embedding: 16, batchSize: 32, examples: 1000 };

export type CheckListeners = {
  /** The sandbox is there, and the scorer is tried. */
  readonly onReport: (report: ScorerReport) => void;
  /** Losses of the trial run so far. */
  readonly onLosses: (losses: readonly number[]) => void;
};

/** A check that goes on. */
export type RunningCheck = {
  /** Rejects with what the code did wrong where a report could not say it. */
  readonly ended: Promise<void>;
  stop(): void;
};

export const checkInSandbox = (
  code: string,
  experiment: Experiment,
  { onReport, onLosses }: CheckListeners,
): RunningCheck => {
  let isStopped = false;
  let close = (): void => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    const losses: number[] = [];
    const run = async (): Promise<void> => {
      const { link: sandbox } = await startTrainer('sandbox', {
        backend: experiment.backend,
        listeners: {
          frame: ({ runs }) => {
            for (const frame of runs) losses.push(...frame.losses);
            onLosses(losses);
            if (losses.length >= trialSteps) resolve();
          },
          stopped: () => undefined,
          failed: ({ step, message }) => reject(new Error(`${message} It happened at step ${step + 1} of the trial.`)),
        },
        onCrash: (message) => reject(new Error(message)),
      });
      close = () => sandbox.close();
      if (isStopped) return close();
      const report = await sandbox.ask('checkScorer', { code, experiment });
      onReport(report);
      if (report.findings[0]?.problem !== undefined) return resolve();
      await sandbox.ask('configure', { run: 'trial', experiment: trialOf(code, experiment) });
      await sandbox.ask('step', { run: 'trial', count: trialSteps });
    };
    run().catch(reject);
  }).finally(() => close());
  return {
    ended,
    stop: () => {
      isStopped = true;
      close();
    },
  };
};

const trialOf = (code: string, experiment: Experiment): Experiment => ({
  ...experiment,
  context: 'attention',
  scorer: 'own',
  ownScorer: code,
  units: Math.min(experiment.units, most.units),
  embedding: Math.min(experiment.embedding, most.embedding),
  batchSize: Math.min(experiment.batchSize, most.batchSize),
  examples: Math.min(experiment.examples, most.examples),
  stopSteps: 10 * trialSteps,
  stopExact: 2,
  stopLoss: 0,
  stopSeconds: 0,
});
