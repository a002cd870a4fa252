import type * as z from 'zod';

/** What a schema refused, in our words: what was expected, what came. Hand it to `safeParse` as its `error`. */
export const issueMessage: z.core.$ZodErrorMap = (issue) => {
  const expected = expectation(issue);
  return expected === undefined ? undefined : `expected ${expected}, got ${described(issue.input)}`;
};

const expectation = (issue: z.core.$ZodRawIssue): string | undefined => {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.map((value) => JSON.stringify(value)).join(' or ');
    case 'too_small':
      return issue.inclusive ? `at least ${issue.minimum}` : `more than ${issue.minimum}`;
    case 'too_big':
      return issue.inclusive ? `at most ${issue.maximum}` : `less than ${issue.maximum}`;
    default:
      return undefined;
  }
};

const typeNames: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  int: 'a whole number',
  nonoptional: 'a value',
  number: 'a number',
  object: 'an object',
  string: 'a text',
};

const described = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : (JSON.stringify(value) ?? `a ${typeof value}`);
};
