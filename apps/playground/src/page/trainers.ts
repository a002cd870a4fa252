// One line to several trainers: runs of the toolkit's own parts are in the page's worker, those of the user's code in the sandbox, and
// whoever asks about a run need not know where it is.
import type { Experiment } from '../experiment/experiment.ts';
import type { Commands, RunId, Snapshot } from '../protocol/messages.ts';
import type { TrainerClient } from '../protocol/channel.ts';
import type { TrainerLink } from './trainer-link.ts';

/** Where a run can be. */
export type Place = 'worker' | 'sandbox';

/** Code that came from anywhere runs in the sandbox only. */
export const placeOf = ({ context, scorer }: Experiment): Place =>
  context === 'attention' && scorer === 'own' ? 'sandbox' : 'worker';

/** A trainer that is there and has begun. */
export type BegunTrainer = Pick<TrainerLink, 'ask' | 'close'>;

export interface Trainers {
  /** Asks whoever has the run that the question is about; starts a trainer where there is none yet. A run that nobody has is removed. */
  ask: TrainerClient['ask'];
  /** Starts a trainer anew, with all its runs as they are; none of them plays. The one before stays if the new one does not begin. */
  renew(place: Place): Promise<void>;
  /** Forgets a trainer that is gone, with its runs. */
  forget(place: Place): void;
}

export const createTrainers = (start: (place: Place) => Promise<BegunTrainer>): Trainers => {
  const started = new Map<Place, Promise<BegunTrainer>>();
  const places = new Map<RunId, Place>();

  const at = (place: Place): Promise<BegunTrainer> => {
    const link = started.get(place) ?? start(place);
    started.set(place, link);
    link.catch(() => started.delete(place));
    return link;
  };
  const askAt = async <Name extends keyof Commands>(
    place: Place,
    name: Name,
    request: Commands[Name]['request'],
  ): Promise<Commands[Name]['answer']> => (await at(place)).ask(name, request);

  /** Where a run of an experiment belongs; if it is elsewhere, it goes from there. */
  const settle = async (run: RunId, experiment: Experiment): Promise<Place> => {
    const [before, place] = [places.get(run), placeOf(experiment)];
    if (before !== undefined && before !== place) await askAt(before, 'remove', { run });
    places.set(run, place);
    return place;
  };
  const play = async (runs: readonly RunId[]): Promise<void> => {
    const wanted = new Set<Place>([...started.keys(), ...runs.map((run) => places.get(run) ?? 'worker')]);
    await Promise.all(
      [...wanted].map((place) =>
        askAt(place, 'play', { runs: runs.filter((run) => (places.get(run) ?? 'worker') === place) }),
      ),
    );
  };

  return {
    ask: async <Name extends keyof Commands>(name: Name, request: Commands[Name]['request']) => {
      const { run, runs, experiment, snapshot } = request as {
        readonly run?: RunId;
        readonly runs?: readonly RunId[];
        readonly experiment?: Experiment;
        readonly snapshot?: { readonly experiment: Experiment };
      };
      if (name === 'play') return play(runs ?? []);
      if (name === 'pause')
        return void (await Promise.all([...started.keys()].map((place) => askAt(place, 'pause', {}))));
      const made = name === 'configure' ? experiment : snapshot?.experiment;
      if (run !== undefined && made) return askAt(await settle(run, made), name, request);
      const place = run !== undefined ? places.get(run) : undefined;
      if (name === 'remove' && run !== undefined) {
        if (place === undefined) return;
        places.delete(run);
      }
      return askAt(place ?? 'worker', name, request);
    },
    renew: async (place) => {
      const before = await started.get(place);
      if (!before) return;
      const snapshots = new Map<RunId, Snapshot>();
      for (const [run, where] of places) {
        if (where === place) snapshots.set(run, await before.ask('snapshot', { run }));
      }
      const next = await start(place);
      try {
        for (const [run, snapshot] of snapshots) await next.ask('restore', { run, snapshot });
      } catch (error) {
        next.close();
        throw error;
      }
      started.set(place, Promise.resolve(next));
      before.close();
    },
    forget: (place) => {
      started.delete(place);
      for (const [run, where] of places) if (where === place) places.delete(run);
    },
  };
};
