import * as z from 'zod';

/** As in OpenNMT: a half-width bar, which no text has. */
export const defaultFactorSeparator = '￨';

/** Texts are normalised and then cut at white space: neither may change a separator. */
export const factorSeparatorSchema: z.ZodType<string> = z
  .string()
  .refine((text) => /^[^ \t\r\n]+$/.test(text) && text.normalize('NFC') === text, {
    error: ({ input }) =>
      `expected a sign that no word has, without spaces and in Unicode normal form C, got ${JSON.stringify(input)}`,
  })
  .default(defaultFactorSeparator);
