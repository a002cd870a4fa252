// The page's end of a line to a trainer that runs the user's code. What comes over it is looked at before anybody believes it: its shape,
// its size, how much comes, and whether it was asked for. The first thing that is wrong ends the line.
import * as z from 'zod/mini';
import type { Endpoint } from '../protocol/channel.ts';
import type { CommandName, EventName } from '../protocol/messages.ts';
import { answerShapes, eventShapes } from './message-shapes.ts';

/** A trainer tells ten frames a second and answers questions. */
const mostPerSecond = 500;

const envelope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('event'), name: z.string(), event: z.unknown() }),
  z.strictObject({
    kind: z.literal('answer'),
    id: z.int(),
    answer: z.optional(z.unknown()),
    error: z.optional(z.string().check(z.maxLength(20_000))),
  }),
]);

/**
 * A port that gives on only what a trainer may say.
 *
 * @param onBreach - told once, of the first message that is none; nothing comes after it
 */
export const guardedPort = (
  port: MessagePort,
  onBreach: (why: string) => void,
  now: () => number = () => performance.now(),
): Endpoint => {
  const asked = new Map<number, CommandName>();
  let isBroken = false;
  let second = 0;
  let heard = 0;

  const breach = (why: string): undefined => {
    isBroken = true;
    port.close();
    onBreach(why);
    return undefined;
  };

  /** The message, made anew of what is known of it; undefined if it is none. */
  const checked = (data: unknown): unknown => {
    const message = envelope.safeParse(data);
    if (!message.success) return breach('it sent what no trainer sends');
    if (message.data.kind === 'event') {
      const { name, event } = message.data;
      if (!Object.hasOwn(eventShapes, name)) return breach('it told of something that the page does not know');
      const result = eventShapes[name as EventName].safeParse(event);
      return result.success
        ? { kind: 'event', name, event: result.data }
        : breach(misshapen(`the event ${name}`, result.error));
    }
    const { id, answer, error } = message.data;
    const name = asked.get(id);
    asked.delete(id);
    if (!name) return breach('it answered what nobody asked');
    if (error !== undefined) return { kind: 'answer', id, error };
    const result = answerShapes[name].safeParse(answer);
    return result.success
      ? { kind: 'answer', id, answer: result.data }
      : breach(misshapen(`the answer to ${name}`, result.error));
  };

  return {
    postMessage: (message, transfer) => {
      const { kind, id, name } = message as { kind: string; id: number; name: CommandName };
      if (kind === 'question') asked.set(id, name);
      port.postMessage(message, transfer);
    },
    addEventListener: (type, listener) => {
      port.addEventListener(type, ({ data }: MessageEvent<unknown>) => {
        if (isBroken) return;
        const time = Math.floor(now() / 1000);
        heard = time === second ? heard + 1 : 1;
        second = time;
        const message = heard > mostPerSecond ? breach('it sent more messages than can be read') : checked(data);
        if (message !== undefined) listener({ data: message } as MessageEvent);
      });
      port.start();
    },
  };
};

const misshapen = (what: string, { issues }: z.core.$ZodError): string =>
  `${what} has another shape: ${issues[0]?.path.join('.') ?? ''} ${issues[0]?.message ?? ''}`.trimEnd().slice(0, 200);
