/** A number with two digits and the sign of typographers, which is as wide as the digits; nothing is less than zero by nothing. */
export const twoDigits = (value: number): string => {
  const text = value.toFixed(2);
  return Number(text) === 0 ? '0.00' : text.replace('-', '−');
};
