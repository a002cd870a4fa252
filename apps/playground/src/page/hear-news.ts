// What the trainers tell of runs unasked, and what it changes on the page: the main run's news here, those of others with who wants them.
import type { Signal } from '@preact/signals';
import type { Experiment } from '../experiment/experiment.ts';
import type { Listeners } from '../protocol/channel.ts';
import type { OtherRuns } from './other-runs.ts';
import { type Notice, stopWords } from './playground.ts';
import { applyFrame, type RunState } from './run-state.ts';

/** Steps between two sayings of how far a run is, as a share of its limit. */
const announcedShare = 0.1;

export type Hearing = {
  readonly main: RunState;
  readonly others: ReadonlySet<OtherRuns>;
  readonly experiment: Signal<Experiment>;
  /** Tells a screen reader. */
  readonly say: (text: string) => void;
  readonly complain: (error: unknown, actions?: Notice['actions']) => void;
  /** What can be done about numbers that have run away. */
  readonly gentler: () => Notice['actions'];
};

export const hearNews = ({ main, others, experiment, say, complain, gentler }: Hearing): Listeners => {
  let announced = 0;
  return {
    frame: ({ runs }) => {
      for (const frame of runs) {
        if (frame.run !== main.id) for (const other of others) other.frame(frame);
        else {
          applyFrame(main, frame);
          const share = Math.floor(frame.step / (announcedShare * experiment.value.stopSteps));
          if (share > announced) say(`Step ${frame.step}.`);
          announced = share;
        }
      }
    },
    stopped: ({ run, reason }) => {
      if (run !== main.id) return others.forEach((other) => other.stopped({ run, reason }));
      // Of one that has been let go.
      if (!main.experiment.value) return;
      main.phase.value = 'stopped';
      main.stopped.value = reason;
      say(`Training has stopped at step ${main.step.value}: ${stopWords[reason]}.`);
    },
    failed: ({ run, ...failure }) => {
      if (run !== main.id) return others.forEach((other) => other.failed({ run, ...failure }));
      if (!main.experiment.value) return;
      main.phase.value = 'failed';
      main.failure.value = failure;
      complain(failure.message, failure.isNotFinite ? gentler() : []);
      say(`Training has failed at step ${failure.step + 1}.`);
    },
  };
};
