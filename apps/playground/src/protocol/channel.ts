// Questions and answers over anything that posts messages: a worker, a port, a frame. Answers find their questions by number, and large
// arrays change hands instead of being copied.
import type { CommandName, Commands, EventName, Events } from './messages.ts';

/** The end of a line: a worker from outside, the global scope from inside, a port. */
export type Endpoint = {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
};

type Question = {
  readonly kind: 'question';
  readonly id: number;
  readonly name: CommandName;
  readonly request: unknown;
};
type Answer = { readonly kind: 'answer'; readonly id: number; readonly answer?: unknown; readonly error?: string };
type Event<Name extends EventName = EventName> = {
  readonly kind: 'event';
  readonly name: Name;
  readonly event: Events[Name];
};
type Received = { readonly kind: 'received' };
type Message = Question | Answer | Event | Received;

/** The page's end. */
export interface TrainerClient {
  /** Rejects with the trainer's message, or if the trainer is gone. */
  ask<Name extends CommandName>(name: Name, request: Commands[Name]['request']): Promise<Commands[Name]['answer']>;
  /** Lets go of all questions that are open. */
  abandon(reason: string): void;
}

/** The trainer's end. */
export interface TrainerHost {
  tell<Name extends EventName>(name: Name, event: Events[Name]): void;
  /** How many events the other side has not looked at yet: a page that is slow is sent less. */
  unread(): number;
}

export type Handlers = {
  readonly [Name in CommandName]: (
    request: Commands[Name]['request'],
  ) => Commands[Name]['answer'] | Promise<Commands[Name]['answer']>;
};

export type Listeners = { readonly [Name in EventName]: (event: Events[Name]) => void };

/** Asks a trainer and hears from it. */
export const connectTrainer = (endpoint: Endpoint, listeners: Listeners): TrainerClient => {
  const open = new Map<number, { resolve(answer: never): void; reject(error: Error): void }>();
  let lastId = 0;
  endpoint.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'event') {
      (listeners[data.name] as (event: unknown) => void)(data.event);
      endpoint.postMessage({ kind: 'received' } satisfies Received, []);
    } else if (data.kind === 'answer') {
      const asked = open.get(data.id);
      open.delete(data.id);
      if (data.error === undefined) asked?.resolve(data.answer as never);
      else asked?.reject(new Error(data.error));
    }
  });
  return {
    ask: (name, request) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        open.set(id, { resolve, reject });
        endpoint.postMessage({ kind: 'question', id, name, request } satisfies Question, []);
      }),
    abandon: (reason) => {
      for (const { reject } of open.values()) reject(new Error(reason));
      open.clear();
    },
  };
};

/** Answers a page and tells it things. */
export const serveTrainer = (endpoint: Endpoint, handlers: Handlers): TrainerHost => {
  let unread = 0;
  endpoint.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'received') unread--;
    if (data.kind === 'question') void answer(data);
  });
  const answer = async ({ id, name, request }: Question): Promise<void> => {
    const reply = (message: Omit<Answer, 'kind' | 'id'>): void =>
      endpoint.postMessage({ kind: 'answer', id, ...message } satisfies Answer, buffersIn(message.answer));
    try {
      reply({ answer: await (handlers[name] as (request: unknown) => unknown)(request) });
    } catch (error) {
      reply({ error: error instanceof Error ? error.message : String(error) });
    }
  };
  return {
    tell: (name, event) => {
      unread++;
      endpoint.postMessage({ kind: 'event', name, event } satisfies Event<typeof name>, buffersIn(event));
    },
    unread: () => unread,
  };
};

/** The memory of all arrays in a value, each once. */
const buffersIn = (value: unknown, found: Set<ArrayBuffer> = new Set()): ArrayBuffer[] => {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) buffersIn(part, found);
  }
  return [...found];
};
