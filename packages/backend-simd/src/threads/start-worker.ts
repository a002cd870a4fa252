import { browserWorkerSource, nodeWorkerSource } from './worker-source.ts';

/** What a thread needs to begin. */
export type WorkerTask = {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  readonly thread: number;
  readonly failedAt: number;
  readonly messageAt: number;
};

/** A thread that is there. */
export interface RunningWorker {
  /** Ends it at once. */
  terminate(): void;
}

type NodeWorkerThreads = {
  readonly Worker: new (
    source: string,
    options: object,
  ) => {
    once(event: 'message' | 'error', listener: (value: unknown) => void): void;
    unref(): void;
    terminate(): unknown;
  };
};

/** Starts a thread and waits until it is ready: a thread of Node, or a Web Worker. */
export const startWorker = async (task: WorkerTask): Promise<RunningWorker> => {
  const node = nodeWorkerThreads();
  return node ? startInNode(node, task) : startInBrowser(task);
};

const startInNode = ({ Worker: NodeWorker }: NodeWorkerThreads, task: WorkerTask): Promise<RunningWorker> =>
  new Promise((resolve, reject) => {
    // Without the process's own arguments, which might say how to read a text that is not theirs.
    const worker = new NodeWorker(nodeWorkerSource, { eval: true, execArgv: [], workerData: task });
    worker.once('error', reject);
    worker.once('message', () => {
      // A thread that waits for jobs must not keep the process alive.
      worker.unref();
      resolve({ terminate: () => void worker.terminate() });
    });
  });

const startInBrowser = (task: WorkerTask): Promise<RunningWorker> =>
  new Promise((resolve, reject) => {
    const url = URL.createObjectURL(new Blob([browserWorkerSource], { type: 'text/javascript' }));
    const worker = new Worker(url);
    worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true });
    worker.addEventListener(
      'message',
      () => {
        URL.revokeObjectURL(url);
        resolve({ terminate: () => worker.terminate() });
      },
      { once: true },
    );
    worker.postMessage(task);
  });

/** Node's threads without an import that bundlers for browsers would follow. */
const nodeWorkerThreads = (): NodeWorkerThreads | undefined => {
  const { process } = globalThis as { process?: { getBuiltinModule?(id: string): unknown } };
  return process?.getBuiltinModule?.('node:worker_threads') as NodeWorkerThreads | undefined;
};
