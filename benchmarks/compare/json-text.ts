/** JSON with indentation, lists of numbers on one line, and no more than three digits behind the point: the times of a round read as a row. */
export const jsonText = (value: unknown): string => {
  const rounded = (_: string, part: unknown): unknown =>
    typeof part === 'number' && Number.isFinite(part) ? Math.round(part * 1000) / 1000 : part;
  const spread = JSON.stringify(value, rounded, 2);
  const joined = spread.replace(/\[\s+([-\d.e+]+(?:,\s+[-\d.e+]+)*)\s+\]/g, (_, numbers: string) => {
    return `[${numbers.split(/,\s+/).join(', ')}]`;
  });
  return `${joined}\n`;
};
