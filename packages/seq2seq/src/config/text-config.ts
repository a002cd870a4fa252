// What a config says of texts: how they become tokens, which of those are known, and in which order they are read.
import * as z from 'zod';
import { strictObject } from './strict-object.ts';

/** How one side's texts become tokens with ids. */
export type SideTextConfig = {
  readonly tokenizer: 'characters' | 'words';
  /** Tokens that occur less often in the training data are not in the vocabulary. */
  readonly minimumCount: number;
  /** V at most, the special tokens included: the rarest are left out. Without it there is no limit. */
  readonly maxSize?: number;
};

/** How texts become tokens, on each side, and how long an output may become. */
export type TextConfig = {
  readonly source: SideTextConfig & {
    /** Whether the source is read from its end (Sutskever et al. 2014); alignments are told in its own order all the same. */
    readonly reverse: boolean;
    /** What stands between a word and its factors: "Häuser￨noun￨plural". */
    readonly factorSeparator: string;
  };
  readonly target: SideTextConfig;
  /** Most tokens of an output, the end of sentence included. */
  readonly maxLength: number;
};

/** The same as one writes it: what is absent has a default. */
export type TextConfigInput = {
  readonly source?: Partial<TextConfig['source']>;
  readonly target?: Partial<SideTextConfig>;
  readonly maxLength?: number;
};

/** As in OpenNMT: a half-width bar, which no text has. */
export const defaultFactorSeparator = '￨';

/** Texts are normalised and then cut at white space: neither may change a separator. */
const factorSeparator = z
  .string()
  .refine((text) => /^[^ \t\r\n]+$/.test(text) && text.normalize('NFC') === text, {
    error: ({ input }) =>
      `expected a sign that no word has, without spaces and in Unicode normal form C, got ${JSON.stringify(input)}`,
  })
  .default(defaultFactorSeparator);

const count = z.int().min(1);

/** The special tokens and one more. */
const leastSize = 5;

const side = {
  tokenizer: z.enum(['characters', 'words']).default('words'),
  minimumCount: count.default(1),
  maxSize: z.exactOptional(z.int().min(leastSize)),
};

export const textSchema: z.ZodType<TextConfig> = strictObject({
  source: strictObject({ ...side, reverse: z.boolean().default(false), factorSeparator }).prefault({} as never),
  target: strictObject(side).prefault({}),
  maxLength: count.default(100),
});
