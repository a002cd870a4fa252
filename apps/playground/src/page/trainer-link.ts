// The page's line to a trainer, wherever that runs.
import { connectTrainer, type Listeners, type TrainerClient } from '../protocol/channel.ts';

export type TrainerLink = TrainerClient & {
  /** Ends the trainer, whatever it is doing. */
  close(): void;
};

/** Starts the page's own trainer. */
export const startWorker = (listeners: Listeners, onCrash: (message: string) => void): TrainerLink => {
  const worker = new Worker(new URL('../trainer/worker.ts', import.meta.url), { type: 'module', name: 'trainer' });
  const client = connectTrainer(worker, listeners);
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    const message = event.message || 'the worker could not be loaded';
    // What is left of it might go on, and nobody would listen.
    worker.terminate();
    client.abandon(message);
    onCrash(message);
  });
  return {
    ...client,
    close: () => {
      worker.terminate();
      client.abandon('the trainer was ended');
    },
  };
};
