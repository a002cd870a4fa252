// A trainer where a run belongs, begun on the backend that is wanted.
import type { BackendChoice } from '../experiment/experiment.ts';
import type { Listeners } from '../protocol/channel.ts';
import { type BackendReport, protocolVersion } from '../protocol/messages.ts';
import { startWorker, type TrainerLink } from './trainer-link.ts';
import type { Place } from './trainers.ts';

export type StartedTrainer = { readonly link: TrainerLink; readonly backend: BackendReport };

/** Rejects with the trainer's own words if it does not begin; it is closed then. */
export const startTrainer = async (
  place: Place,
  wanted: BackendChoice,
  listeners: Listeners,
  onCrash: (message: string) => void,
): Promise<StartedTrainer> => {
  const link =
    place === 'worker'
      ? startWorker(listeners, onCrash)
      : await (await import('../sandbox/start-sandbox.ts')).startSandbox(listeners, onCrash);
  try {
    // tfjs's own wasm backend fetches its kernels, and the sandbox can fetch nothing.
    const choice = place === 'sandbox' && wanted === 'wasm' ? 'auto' : wanted;
    return { link, backend: await link.ask('begin', { version: protocolVersion, backend: choice }) };
  } catch (error) {
    link.close();
    throw error;
  }
};
