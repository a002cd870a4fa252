// The page's trainers, which go together to the backend that the form says.
import type { BackendChoice } from '../experiment/experiment.ts';
import type { Listeners } from '../protocol/channel.ts';
import type { BackendReport } from '../protocol/messages.ts';
import { startTrainer } from './start-trainer.ts';
import { createTrainers, type Place, type Trainers } from './trainers.ts';

export type TrainersOnBackend = Pick<Trainers, 'ask' | 'forget'> & {
  /** Takes all runs to the backend that is wanted now, as they are; none of them plays then. Nothing is done for those that are there. */
  move(): Promise<void>;
};

export type TrainersOnBackendOptions = {
  readonly wanted: () => BackendChoice;
  readonly listeners: Listeners;
  readonly onStart: (backend: BackendReport) => void;
  readonly onCrash: (place: Place, message: string) => void;
  /** Before runs are taken elsewhere. */
  readonly onMove: () => void;
};

export const trainersOnBackend = ({
  wanted,
  listeners,
  onStart,
  onCrash,
  onMove,
}: TrainersOnBackendOptions): TrainersOnBackend => {
  /** What was wanted when each trainer began. */
  const begunOn = new Map<Place, BackendChoice>();
  const trainers = createTrainers(async (place) => {
    const backend = wanted();
    const started = await startTrainer(place, {
      ...{ backend, listeners },
      onCrash: (message) => onCrash(place, message),
    });
    onStart(started.backend);
    begunOn.set(place, backend);
    return started.link;
  });
  return {
    ask: trainers.ask,
    forget: (place) => {
      begunOn.delete(place);
      trainers.forget(place);
    },
    move: async () => {
      const places = [...begunOn].filter(([, backend]) => backend !== wanted());
      if (places.length > 0) onMove();
      for (const [place, backend] of places) {
        try {
          await trainers.renew(place);
        } catch (error) {
          // The one before stays, unless it has died.
          if (begunOn.has(place)) begunOn.set(place, backend);
          throw error;
        }
      }
    },
  };
};
