// Runs that the user keeps in this browser. Where a browser keeps nothing, they stay until the page is closed.
import type { Experiment } from '../experiment/experiment.ts';

/** What is said of a kept run. */
export type KeptRun = {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
  readonly experiment: Experiment;
  readonly step: number;
  /** Nats per token on held-out examples, and the share of them that is exactly right. */
  readonly loss: number;
  readonly exact: number;
  readonly bytes: number;
};

export interface RunShelf {
  /** False where nothing outlives the page. */
  readonly isLasting: boolean;
  /** The newest first. */
  list(): Promise<readonly KeptRun[]>;
  keep(run: KeptRun, file: Uint8Array<ArrayBuffer>): Promise<void>;
  /** @throws Error if it is not there */
  take(id: string): Promise<Uint8Array<ArrayBuffer>>;
  remove(id: string): Promise<void>;
}

const databaseName = 'seq2seq-playground';
const [cards, files] = ['runs', 'run-files'];

/**
 * Opens the browser's; without one, or where it refuses, a shelf in memory.
 *
 * @param databases - where the browser keeps things; even to ask may be refused
 */
export const openRunShelf = async (databases: () => IDBFactory | undefined): Promise<RunShelf> => {
  try {
    return lastingShelf(await openDatabase(databases()!));
  } catch {
    return fleetingShelf();
  }
};

const openDatabase = async (factory: IDBFactory): Promise<IDBDatabase> => {
  const request = factory.open(databaseName, 1);
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore(cards, { keyPath: 'id' });
    request.result.createObjectStore(files);
  });
  return answerOf(request);
};

const answerOf = <Answer>(request: IDBRequest<Answer>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('the browser keeps nothing')));
  });

const newestFirst = (runs: readonly KeptRun[]): readonly KeptRun[] => runs.toSorted((a, b) => b.keptAt - a.keptAt);

const lastingShelf = (database: IDBDatabase): RunShelf => {
  const change = (act: (transaction: IDBTransaction) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction([cards, files], 'readwrite');
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('the browser is full')));
      act(transaction);
    });
  return {
    isLasting: true,
    list: async () => newestFirst(await answerOf(database.transaction(cards).objectStore(cards).getAll())),
    keep: (run, file) =>
      change((transaction) => {
        transaction.objectStore(cards).put(run);
        transaction.objectStore(files).put(file, run.id);
      }),
    take: async (id) => {
      const request: IDBRequest<Uint8Array<ArrayBuffer> | undefined> = database
        .transaction(files)
        .objectStore(files)
        .get(id);
      return (await answerOf(request)) ?? missing(id);
    },
    remove: (id) =>
      change((transaction) => {
        transaction.objectStore(cards).delete(id);
        transaction.objectStore(files).delete(id);
      }),
  };
};

const fleetingShelf = (): RunShelf => {
  const runs = new Map<string, readonly [KeptRun, Uint8Array<ArrayBuffer>]>();
  return {
    isLasting: false,
    list: async () => newestFirst([...runs.values()].map(([run]) => run)),
    keep: async (run, file) => void runs.set(run.id, [run, file]),
    take: async (id) => runs.get(id)?.[1] ?? missing(id),
    remove: async (id) => void runs.delete(id),
  };
};

const missing = (id: string): never => {
  throw new Error(`Kept runs: expected a run "${id}", but it is no longer there; load the page again.`);
};
