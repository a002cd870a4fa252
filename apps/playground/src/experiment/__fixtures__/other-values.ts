import * as z from 'zod/mini';
import { type Experiment, type ExperimentKey, experimentSchema } from '../experiment.ts';

/** What JSON Schema says of a key, as far as experiments use it. */
type Described = {
  readonly type: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
};

/** Values of a key that the schema allows and that are not what an experiment has: at least one, found from the schema alone. */
export const otherValues = (key: ExperimentKey, experiment: Experiment): readonly unknown[] => {
  const described = z.toJSONSchema(experimentSchema.shape[key]) as Described;
  const values = valuesOf(described).filter((value) => value !== experiment[key]);
  if (values.length === 0) throw new Error(`otherValues: nothing is known of ${key}: ${JSON.stringify(described)}`);
  return values;
};

const valuesOf = ({ type, enum: names, minimum = 0, maximum = 1, multipleOf = 1 }: Described): readonly unknown[] => {
  if (names) return names;
  if (type === 'boolean') return [true, false];
  if (type === 'string') return ['a\tb\nc\td\ne\tf\ng\th\n', 'other\ttext'];
  if (type === 'integer') return [minimum + 2 * multipleOf, minimum, maximum];
  return [minimum + (maximum - minimum) / 8, minimum, maximum];
};
