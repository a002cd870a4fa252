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

/** JavaScript also reads "" and "0x10" as numbers; nobody who types them means that. */
const decimal = (text: string): number =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
