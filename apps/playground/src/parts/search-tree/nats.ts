/** Two digits, with the sign of typographers, which is as wide as the digits. */
export const nats = (value: number): string => {
  const text = value.toFixed(2);
  return Number(text) === 0 ? '0.00' : text.replace('-', '−');
};
