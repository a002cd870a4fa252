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
    on(event: 'message' | 'error' | 'exit', listener: (value: unknown) => void): void;
    unref(): void;
    terminate(): unknown;
  };
};

/**
 * Starts a thread and waits until it is ready: a thread of Node, or a Web Worker.
 *
 * @param onEnd - told why, should the thread end by itself later, or be ended by somebody else
 * @throws Error if it does not start: no thread is left, or the page's Content-Security-Policy forbids it
 */
export const startWorker = async (task: WorkerTask, onEnd: (why: string) => void): Promise<RunningWorker> => {
  const node = nodeWorkerThreads();
  return node ? startInNode(node, task, onEnd) : startInBrowser(task, onEnd);
};

const startInNode = (
  { Worker: NodeWorker }: NodeWorkerThreads,
  task: WorkerTask,
  onEnd: (why: string) => void,
): Promise<RunningWorker> =>
  new Promise((resolve, reject) => {
    // Without the process's own arguments, which might say how to read a text that is not theirs.
    const worker = new NodeWorker(nodeWorkerSource, { eval: true, execArgv: [], workerData: task });
    // Before the thread is ready the promise listens, and later `onEnd`; each leaves alone what comes too early or too late for it.
    const end = (error: Error): void => {
      reject(error);
      onEnd(error.message);
    };
    worker.on('error', (error) => end(error as Error));
    worker.on('exit', (code) => end(new Error(`exit code ${String(code)}`)));
    worker.on('message', () => {
      // A thread that waits for jobs must not keep the process alive.
      worker.unref();
      resolve({ terminate: () => void worker.terminate() });
    });
  });

const startInBrowser = (task: WorkerTask, onEnd: (why: string) => void): Promise<RunningWorker> =>
  new Promise((resolve, reject) => {
    const url = URL.createObjectURL(new Blob([browserWorkerSource], { type: 'text/javascript' }));
    const worker = new Worker(url);
    worker.addEventListener('error', ({ message }) => {
      // A policy that forbids it is an event without a message.
      const why = message || 'the page may not start workers from blob: addresses';
      URL.revokeObjectURL(url);
      reject(new Error(why));
      onEnd(why);
    });
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
