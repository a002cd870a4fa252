import { InvalidArgumentError } from '@commander-js/extra-typings';

/** A whole number from `least` on. */
export const wholeNumber =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least) {
      throw new InvalidArgumentError(`Expected a whole number from ${least} on, got "${text}".`);
    }
    return value;
  };

/** Any number above 0. */
export const positiveNumber = (text: string): number => {
  const value = decimal(text);
  if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError(`Expected a number above 0, got "${text}".`);
  return value;
};

/** 0 or any number above it. */
export const numberFromZero = (text: string): number => {
  const value = decimal(text);
  if (!(value >= 0 && value < Infinity)) throw new InvalidArgumentError(`Expected a number from 0 on, got "${text}".`);
  return value;
};

/** Any number above 0 and at most 1. */
export const positiveShare = (text: string): number => {
  const value = decimal(text);
  if (!(value > 0 && value <= 1)) {
    throw new InvalidArgumentError(`Expected a number above 0 and at most 1, got "${text}".`);
  }
  return value;
};

/** Any number, also below 0. */
export const anyNumber = (text: string): number => {
  const value = decimal(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError(`Expected a number, got "${text}".`);
  return value;
};

/** Numbers above 0 with commas between. */
export const positiveNumbers = (text: string): number[] => text.split(',').map(positiveNumber);

/** One of several texts: the option may be given again. */
export const collected = (text: string, before: readonly string[] = []): string[] => [...before, text];

/** JavaScript also reads "" and "0x10" as numbers; nobody who types them means that. */
const decimal = (text: string): number =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
