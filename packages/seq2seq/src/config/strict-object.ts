import { editDistance } from '@seq2seq/metrics';
import * as z from 'zod';

/** An object schema that refuses unknown keys and says which known one was probably meant. */
export const strictObject = <Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `unknown key "${key}"; ${suggestion(key, Object.keys(shape))}`).join('; ')
        : undefined,
  });

/** "did you mean units?", or all known names where none is near. */
export const suggestion = (given: string, known: readonly string[]): string => {
  if (known.length === 0) return 'there are no options here';
  const letters = [...given.toLowerCase()];
  const byDistance = known
    .map((name) => ({ name, distance: editDistance(letters, [...name.toLowerCase()]) }))
    .toSorted((a, b) => a.distance - b.distance);
  const nearest = byDistance[0];
  // Two short names that share no letter are near each other only by being short.
  return nearest && nearest.distance <= Math.max(2, given.length / 3) && nearest.distance < given.length
    ? `did you mean "${nearest.name}"?`
    : `known are ${known.map((name) => `"${name}"`).join(', ')}`;
};
