// A trainer at its place, ready to be asked.
import type { BackendChoice } from '../experiment/experiment.ts';
import type { Listeners } from '../protocol/channel.ts';
import { type BackendReport, protocolVersion } from '../protocol/messages.ts';
import { startWorker, type TrainerLink } from './trainer-link.ts';
import type { Place } from './trainers.ts';

export type StartedTrainer = { readonly link: TrainerLink; readonly backend: BackendReport };

/** What a trainer that is started hears and tells. */
export type StartOptions = {
  readonly backend: BackendChoice;
  readonly listeners: Listeners;
  readonly onCrash: (message: string) => void;
};

/** Starts a trainer and its backend; nothing of it is left if one of them does not start. */
export const startTrainer = async (
  place: Place,
  { backend, listeners, onCrash }: StartOptions,
): Promise<StartedTrainer> => {
  const link =
    place === 'worker'
      ? startWorker(listeners, onCrash)
      : await (await import('../sandbox/start-sandbox.ts')).startSandbox(listeners, onCrash);
  try {
    // tfjs's own wasm backend fetches its kernels, and the sandbox can fetch nothing.
    const choice = place === 'sandbox' && backend === 'wasm' ? 'auto' : backend;
    return { link, backend: await link.ask('begin', { version: protocolVersion, backend: choice }) };
  } catch (error) {
    link.close();
    throw error;
  }
};
