/** How wide the list may be, and where its second column begins. */
const width = 120;
const column = 24;

/** A name and what is said of it, broken into lines that all begin in the second column; a long name stands above them. */
export const row = (name: string, text: string): string => {
  const label = `  ${name}`;
  const lines = linesOf(text, width - column);
  const isLong = label.length >= column;
  const rows = lines.map((line, i) => `${(i === 0 && !isLong ? label : '').padEnd(column)}${line}`);
  return [...(isLong ? [label] : []), ...rows].map((line) => `${line.trimEnd()}\n`).join('');
};

/** Lines of whole words, as few as there can be. */
const linesOf = (text: string, most: number): string[] =>
  text.split(' ').reduce<string[]>((lines, word) => {
    const joined = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    return lines.length > 0 && joined.length > most ? [...lines, word] : [...lines.slice(0, -1), joined];
  }, []);
