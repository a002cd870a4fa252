// One of several things by its type, each with options of its own.
import * as z from 'zod';
import { isRecord } from '../config/is-record.ts';
import { issueMessage } from '../config/issue-message.ts';
import { strictObject, suggestion } from '../config/strict-object.ts';

/** For each type the schemas of its options. */
export type ShapesOfTypes = Readonly<Record<string, Readonly<Record<string, z.ZodType>>>>;

/**
 * A schema for `{ "type": name, …options }`, or the name alone where all options have their defaults.
 *
 * @param what - what it is called in messages: search
 */
export const typeUnion = <Config extends { readonly type: string }>(
  what: string,
  shapes: ShapesOfTypes,
): z.ZodType<Config> =>
  z.unknown().transform((value, context): Config => {
    const refuse = (message: string, path: readonly PropertyKey[]): Config => {
      context.issues.push({ code: 'custom', message, input: value, path: [...path] });
      return z.NEVER;
    };
    const given = typeof value === 'string' ? { type: value } : value;
    const type = isRecord(given) ? given['type'] : undefined;
    const names = Object.keys(shapes);
    if (typeof type !== 'string') {
      const known = names.map((name) => `"${name}"`).join(', ');
      return refuse(`expected a ${what} by its name or as an object with a "type"; known are ${known}`, []);
    }
    if (!Object.hasOwn(shapes, type)) {
      return refuse(`there is no ${what} "${type}"; ${suggestion(type, names)}`, isRecord(value) ? ['type'] : []);
    }
    const result = strictObject({ type: z.literal(type), ...shapes[type] }).safeParse(given, { error: issueMessage });
    for (const { message, path } of result.error?.issues ?? []) refuse(message, path);
    return result.data as unknown as Config;
  });
